package circuitscope.data;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.files.Json;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.headdirection.TunedSpikes;
import circuitscope.headdirection.TuningCurve;
import circuitscope.sessions.Session;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Recording;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.ListSampler;

/** Where a dataset comes from: a recipe that gives it again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Simulated.class, name = "simulation"),
    @JsonSubTypes.Type(value = Source.Observed.class, name = "observed"),
    @JsonSubTypes.Type(value = Source.SpikeFile.class, name = "file"),
    @JsonSubTypes.Type(value = Source.SessionFile.class, name = "session"),
    @JsonSubTypes.Type(value = Source.HeadDirection.class, name = "head-direction"),
    @JsonSubTypes.Type(value = Source.RecordedSession.class, name = "recorded-session")
})
public sealed interface Source
        permits Source.Simulated,
                Source.Observed,
                Source.SpikeFile,
                Source.SessionFile,
                Source.HeadDirection,
                Source.RecordedSession {
    /**
     * @param progress hears how far it has come
     * @return the dataset
     * @throws InputException if a file is missing, corrupt or another one
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Dataset load(Progress progress);

    /** {@return the dataset} */
    default Dataset load() {
        return load(Progress.silent());
    }

    /**
     * A simulated network.
     *
     * @param simulation network, time and seed
     */
    record Simulated(Simulation simulation) implements Source {
        @Override
        public Dataset load(Progress progress) {
            return new Dataset(simulation.run(progress), Optional.of(GroundTruth.of(simulation)), this);
        }
    }

    /** Which neurons of a network are observed. */
    enum Selection {
        /** Drawn among all. */
        RANDOM,
        /** As evenly as their number allows. */
        EVEN
    }

    /**
     * Some neurons of a simulated network; the others act, but nobody records them.
     *
     * @param simulation network, time and seed
     * @param neurons number of observed neurons
     * @param selection which they are
     */
    record Observed(Simulation simulation, int neurons, Selection selection) implements Source {
        /**
         * @param simulation network, time and seed; the seed draws the neurons, too
         * @param neurons number of observed neurons
         * @param selection which they are
         * @throws InputException if the network has not so many neurons
         */
        public Observed {
            InputException.requireBetween(
                    "Number of observed neurons",
                    neurons,
                    1,
                    simulation.network().neurons());
        }

        /** {@return the numbers of the observed neurons in the network, increasing, shape (neurons)} */
        public int[] indices() {
            int all = simulation.network().neurons();
            if (selection == Selection.EVEN) {
                return IntStream.range(0, neurons)
                        .map(k -> (int) ((long) k * all / neurons))
                        .toArray();
            }
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, all).boxed().toList());
            ListSampler.shuffle(RandomStreams.of(simulation.seed(), "observed neurons"), order);
            return order.stream()
                    .limit(neurons)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }

        @Override
        public Dataset load(Progress progress) {
            int[] kept = indices();
            return new Dataset(
                    simulation.run(progress).ofNeurons(kept),
                    Optional.of(GroundTruth.of(simulation).ofNeurons(kept)),
                    this);
        }
    }

    /**
     * A file of any format that {@link Dataset#open} knows.
     *
     * @param path its path
     * @param sha256 SHA-256 of its content, in hexadecimal digits
     */
    record SpikeFile(String path, String sha256) implements Source {
        /**
         * @param path path of a file
         * @return the file as it is now
         * @throws InputException if it can't be read
         */
        public static SpikeFile of(Path path) {
            try {
                return new SpikeFile(path.toString(), Json.sha256(Files.readAllBytes(path)));
            } catch (IOException e) {
                throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
            }
        }

        @Override
        public Dataset load(Progress progress) {
            SpikeFile found = of(Path.of(path));
            if (!found.sha256.equals(sha256)) {
                throw InputException.of(
                        "%s has the SHA-256 %s, expected %s; it has changed since the experiment was written down.",
                        path, found.sha256, sha256);
            }
            return Dataset.open(Path.of(path));
        }
    }

    /** Part of a session. */
    enum Epoch {
        /** Awake. */
        WAKE,
        /** REM sleep. */
        REM,
        /** Slow-wave sleep. */
        SLOW_WAVE
    }

    /**
     * A part of a session of real cells.
     *
     * @param path path of its file
     * @param epoch which part
     */
    record SessionFile(String path, Epoch epoch) implements Source {
        @Override
        public Dataset load(Progress progress) {
            HeadDirectionSession session = HeadDirectionSession.read(Path.of(path));
            return new Dataset(
                    switch (epoch) {
                        case WAKE -> session.wake();
                        case REM -> session.rem();
                        case SLOW_WAVE -> session.slowWave();
                    },
                    Optional.empty(),
                    this);
        }
    }

    /** What is done to head-direction cells before they are shown to a method. */
    enum Control {
        /** Nothing. */
        NONE,
        /** Each cell gets the preferred direction of another: what places on the ring have to do with couplings is lost. */
        PERMUTED,
        /** Spikes are drawn anew from each cell's tuning curve, awake: there is no coupling. */
        UNCOUPLED,
        /**
         * The same, but cells follow a direction that wanders about the measured one by 12 degrees within 1 s, as an inner sense of
         * direction might: there is no coupling, but common drive that nobody measured.
         */
        WANDERING
    }

    /**
     * A part of the session of real head-direction cells that {@link HeadDirectionSession#find} finds, or a control made of it. Its
     * place on a disk does not matter.
     *
     * @param epoch which part
     * @param control what is done to the cells
     * @param seed seed of the control
     * @param sha256 SHA-256 of the content of the session's file, in hexadecimal digits
     */
    record HeadDirection(Epoch epoch, Control control, long seed, String sha256) implements Source {
        private static final double WANDERING_DEGREES = 12;
        private static final double WANDERING_SECONDS = 1;

        /**
         * @param epoch which part
         * @param control what is done to the cells
         * @param seed seed of the control
         * @param sha256 SHA-256 of the content of the session's file
         * @throws InputException if spikes are to follow a tuning in sleep
         */
        public HeadDirection {
            boolean drawn = control == Control.UNCOUPLED || control == Control.WANDERING;
            if (drawn && epoch != Epoch.WAKE) {
                throw InputException.of(
                        "Uncoupled cells follow the direction of the head, which is known awake only; take the epoch %s.",
                        Epoch.WAKE);
            }
        }

        @Override
        public Dataset load(Progress progress) {
            Path path = HeadDirectionSession.find()
                    .orElseThrow(() -> InputException.of(
                            "There is no session of head-direction cells, expected dataHD.mat in data/head-direction;"
                                    + " data/README.md says where to get it."));
            String found = SpikeFile.of(path).sha256();
            if (!found.equals(sha256)) {
                throw InputException.of(
                        "%s has the SHA-256 %s, expected %s; it is another session than that of the experiment.",
                        path, found, sha256);
            }
            Recording part = new SessionFile(path.toString(), epoch).load().recording();
            Recording shown = switch (control) {
                case NONE -> part;
                case PERMUTED -> part.withCells(permuted(part.cells()));
                case UNCOUPLED -> TunedSpikes.draw(part, curves(part), seed);
                case WANDERING ->
                    TunedSpikes.draw(part, curves(part), Math.toRadians(WANDERING_DEGREES), WANDERING_SECONDS, seed);
            };
            return new Dataset(shown, Optional.empty(), this);
        }

        private static List<TuningCurve> curves(Recording part) {
            return TuningCurve.all(part, TuningCurve.Options.paper());
        }

        private List<Cell> permuted(List<Cell> cells) {
            List<Cell> others = new ArrayList<>(cells);
            ListSampler.shuffle(RandomStreams.of(seed, "permuted cells"), others);
            return IntStream.range(0, cells.size())
                    .mapToObj(i -> cells.get(i).preferring(others.get(i).preferredRadians()))
                    .toList();
        }
    }

    /**
     * Units and an epoch of a session of any format that {@link circuitscope.sessions.Sessions#open} knows.
     *
     * @param path path of its file or folder
     * @param options units, epoch and time step
     * @param sha256 SHA-256 of the recording that this gives, in hexadecimal digits
     */
    record RecordedSession(String path, Session.Options options, String sha256) implements Source {
        @Override
        public Dataset load(Progress progress) {
            Dataset dataset = Dataset.open(Path.of(path), options);
            String found = dataset.recording().sha256();
            if (!found.equals(sha256)) {
                throw InputException.of(
                        "%s gives a recording with the SHA-256 %s, expected %s; it has changed since the experiment was"
                                + " written down.",
                        path, found, sha256);
            }
            return dataset;
        }
    }
}

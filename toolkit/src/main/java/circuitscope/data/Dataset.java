package circuitscope.data;

import circuitscope.InputException;
import circuitscope.files.MatVariables;
import circuitscope.files.NpzFile;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.sessions.Session;
import circuitscope.sessions.Sessions;
import circuitscope.spikes.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A recording, with its truth where it is known.
 *
 * @param recording the spikes, which is all that a method gets
 * @param truth what is really there
 * @param source where both come from
 */
public record Dataset(Recording recording, Optional<GroundTruth> truth, Source source) {
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /**
     * @param recording the spikes
     * @param truth what is really there
     * @param source where both come from
     * @throws InputException if the true weights are not of the recording's number of neurons
     */
    public Dataset {
        int neurons = recording.neurons();
        truth.ifPresent(known -> {
            if (known.weights().length != neurons) {
                throw InputException.of(
                        "True weights have shape (%d, %d), expected (%d, %d) for this recording.",
                        known.weights().length, known.weights().length, neurons, neurons);
            }
        });
    }

    /**
     * Opens a file or folder whatever its format, which is found from its content:
     *
     * <ul>
     *   <li>NPZ as {@link DatasetFile} describes it;
     *   <li>NPZ of spycon (Donner et al. 2024): {@code times} in s, {@code ids}, {@code nodes} and, if it is there, {@code
     *       marked_edges} with rows of presynaptic neuron, postsynaptic neuron and weight, NaN where it is not known;
     *   <li>MAT v5 of the extended GLM for synapse detection (Ren et al. 2020): {@code data.spk} in ms, {@code
     *       data.syn.w_syn} and, if it is there, {@code data.syn.dt_true} in ms, rows presynaptic;
     *   <li>MAT v5 of TSPE (De Blasi et al. 2019): {@code data.asdf} in bins and, if it is there, {@code data.SWM}, rows
     *       presynaptic;
     *   <li>MAT v5 of a {@link HeadDirectionSession}, of which the waking part is taken if no epoch is named;
     *   <li>files and folders of sessions, as {@link Sessions#open} describes them, whole.
     * </ul>
     *
     * <p>The time step of the second and third is the longest of 1, 0.5, 0.2, 0.1, 0.05, 0.02 and 0.01 ms on whose grid all
     * spikes lie, so that nothing is lost (spikes on no grid are rounded down to 0.1 ms), and the recording ends with its
     * last spike. The step of the fourth is its bin; a spike on the bin after the last makes it one step longer. Spikes may
     * come in any order there.
     *
     * @param path a file or folder
     * @return its recording, with the truth if the file has it
     * @throws InputException if the file can't be read, is corrupt or of an unknown format
     */
    public static Dataset open(Path path) {
        return open(path, Session.Options.standard());
    }

    /**
     * The same with some units, an epoch or a time step of a session.
     *
     * @param path a file or folder
     * @param options what to take of a session
     * @return its recording, with the truth if the file has it
     * @throws InputException if the file can't be read, is corrupt or of an unknown format; or it is no session, but options are
     *     given
     */
    public static Dataset open(Path path, Session.Options options) {
        boolean whole = options.equals(Session.Options.standard());
        if (MatVariables.isMat(path)) {
            Optional<Dataset> simulated = simulatedMat(path);
            if (simulated.isPresent()) {
                requireWhole(path, whole);
                return simulated.get();
            }
            // without a wish it is the part that has an angle
            return whole
                    ? new Source.SessionFile(path.toString(), Source.Epoch.WAKE).load()
                    : session(path, options.epoch().isEmpty() ? options.withEpoch("wake") : options);
        }
        if (isZip(path)) {
            NpzFile file = NpzFile.read(path);
            if (!Sessions.isSession(file)) {
                requireWhole(path, whole);
                return SpyconFile.matches(file) ? SpyconFile.read(file) : DatasetFile.read(file);
            }
        }
        return session(path, options);
    }

    private static Dataset session(Path path, Session.Options options) {
        Recording recording = Sessions.open(path).recording(options);
        return new Dataset(
                recording, Optional.empty(), new Source.RecordedSession(path.toString(), options, recording.sha256()));
    }

    private static void requireWhole(Path path, boolean whole) {
        if (!whole) {
            throw InputException.of(
                    "%s is not a session: it has no units, epochs and clock to choose from; leave out the choice of units, epoch"
                            + " and time step.",
                    path);
        }
    }

    private static boolean isZip(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
    }

    private static Optional<Dataset> simulatedMat(Path path) {
        try (MatVariables file = MatVariables.read(path)) {
            if (TspeFile.matches(file)) {
                return Optional.of(TspeFile.read(file, path));
            }
            if (SynapseDetectionFile.matches(file)) {
                return Optional.of(SynapseDetectionFile.read(file, path));
            }
            return Optional.empty();
        } catch (InputException e) {
            String prefix = path + ":";
            throw e.getMessage().startsWith(prefix) ? e : InputException.of("%s %s", prefix, e.getMessage(), e);
        }
    }
}

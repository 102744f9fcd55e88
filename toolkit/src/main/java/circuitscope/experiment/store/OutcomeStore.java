package circuitscope.experiment.store;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.Outcome;
import circuitscope.files.AtomicFile;
import circuitscope.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Outcomes of experiments in a folder, each in a file of its own, {@code <name>-<start of the key>.json}, which is written
 * whole or not at all and holds its own checksum. So many processes on many machines may write at once. Beside it lies a file
 * {@code .claim} while a process works on the experiment, and a file {@code .failed} that says what was wrong if it could not be
 * done.
 */
public final class OutcomeStore {
    private static final int KEY_DIGITS = 12;
    private static final String SUFFIX = ".json";
    private static final String FAILED = ".failed";

    private final Path folder;

    private OutcomeStore(Path folder) {
        this.folder = folder;
    }

    /**
     * @param folder a folder; it is made if it does not exist
     * @return the outcomes in it
     * @throws InputException if the folder can't be made
     */
    public static OutcomeStore at(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw InputException.of("%s can't be made a folder for outcomes (%s).", folder, e, e);
        }
        return new OutcomeStore(folder);
    }

    /**
     * The outcomes that come with the project: {@code data/results} in the working folder or the nearest folder above it.
     *
     * @return the outcomes in it
     * @throws InputException if there is no such folder
     */
    public static OutcomeStore ofProject() {
        return new OutcomeStore(inProject("results"));
    }

    /**
     * A list of experiments that comes with the project.
     *
     * @param name name of a file in {@code data/experiments} of the working folder or the nearest folder above it
     * @return the experiments
     * @throws InputException if there is no such list, or it is not understood
     */
    public static List<Experiment> list(String name) {
        return Experiment.read(inProject("experiments").resolve(name + SUFFIX));
    }

    private static Path inProject(String name) {
        Path here = Path.of("").toAbsolutePath();
        for (Path above = here; above != null; above = above.getParent()) {
            Path folder = above.resolve("data").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw InputException.of("There is no folder data/%s in %s or above it; run inside the project.", name, here);
    }

    /** Path of the experiment's files without their endings. */
    Path stem(Experiment experiment) {
        return folder.resolve(stemName(experiment));
    }

    private Path file(Experiment experiment) {
        return folder.resolve(fileName(experiment));
    }

    private static String stemName(Experiment experiment) {
        return experiment.name() + "-" + experiment.key().substring(0, KEY_DIGITS);
    }

    /**
     * @param experiment an experiment
     * @return name of the file of its outcome, in a folder of any file system
     */
    public static String fileName(Experiment experiment) {
        return stemName(experiment) + SUFFIX;
    }

    /**
     * @param experiment an experiment
     * @return whether its outcome is here; it is not read
     */
    public boolean has(Experiment experiment) {
        return Files.exists(file(experiment));
    }

    /**
     * @param experiment an experiment
     * @return its outcome, if it is here
     * @throws InputException if the file is corrupt, or has not its checksum
     */
    public Optional<Outcome> find(Experiment experiment) {
        Path file = file(experiment);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * @param experiment an experiment
     * @return its outcome
     * @throws InputException if it is not here, or its file is corrupt
     */
    public Outcome require(Experiment experiment) {
        return find(experiment)
                .orElseThrow(() -> InputException.of(
                        "%s has no %s; run the experiment first, with: circuitscope experiment run.",
                        folder, file(experiment).getFileName()));
    }

    /**
     * @return all outcomes, by name
     * @throws InputException if a file is corrupt, or has not its checksum
     */
    public List<Outcome> all() {
        return files().stream().map(OutcomeStore::read).toList();
    }

    /** {@return the files of all outcomes, in the order of their names} */
    public List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the folder and its rights.", folder, e, e);
        }
    }

    /**
     * @param file a file of an outcome
     * @return the outcome
     * @throws InputException if it can't be read, is corrupt, or has not its checksum
     */
    public static Outcome read(Path file) {
        try {
            return Outcome.of(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", file, e, e);
        }
    }

    /**
     * Keeps an outcome, in the place of an older one of the same experiment.
     *
     * @param experiment the experiment
     * @param outcome its outcome
     * @throws InputException if the file can't be written
     */
    public void store(Experiment experiment, Outcome outcome) {
        AtomicFile.write(file(experiment), outcome.json());
        try {
            Files.deleteIfExists(failed(experiment));
        } catch (IOException e) {
            // the outcome counts
        }
    }

    /**
     * Runs those experiments that have no outcome here yet, and keeps each as soon as it is there: after an interruption
     * the same call goes on. Experiments on the same data share it. One that another process works on is left to it and waited
     * for; one that fails does not stop the others.
     *
     * @param experiments experiments with different names
     * @param workers threads, and who hears how far each run has come
     * @return the outcomes by name, in the order of the experiments
     * @throws InputException if two experiments have one name, a file can't be read or written, or an experiment failed, after all
     *     others were done
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Map<String, Outcome> complete(List<Experiment> experiments, Workers workers) {
        // an outcome that is corrupt is told before hours of work
        experiments.forEach(this::find);
        Status status = run(experiments, workers);
        if (!status.failed().isEmpty()) {
            Failure first = status.failed().get(0);
            throw InputException.of(
                    "%d of %d experiments failed, the others are done; %s: %s",
                    status.failed().size(), experiments.size(), first.name(), first.sentence());
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        experiments.forEach(experiment -> outcomes.put(experiment.name(), require(experiment)));
        return outcomes;
    }

    /**
     * The same, but what failed is told rather than thrown.
     *
     * @param experiments experiments with different names
     * @param workers threads, and who hears how far each run has come
     * @return how far it has come: all is done or has failed
     * @throws InputException if two experiments have one name, or a file can't be read or written
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Status run(List<Experiment> experiments, Workers workers) {
        requireDifferentNames(experiments);
        new SweepRun(this, workers, "").finish(experiments);
        return status(experiments);
    }

    static void requireDifferentNames(List<Experiment> experiments) {
        Set<String> names = new HashSet<>();
        for (Experiment experiment : experiments) {
            if (!names.add(experiment.name())) {
                throw InputException.of(
                        "Two experiments have the name %s; give them different ones.", experiment.name());
            }
        }
    }

    /**
     * Runs one experiment that was shipped to this machine, whose name its outcome tells, unless its outcome is here already, and keeps the outcome.
     *
     * @param experiment the experiment
     * @param workers threads, and who hears how far it has come
     * @return what was wrong, if it failed
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Optional<Failure> runShipped(Experiment experiment, Workers workers) {
        new SweepRun(this, workers, Outcome.Run.thisHost()).finish(List.of(experiment));
        return has(experiment) ? Optional.empty() : failure(experiment);
    }

    /**
     * @param experiments experiments
     * @return how far they have come, by the files that are here; outcomes are not verified
     */
    public Status status(List<Experiment> experiments) {
        List<Experiment> done = new ArrayList<>();
        List<Experiment> open = new ArrayList<>();
        List<Status.Running> running = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Experiment experiment : experiments) {
            if (has(experiment)) {
                done.add(experiment);
                continue;
            }
            Optional<Claims.Holder> holder = Claims.holder(stem(experiment));
            Optional<Failure> failure = holder.isPresent() ? Optional.empty() : failure(experiment);
            holder.ifPresent(by -> running.add(new Status.Running(experiment.name(), by.host(), by.pid(), by.since())));
            failure.ifPresent(failed::add);
            if (failure.isEmpty()) {
                open.add(experiment);
                if (holder.isEmpty()) {
                    missing.add(experiment.name());
                }
            }
        }
        return new Status(
                experiments.size(),
                done.size(),
                running,
                failed,
                missing,
                TimeLeft.seconds(this, done, open, Math.max(1, running.size())));
    }

    /** What was wrong when the experiment was last tried. */
    Optional<Failure> failure(Experiment experiment) {
        Path file = failed(experiment);
        return Files.exists(file)
                ? Optional.of(Json.value(file.toString(), Json.read(file), Failure.class))
                : Optional.empty();
    }

    void storeFailure(Experiment experiment, Throwable cause) {
        AtomicFile.write(failed(experiment), Json.indented(Failure.of(experiment, cause)));
    }

    /** Whether it failed in the time that an instant begins. */
    boolean failedSince(Experiment experiment, Instant start) {
        return failure(experiment)
                .filter(failure -> !Instant.parse(failure.at()).isBefore(start))
                .isPresent();
    }

    private Path failed(Experiment experiment) {
        return stem(experiment).resolveSibling(stem(experiment).getFileName() + FAILED);
    }
}

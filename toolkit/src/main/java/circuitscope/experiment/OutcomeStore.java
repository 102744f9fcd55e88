package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Outcomes of experiments in a folder, each in a file of its own, {@code <name>-<start of the key>.json}, which is written
 * whole or not at all and holds its own checksum. So many processes on many machines may write at once, without a lock.
 */
public final class OutcomeStore {
    private static final int KEY_DIGITS = 12;
    private static final String SUFFIX = ".json";

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

    private Path file(Experiment experiment) {
        return folder.resolve(experiment.name() + "-" + experiment.key().substring(0, KEY_DIGITS) + SUFFIX);
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
    }

    /**
     * Runs those experiments that have no outcome here yet, and keeps each as soon as it is there: after an interruption
     * the same call goes on. Experiments on the same data share it.
     *
     * @param experiments experiments with different names
     * @param workers threads, and who hears how far each run has come
     * @return the outcomes by name, in the order of the experiments
     * @throws InputException if two experiments have one name, or a file can't be read or written
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Map<String, Outcome> complete(List<Experiment> experiments, Workers workers) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Experiment experiment : experiments) {
            if (outcomes.containsKey(experiment.name())) {
                throw InputException.of(
                        "Two experiments have the name %s; give them different ones.", experiment.name());
            }
            outcomes.put(experiment.name(), find(experiment).orElse(null));
        }
        List<Experiment> missing = new ArrayList<>(experiments);
        missing.removeIf(experiment -> outcomes.get(experiment.name()) != null);
        record Group(Source data, long seed) {}
        Map<Group, List<Experiment>> groups = missing.stream()
                .collect(Collectors.groupingBy(
                        experiment -> new Group(experiment.data(), experiment.seed()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        groups.forEach((group, sharing) -> {
            Dataset dataset = group.data().load(workers.progress());
            Optional<Reach> reach = Reach.of(dataset, group.seed(), workers);
            for (Experiment experiment : sharing) {
                Progress named = (stage, done, total) ->
                        workers.progress().update(experiment.name() + ": " + stage, done, total);
                Outcome outcome = experiment.run(dataset, reach, workers.telling(named));
                store(experiment, outcome);
                outcomes.put(outcome.name(), outcome);
            }
        });
        return outcomes;
    }
}

package circuitscope.experiment;

import circuitscope.AtomicFile;
import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.spikes.NpyArray;
import circuitscope.spikes.NpzFile;
import circuitscope.spikes.Recording;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Outcomes of experiments in a folder: {@code <name>.json} with everything but the weights, {@code <name>.npz} with the
 * weights, and {@code SHA256SUMS}, as the tool {@code sha256sum} writes it, with the checksums of all files. A file is read
 * only if it has its checksum.
 */
public final class ResultFolder {
    private static final String SUMS = "SHA256SUMS";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;

    private ResultFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * @param folder a folder; it is made if it does not exist
     * @return the outcomes in it
     * @throws InputException if the folder can't be made
     */
    public static ResultFolder at(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw InputException.of("%s can't be made a folder for results (%s).", folder, e, e);
        }
        return new ResultFolder(folder);
    }

    /**
     * The outcomes that come with the project: {@code data/results} in the working folder or the nearest folder above it.
     *
     * @return the outcomes in it
     * @throws InputException if there is no such folder
     */
    public static ResultFolder ofProject() {
        Path here = Path.of("").toAbsolutePath();
        for (Path above = here; above != null; above = above.getParent()) {
            Path folder = above.resolve("data").resolve("results");
            if (Files.isDirectory(folder)) {
                return new ResultFolder(folder);
            }
        }
        throw InputException.of("There is no folder data/results in %s or above it; run inside the project.", here);
    }

    /**
     * @param name name of an experiment, such as "gnn-threshold-1"
     * @return its outcome, if the folder has it
     * @throws InputException if a file of it is missing, corrupt, or has not its checksum
     */
    public Optional<Outcome> find(String name) {
        Path report = folder.resolve(name + ".json");
        if (!Files.exists(report)) {
            return Optional.empty();
        }
        Map<String, String> sums = sums();
        Path weights = folder.resolve(name + ".npz");
        byte[] json = verified(report, sums);
        verified(weights, sums);
        try {
            return Optional.of(MAPPER.readValue(json, Outcome.class)
                    .withWeights(NpzFile.read(weights).require("weights").matrix()));
        } catch (IOException e) {
            throw InputException.of("%s is not the report of an experiment (%s); make it again.", report, e, e);
        }
    }

    /**
     * @param experiment an experiment
     * @return its outcome, if the folder has one of the same method, options and recording
     * @throws InputException if a file of it is missing, corrupt, or has not its checksum
     */
    public Optional<Outcome> find(Experiment<?, ?> experiment) {
        return find(experiment.name()).filter(outcome -> outcome.isOf(experiment));
    }

    /**
     * @param experiment an experiment
     * @return its outcome
     * @throws InputException if the folder has none of the same method, options and recording, or a file of it is corrupt
     */
    public Outcome require(Experiment<?, ?> experiment) {
        return find(experiment)
                .orElseThrow(() -> find(experiment.name())
                        .map(other -> InputException.of(
                                "%s/%s.json was made with %s on %s, expected %s on %s: run the experiment again.",
                                folder,
                                other.name(),
                                other.provenance().options(),
                                other.recipe(),
                                experiment.options(),
                                experiment.recipe()))
                        .orElseGet(() -> InputException.of(
                                "%s has no %s.json: run the experiment first.", folder, experiment.name())));
    }

    /**
     * Keeps an outcome, in the place of an older one of the same name.
     *
     * @param outcome the outcome
     * @throws InputException if a file can't be written
     */
    public void store(Outcome outcome) {
        Path weights = folder.resolve(outcome.name() + ".npz");
        Path report = folder.resolve(outcome.name() + ".json");
        byte[] json = json(outcome);
        // the report goes first and comes last: an outcome is there only if all of it is
        try {
            Files.deleteIfExists(report);
        } catch (IOException e) {
            throw InputException.of("%s can't be replaced (%s); check its rights.", report, e, e);
        }
        NpzFile.write(weights, Map.of("weights", NpyArray.floats(outcome.weights())));
        Map<String, String> sums = sums();
        sums.put(weights.getFileName().toString(), sha256(bytes(weights)));
        sums.put(report.getFileName().toString(), sha256(json));
        AtomicFile.write(
                folder.resolve(SUMS),
                sums.entrySet().stream()
                        .map(sum -> sum.getValue() + "  " + sum.getKey() + "\n")
                        .collect(Collectors.joining()));
        AtomicFile.write(report, out -> out.write(json));
    }

    private static byte[] json(Outcome outcome) {
        try {
            return (MAPPER.writeValueAsString(outcome) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An outcome is always valid JSON.", e);
        }
    }

    /**
     * Runs those experiments that have no outcome here yet, and keeps each as soon as it is there: after an interruption
     * the same call goes on. Experiments with the same recipe share one simulation.
     *
     * @param experiments experiments with different names
     * @param progress hears how far each run has come
     * @return the outcomes by name, in the order of the experiments
     * @throws InputException if two experiments have one name, or a file can't be read or written
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Map<String, Outcome> complete(List<? extends Experiment<?, ?>> experiments, Progress progress) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Experiment<?, ?> experiment : experiments) {
            if (outcomes.containsKey(experiment.name())) {
                throw InputException.of(
                        "Two experiments have the name %s; give them different labels.", experiment.name());
            }
            outcomes.put(experiment.name(), find(experiment).orElse(null));
        }
        Map<SimulatedRing, List<Experiment<?, ?>>> missing = experiments.stream()
                .filter(experiment -> outcomes.get(experiment.name()) == null)
                .collect(Collectors.groupingBy(Experiment::recipe, LinkedHashMap::new, Collectors.toList()));
        missing.forEach((recipe, sharing) -> {
            Recording recording = recipe.simulate(progress);
            for (Experiment<?, ?> experiment : sharing) {
                Progress named = (stage, done, total) -> progress.update(experiment.name() + ": " + stage, done, total);
                Outcome outcome = experiment.run(recording, named);
                store(outcome);
                outcomes.put(outcome.name(), outcome);
            }
        });
        return outcomes;
    }

    private byte[] verified(Path file, Map<String, String> sums) {
        String expected = sums.get(file.getFileName().toString());
        if (expected == null) {
            throw InputException.of(
                    "%s has no checksum in %s; make it again, or add its line.", file, folder.resolve(SUMS));
        }
        byte[] content = bytes(file);
        String found = sha256(content);
        if (!found.equals(expected)) {
            throw InputException.of(
                    "%s has the SHA-256 %s, expected %s as in %s; fetch it or make it again.",
                    file, found, expected, SUMS);
        }
        return content;
    }

    /** Checksums by the name of the file. */
    private Map<String, String> sums() {
        Map<String, String> sums = new TreeMap<>();
        Path file = folder.resolve(SUMS);
        if (!Files.exists(file)) {
            return sums;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split("\\s+\\*?", 2);
                if (words.length != 2 || !words[0].matches("[0-9a-f]{64}")) {
                    throw InputException.of(
                            "%s, line «%s»: expected a SHA-256 and the name of a file; make it again with sha256sum.",
                            file, line);
                }
                sums.put(words[1], words[0]);
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", file, e, e);
        }
        return sums;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); fetch it or make it again.", file, e, e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}

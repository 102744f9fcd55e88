package circuitscope.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Estimator;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.CorrelationResult;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.simulate.RingNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    @TempDir
    Path folder;

    private final List<String> runs = new ArrayList<>();

    private static SimulatedRing ring(long seed) {
        return new SimulatedRing("small", RingNetwork.thresholdCrossing().withNeurons(8), 4, seed);
    }

    private Experiment<CorrelationOptions, CorrelationResult> correlation(double binMs, long seed) {
        Estimator<CorrelationOptions, CorrelationResult> counted = (recording, options, progress) -> {
            runs.add(options + " " + seed);
            return new PairwiseCorrelation().fit(recording, options, progress);
        };
        return new Experiment<>(
                "correlation", counted, CorrelationOptions.standard().withBin(binMs), ring(seed));
    }

    @Test
    void givenAnOutcome_whenStoredAndFound_thenItIsTheSame() {
        var experiment = new Experiment<>(
                "glm", new Glm(), GlmOptions.standard().withFilter(20, 3).withStride(20), ring(1));
        Outcome outcome = experiment.run(Progress.silent());
        ResultFolder.at(folder).store(outcome);
        Outcome found = ResultFolder.at(folder).require(experiment);
        assertEquals(outcome.withWeights(null), found.withWeights(null));
        assertTrue(found.prediction().orElseThrow().test().spikes() > 0);
        assertEquals(
                experiment.recipe().simulate(Progress.silent()).sha256(),
                found.provenance().dataSha256());
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(outcome.weights()[i], found.weights()[i], 1e-6);
        }
        WeightError again =
                WeightError.of(found.weights(), experiment.recipe().network().weights());
        assertEquals(found.error().delta(), again.delta(), 1e-6);
    }

    @Test
    void givenAMethodWithoutPrediction_whenStored_thenItHasNoScores() {
        ResultFolder.at(folder).store(correlation(10, 1).run(Progress.silent()));
        assertFalse(ResultFolder.at(folder)
                .find("correlation-small-1")
                .orElseThrow()
                .prediction()
                .isPresent());
    }

    @Test
    void givenAListThatWasInterrupted_whenCompletedAgain_thenOnlyTheMissingRun() {
        ResultFolder results = ResultFolder.at(folder);
        Estimator<CorrelationOptions, CorrelationResult> interrupted = (recording, options, progress) -> {
            throw new CancellationException("Stopped.");
        };
        assertThrows(
                CancellationException.class,
                () -> results.complete(
                        List.of(
                                correlation(10, 1),
                                new Experiment<>("other", interrupted, CorrelationOptions.standard(), ring(1)),
                                correlation(10, 2)),
                        Progress.silent()));
        assertEquals(1, runs.size());
        Map<String, Outcome> outcomes =
                results.complete(List.of(correlation(10, 2), correlation(10, 1)), Progress.silent());
        assertEquals(2, runs.size());
        assertEquals(List.of("correlation-small-2", "correlation-small-1"), List.copyOf(outcomes.keySet()));
        results.complete(List.of(correlation(10, 2), correlation(10, 1)), Progress.silent());
        assertEquals(2, runs.size());
    }

    @Test
    void givenAWriteThatStoppedBeforeTheReport_whenCompleted_thenItRunsAgain() throws IOException {
        ResultFolder results = ResultFolder.at(folder);
        results.complete(List.of(correlation(10, 1)), Progress.silent());
        Files.delete(folder.resolve("correlation-small-1.json"));
        results.complete(List.of(correlation(10, 1)), Progress.silent());
        assertEquals(2, runs.size());
        results.require(correlation(10, 1));
    }

    @Test
    void givenOtherOptions_whenAskedFor_thenTheOldOutcomeIsNotTaken() {
        ResultFolder results = ResultFolder.at(folder);
        results.complete(List.of(correlation(10, 1)), Progress.silent());
        String message = assertThrows(InputException.class, () -> results.require(correlation(5, 1)))
                .getMessage();
        assertTrue(message.contains("binMs=10.0") && message.contains("binMs=5.0"), message);
        results.complete(List.of(correlation(5, 1)), Progress.silent());
        assertEquals(2, runs.size());
        results.require(correlation(5, 1));
    }

    @Test
    void givenAChangedFile_whenRead_thenTheChecksumTells() throws IOException {
        ResultFolder results = ResultFolder.at(folder);
        results.store(correlation(10, 1).run(Progress.silent()));
        for (String ending : List.of(".json", ".npz")) {
            Path file = folder.resolve("correlation-small-1" + ending);
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(file, bad);
            String message = assertThrows(InputException.class, () -> results.find("correlation-small-1"))
                    .getMessage();
            assertTrue(message.contains("SHA-256") && message.contains(ending), message);
            Files.write(file, good);
        }
        results.find("correlation-small-1").orElseThrow();
    }

    @Test
    void givenOtherFilesWithChecksums_whenAnOutcomeIsStored_thenTheirLinesStay() throws IOException {
        Files.writeString(folder.resolve("SHA256SUMS"), "0".repeat(64) + "  other.json\n");
        ResultFolder.at(folder).store(correlation(10, 1).run(Progress.silent()));
        List<String> lines = Files.readAllLines(folder.resolve("SHA256SUMS"));
        assertEquals(3, lines.size());
        assertTrue(lines.contains("0".repeat(64) + "  other.json"));
    }

    @Test
    void givenTheResultsOfTheProject_whenRead_thenAllHaveTheirChecksums() throws IOException {
        Path sums = Path.of("..", "data", "results", "SHA256SUMS");
        List<String> weights = Files.readAllLines(sums).stream()
                .map(line -> line.substring(66))
                .filter(name -> name.endsWith(".npz"))
                .toList();
        for (String name : weights) {
            String experiment = name.substring(0, name.length() - ".npz".length());
            Outcome outcome = ResultFolder.ofProject().find(experiment).orElseThrow();
            assertEquals(experiment, outcome.name());
            WeightError again = WeightError.of(
                    outcome.weights(), RingNetwork.thresholdCrossing().weights());
            assertEquals(outcome.error().delta(), again.delta(), 1e-4, experiment);
        }
    }

    @Test
    void givenWrongUse_whenAsked_thenOneSentenceSaysWhatIsWrong() throws IOException {
        ResultFolder results = ResultFolder.at(folder);
        assertTrue(results.find("none").isEmpty());
        assertMessage(() -> results.require(correlation(10, 7)), "correlation-small-7.json", "run the experiment");
        assertMessage(
                () -> results.complete(List.of(correlation(10, 1), correlation(5, 1)), Progress.silent()),
                "Two experiments",
                "correlation-small-1");
        assertMessage(() -> new SimulatedRing("a/b", RingNetwork.thresholdCrossing(), 1, 1), "a/b", "hyphens");
        Files.writeString(folder.resolve("x.json"), "{}");
        assertMessage(() -> results.find("x"), "x.json", "no checksum");
        Files.writeString(folder.resolve("SHA256SUMS"), "nonsense\n");
        assertMessage(() -> results.find("x"), "SHA256SUMS", "nonsense");
    }

    private static void assertMessage(org.junit.jupiter.api.function.Executable use, String... words) {
        String message = assertThrows(InputException.class, use).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
        }
    }
}

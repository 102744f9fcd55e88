package circuitscope.experiment.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.AbsenceLimit;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.FitOutcome;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.Reach;
import circuitscope.files.Json;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.UnevenRing;
import circuitscope.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class OutcomeStoreTest {
    @TempDir
    Path folder;

    private static Simulation ring(long seed) {
        return new Simulation(Network.linearNonlinearPoisson().withNeurons(8), 20, seed);
    }

    private static FitExperiment correlation(double binMs, long seed) {
        return Experiment.of(
                "correlation-" + seed,
                new Source.Simulated(ring(seed)),
                new PairwiseCorrelation(),
                CorrelationOptions.standard().withBin(binMs),
                seed);
    }

    private static FitOutcome run(FitExperiment experiment) {
        Dataset dataset = experiment.data().load();
        return experiment.run(dataset, Reach.of(dataset, experiment.seed(), Workers.all()), Workers.all());
    }

    @Test
    void givenASparseCircuit_whenAFitIsStored_thenItSaysHowWellEdgesWereFoundAndOfARingItDoesNot() {
        Simulation sparse = new Simulation(Network.randomIntegrateAndFire(10, 2), 20, 2);
        FitExperiment experiment = Experiment.standard("sparse", sparse, new PairwiseCorrelation());
        FitOutcome outcome = run(experiment);
        OutcomeStore.at(folder).store(experiment, outcome);
        FitOutcome found = (FitOutcome) OutcomeStore.at(folder).require(experiment);
        double[][] weights = new PairwiseCorrelation().fit(sparse.run()).weights();
        double auc = EdgeDetection.of(weights, sparse.network().weights()).auc();
        assertEquals(auc, found.edges().get(EdgeMetric.AUC), 1e-12);
        // a correlation names no edges
        assertFalse(found.edges().containsKey(EdgeMetric.MCC));
        assertNull(run(correlation(10, 1)).edges());
    }

    @Test
    void givenARingWithCuts_whenAFitIsStored_thenItSaysHowWellTheyCanBeFoundAndOfAWholeRingItDoesNot() {
        Network whole = Network.linearNonlinearPoisson().withNeurons(12);
        UnevenRing wiring = new UnevenRing((Ring) whole.wiring(), 0.3, 0.2, 1);
        Simulation uneven = new Simulation(whole.withWiring(wiring), 20, 1);
        FitExperiment experiment = Experiment.standard("uneven", uneven, new PairwiseCorrelation());
        OutcomeStore.at(folder).store(experiment, run(experiment));
        FitOutcome found = (FitOutcome) OutcomeStore.at(folder).require(experiment);
        AbsenceLimit limit = found.reach().absence();
        assertTrue(limit.auc() > 0.5 && limit.auc() < 1, limit.toString());
        assertTrue(found.edges().get(EdgeMetric.AVERAGE_PRECISION_OF_ABSENT) > 0);
        FitOutcome even = run(correlation(10, 1));
        assertFalse(even.json().contains("absence"), even.json());
        OutcomeStore.at(folder).store(correlation(10, 1), even);
        assertNull(((FitOutcome) OutcomeStore.at(folder).require(correlation(10, 1)))
                .reach()
                .absence());
    }

    @Test
    void givenAnOutcome_whenStoredAndFound_thenItIsTheSameAndHasItsLimitsBesideIt() {
        FitExperiment experiment = Experiment.of(
                "glm",
                new Source.Simulated(ring(1)),
                new Glm(),
                GlmOptions.standard().withFilter(20, 3).withStride(20),
                1);
        FitOutcome outcome = run(experiment);
        OutcomeStore.at(folder).store(experiment, outcome);
        FitOutcome found = (FitOutcome) OutcomeStore.at(folder).require(experiment);
        assertEquals(outcome.json(), found.json());
        assertTrue(found.prediction().orElseThrow().test().spikes() > 0);
        assertTrue(found.reach().oracle().test().natsPerSpike()
                > found.scores().test().natsPerSpike());
        assertEquals(ring(1).run().sha256(), found.provenance().dataSha256());
        double[][] exact = new Glm()
                .fit(ring(1).run(), GlmOptions.standard().withFilter(20, 3).withStride(20))
                .weights();
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(exact[i], found.weights().rows()[i], 1e-6);
        }
        WeightError again =
                WeightError.of(found.weights().rows(), ring(1).network().weights());
        assertEquals(found.error().delta(), again.delta(), 1e-6);
    }

    @Test
    void givenAnExperiment_whenItsKeyIsTaken_thenItIsOfTheRecipeAndNotOfTheName() {
        FitExperiment one = correlation(10, 1);
        assertEquals(one.key(), new FitExperiment("other", one.data(), one.method(), one.options(), 1).key());
        assertNotEquals(one.key(), correlation(5, 1).key());
        assertNotEquals(one.key(), correlation(10, 2).key());
        // the text that is hashed, written by hand from the definition of the format
        assertEquals(
                "{\"data\":{\"simulation\":{\"network\":{\"drive\":{\"level\":0.001,\"type\":\"constant\"},\"dt_ms\":0.1,"
                        + "\"spiking\":{\"gain\":32.0,\"threshold\":0.0,\"type\":\"lnp\"},\"strength\":0.025,\"synapse\":"
                        + "{\"longest_latency_ms\":0.0,\"seed\":0,\"shortest_latency_ms\":0.0,\"tau_ms\":10.0},\"wiring\":"
                        + "{\"neurons\":8,\"profile\":{\"a\":1.0005,\"sigma1\":6.98,\"sigma2\":7.0,\"type\":"
                        + "\"difference-of-gaussians\"},\"type\":\"ring\"}},\"seconds\":20.0,\"seed\":1},\"type\":\"simulation\"},"
                        + "\"method\":\"correlation\",\"options\":{\"bin_ms\":10.0},\"seed\":1}",
                Json.canonical(one.recipe()));
    }

    @Test
    void givenAListInAFile_whenRead_thenOptionsThatAreLeftOutAreTheStandardOnes() throws IOException {
        FitExperiment one = correlation(10, 1);
        Path file = folder.resolve("list.json");
        Files.writeString(
                file,
                "[{\"name\": \"correlation-1\", \"method\": \"correlation\", \"seed\": 1, \"data\": "
                        + Json.canonical(one.data()) + "}]");
        assertEquals(List.of(one), Experiment.read(file));
        Files.writeString(file, Files.readString(file).replace("\"seed\": 1,", "\"sead\": 1,"));
        assertMessage(() -> Experiment.read(file), "list.json, experiment 1", "no entry 'seed'");
        Files.writeString(
                file,
                "{\"name\": \"a\", \"method\": \"corelation\", \"seed\": 1, \"data\": " + Json.canonical(one.data())
                        + "}");
        assertMessage(() -> Experiment.read(file), "did you mean 'correlation'");
        Files.writeString(
                file,
                "{\"name\": \"a\", \"method\": \"glm\", \"seed\": 1, \"options\": {\"strid\": 3}, \"data\": "
                        + Json.canonical(one.data()) + "}");
        assertMessage(() -> Experiment.read(file), "no entry 'strid'", "did you mean 'stride'");
    }

    @Test
    void givenAMethodWithoutPrediction_whenStored_thenItHasNoScores() {
        OutcomeStore.at(folder).store(correlation(10, 1), run(correlation(10, 1)));
        FitOutcome found = (FitOutcome) OutcomeStore.at(folder).require(correlation(10, 1));
        assertFalse(found.prediction().isPresent());
    }

    @Test
    void givenAListThatWasInterrupted_whenCompletedAgain_thenOnlyTheMissingRun() {
        OutcomeStore results = OutcomeStore.at(folder);
        List<Experiment> list = List.of(correlation(10, 1), correlation(10, 2), correlation(10, 3));
        List<String> heard = new ArrayList<>();
        Progress stopsAtTheSecond = (stage, done, total) -> {
            heard.add(stage);
            if (stage.startsWith("correlation-2")) {
                throw new CancellationException("Stopped.");
            }
        };
        assertThrows(
                CancellationException.class,
                () -> results.complete(list, Workers.all().telling(stopsAtTheSecond)));
        assertTrue(results.has(list.get(0)) && !results.has(list.get(1)) && !results.has(list.get(2)));
        heard.clear();
        Map<String, Outcome> outcomes =
                results.complete(list, Workers.all().telling((stage, done, total) -> heard.add(stage)));
        assertTrue(heard.stream().noneMatch(stage -> stage.startsWith("correlation-1")), heard.toString());
        assertTrue(heard.stream().anyMatch(stage -> stage.startsWith("correlation-3")), heard.toString());
        assertEquals(List.of("correlation-1", "correlation-2", "correlation-3"), List.copyOf(outcomes.keySet()));
        heard.clear();
        results.complete(list, Workers.all().telling((stage, done, total) -> heard.add(stage)));
        assertEquals(List.of(), heard);
    }

    @Test
    void givenManyWritersAtOnce_whenTheyStoreTheSameAndOtherOutcomes_thenEveryFileIsWhole() {
        List<FitExperiment> list = List.of(correlation(10, 1), correlation(10, 2));
        List<FitOutcome> outcomes = list.stream().map(OutcomeStoreTest::run).toList();
        Workers.of(8).map(64, "writing", k -> {
            OutcomeStore.at(folder).store(list.get(k % 2), outcomes.get(k % 2));
            return OutcomeStore.at(folder).require(list.get(k % 2));
        });
        assertEquals(
                outcomes.stream().map(Outcome::json).toList(),
                OutcomeStore.at(folder).all().stream().map(Outcome::json).toList());
        assertEquals(2, OutcomeStore.at(folder).files().size());
    }

    @Test
    void givenOtherOptions_whenAskedFor_thenTheOldOutcomeIsNotTaken() {
        OutcomeStore results = OutcomeStore.at(folder);
        results.complete(List.of(correlation(10, 1)), Workers.all());
        assertMessage(() -> results.require(correlation(5, 1)), "correlation-1-", "run the experiment first");
        results.complete(List.of(correlation(5, 1)), Workers.all());
        assertEquals(2, results.all().size());
    }

    @Test
    void givenAChangedFile_whenRead_thenTheChecksumTells() throws IOException {
        OutcomeStore results = OutcomeStore.at(folder);
        results.complete(List.of(correlation(10, 1)), Workers.all());
        Path file = results.files().get(0);
        String good = Files.readString(file);
        Files.writeString(file, good.replace("\"seconds\" : 20.0", "\"seconds\" : 21.0"));
        assertMessage(
                () -> results.find(correlation(10, 1)),
                "SHA-256",
                file.getFileName().toString());
        Files.writeString(file, good.substring(0, good.length() / 2));
        assertMessage(
                () -> results.find(correlation(10, 1)),
                "not valid JSON",
                file.getFileName().toString());
        Files.writeString(file, "{}");
        assertMessage(() -> results.find(correlation(10, 1)), "not an outcome with its checksum");
        Files.writeString(file, good);
        results.require(correlation(10, 1));
    }

    @Test
    void givenTheOutcomesOfTheProject_whenRead_thenAllHaveTheirChecksumsAndErrors() {
        for (Outcome outcome : OutcomeStore.ofProject().all()) {
            assertFalse(outcome.build().commit().endsWith("-dirty"), outcome.name());
            if (!(outcome instanceof FitOutcome fit)) {
                continue;
            }
            if (fit.error() != null) {
                Source data = Json.value(fit.name(), fit.experiment().get("data"), Source.class);
                WeightError again = data instanceof Source.Observed part
                        ? WeightError.interpolated(
                                fit.weights().rows(),
                                part.indices(),
                                part.simulation().network().weights())
                        : WeightError.of(
                                fit.weights().rows(),
                                ((Source.Simulated) data).simulation().network().weights());
                assertEquals(fit.error().delta(), again.delta(), 1e-4, fit.name());
            }
            assertEquals(64, fit.provenance().dataSha256().length(), fit.name());
        }
    }

    @Test
    void givenWrongUse_whenAsked_thenOneSentenceSaysWhatIsWrong() {
        OutcomeStore results = OutcomeStore.at(folder);
        assertTrue(results.find(correlation(10, 7)).isEmpty());
        assertMessage(() -> results.require(correlation(10, 7)), "correlation-7-", "run the experiment");
        assertMessage(
                () -> results.complete(List.of(correlation(10, 1), correlation(5, 1)), Workers.all()),
                "Two experiments",
                "correlation-1");
        FitExperiment one = correlation(10, 1);
        assertMessage(() -> new FitExperiment("a/b", one.data(), "glm", Json.parse("", "{}"), 1), "a/b", "hyphens");
    }

    private static void assertMessage(Executable use, String... words) {
        String message = assertThrows(InputException.class, use).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
        }
    }
}

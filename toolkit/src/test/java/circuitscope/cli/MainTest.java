package circuitscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.data.Dataset;
import circuitscope.data.DatasetFile;
import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.experiment.QuickOptions;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.sessions.Session;
import circuitscope.sessions.SessionFiles;
import circuitscope.sessions.Sessions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /** What a run said. */
    private record Run(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private Run run(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.run(Stream.of(arguments)
                    .map(word -> word.replace("DIR", folder.toString()))
                    .toArray(String[]::new));
            return new Run(
                    exitCode, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            restore();
        }
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void givenThreeCommands_whenRunInARow_thenWeightsAreInferredAndScored() throws IOException {
        Run simulated = run(
                "simulate",
                "--model",
                "threshold",
                "--neurons",
                "12",
                "--seconds",
                "20",
                "--seed",
                "3",
                "--out",
                "DIR/spikes.npz");
        assertEquals(0, simulated.exitCode(), simulated.err());
        Dataset file = DatasetFile.read(folder.resolve("spikes.npz"));
        assertEquals(file.recording().sha256(), simulated.json().get("sha256").asText());

        Run inferred = run(
                "infer", "--method", "glm", "--spikes", "DIR/spikes.npz", "--seed", "2", "--out", "DIR/weights.npz");
        assertEquals(0, inferred.exitCode(), inferred.err());
        JsonNode report = inferred.json();
        for (String part : List.of("training", "validation", "test")) {
            assertTrue(Double.isFinite(report.get("nats_per_spike").get(part).asDouble()));
        }
        assertTrue(report.get("seconds").asDouble() > 0);
        assertEquals(
                report,
                new ObjectMapper().readTree(folder.resolve("weights.json").toFile()));

        Run evaluated = run("evaluate", "--weights", "DIR/weights.npz", "--truth", "DIR/spikes.npz");
        assertEquals(0, evaluated.exitCode(), evaluated.err());
        WeightError expected = WeightError.of(
                NpzFile.read(folder.resolve("weights.npz")).require("weights").matrix(),
                file.truth().orElseThrow().weights());
        assertEquals(expected.delta(), evaluated.json().get("delta").asDouble());
        assertEquals(
                expected.profileError(), evaluated.json().get("profile_error").asDouble());
        assertEquals(
                expected.deltaLeastSquares(),
                evaluated.json().get("delta_least_squares").asDouble());
        assertEquals(expected.scale(), evaluated.json().get("scale").asDouble());
    }

    @ParameterizedTest
    @MethodSource("circuitscope.experiment.Methods#names")
    void givenAnyMethod_whenRunByItsName_thenItWritesWeightsThatCanBeScored(String method) throws IOException {
        assertEquals(
                0,
                run(
                                "simulate",
                                "--model",
                                "lnp",
                                "--neurons",
                                "8",
                                "--seconds",
                                "6",
                                "--drive",
                                method.startsWith("rotating") || method.startsWith("driven") ? "sinusoid" : "none",
                                "--out",
                                "DIR/s.npz")
                        .exitCode());
        Files.writeString(folder.resolve("short.json"), QuickOptions.of(method));
        Run inferred = run(
                "infer",
                "--method",
                method,
                "--spikes",
                "DIR/s.npz",
                "--out",
                "DIR/w.npz",
                "--options",
                "DIR/short.json");
        assertEquals(0, inferred.exitCode(), inferred.err());
        assertEquals(method, inferred.json().get("method").asText());
        assertEquals(
                0,
                run("evaluate", "--weights", "DIR/w.npz", "--truth", "DIR/s.npz")
                        .exitCode());
    }

    @ParameterizedTest
    @CsvSource({"gnn, true", "auto, true", "mpf, false"})
    void givenACheckpoint_whenInferred_thenOnlyLongFitsKeepOne(String method, boolean keeps) throws IOException {
        assertEquals(
                0,
                run("simulate", "--model", "lnp", "--neurons", "8", "--seconds", "6", "--out", "DIR/s.npz")
                        .exitCode());
        Files.writeString(folder.resolve("short.json"), QuickOptions.of(method));
        Run inferred = run(
                "infer",
                "--method",
                method,
                "--spikes",
                "DIR/s.npz",
                "--out",
                "DIR/w.npz",
                "--options",
                "DIR/short.json",
                "--checkpoint",
                "DIR/c.npz");
        assertEquals(keeps, inferred.exitCode() == 0, inferred.err());
        assertEquals(keeps, Files.exists(folder.resolve("c.npz")));
        assertTrue(keeps || inferred.err().contains("the method " + method), inferred.err());
    }

    @Test
    void givenNoMethod_whenInferredAtARate_thenAutoWritesAPosteriorAndSaysWhatItChose() throws IOException {
        run(
                "simulate",
                "--model",
                "integrate-and-fire",
                "--circuit",
                "random",
                "--neurons",
                "12",
                "--seconds",
                "30",
                "--out",
                "DIR/s.npz");
        Run inferred = run("infer", "--spikes", "DIR/s.npz", "--false-discovery", "0.1", "--out", "DIR/w.npz");
        assertEquals(0, inferred.exitCode(), inferred.err());
        assertEquals("auto", inferred.json().get("method").asText());
        assertFalse(inferred.json().get("hypothesis").asText().isEmpty());
        assertEquals(0.1, inferred.json().get("options").get("false_discovery").asDouble());
        assertTrue(inferred.json().get("alternatives").size() > 3);
        NpzFile arrays = NpzFile.read(folder.resolve("w.npz"));
        int edges = 0;
        for (String name : List.of("weights", "deviation", "edge_probability", "edges")) {
            assertArrayEquals(new int[] {12, 12}, arrays.require(name).shape(), name);
        }
        for (int sign : arrays.require("edges").ints()) {
            assertTrue(sign >= -1 && sign <= 1);
            edges += Math.abs(sign);
        }
        assertEquals(
                edges,
                inferred.json().get("excitatory_edges").asInt()
                        + inferred.json().get("inhibitory_edges").asInt());
        Run refused = run(
                "infer", "--method", "glm", "--spikes", "DIR/s.npz", "--false-discovery", "0.1", "--out", "DIR/w.npz");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("take auto or ccg"), refused.err());
    }

    @Test
    void givenASparseTruth_whenEvaluated_thenEdgesAreJudgedByWhatTheFileHas() throws IOException {
        double[][] truth = {{0, 2, 0, 0}, {0, 0, -1, 0}, {3, 0, 0, 0}, {0, 0, 0, 0}};
        double[][] weights = {{0, 1.5, 0.1, 0.2}, {0.7, 0, -0.4, 0.3}, {0.1, 0, 0, 0}, {0, 0.2, 0.1, 0}};
        double[][] edges = {{0, 1, 0, 0}, {1, 0, -1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
        Map<String, NpyArray> known = new LinkedHashMap<>(Map.of("weights", NpyArray.of(truth)));
        NpzFile.write(folder.resolve("t.npz"), known);
        NpzFile.write(folder.resolve("w.npz"), Map.of("weights", NpyArray.of(weights)));
        JsonNode ranked = run("evaluate", "--weights", "DIR/w.npz", "--truth", "DIR/t.npz")
                .json();
        EdgeDetection expected = EdgeDetection.of(weights, truth);
        assertEquals("weights", ranked.get("ranked_by").asText());
        assertEquals(expected.auc(), ranked.get("auc").asDouble());
        assertEquals(
                expected.averagePrecision(), ranked.get("average_precision").asDouble());
        assertEquals(2, ranked.get("excitatory").get("edges").asInt());
        assertEquals(1, ranked.get("inhibitory").get("auc").asDouble(), 0.2);
        assertEquals(2, ranked.get("intervals").get("auc").size());
        assertTrue(ranked.get("delta").isNumber());
        assertEquals(null, ranked.get("mcc"));

        known.put("latencies_ms", NpyArray.of(new double[][] {{0, 2, 0, 0}, {0, 0, 3, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}}));
        NpzFile.write(folder.resolve("t.npz"), known);
        Map<String, NpyArray> more = new LinkedHashMap<>();
        more.put("weights", NpyArray.of(weights));
        more.put("edge_probability", NpyArray.of(new double[][] {
            {0, 0.9, 0, 0}, {0.1, 0, 0.8, 0}, {0.7, 0, 0, 0}, {0, 0, 0, 0}
        }));
        more.put("edges", NpyArray.of(edges));
        more.put("latencies_ms", NpyArray.of(new double[][] {
            {0, 2.5, 1, 1}, {1, 0, Double.NaN, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}
        }));
        NpzFile.write(folder.resolve("w.npz"), more);
        JsonNode judged = run("evaluate", "--weights", "DIR/w.npz", "--truth", "DIR/t.npz")
                .json();
        assertEquals("edge_probability", judged.get("ranked_by").asText());
        assertEquals(1, judged.get("auc").asDouble());
        assertEquals(2 / 3.0, judged.get("precision").asDouble(), 1e-12);
        assertEquals(2 / 3.0, judged.get("recall").asDouble(), 1e-12);
        assertEquals(1 / 3.0, judged.get("false_discovery_rate").asDouble(), 1e-12);
        assertEquals(2 / 3.0, judged.get("f1").asDouble(), 1e-12);
        assertEquals(5 / 9.0, judged.get("mcc").asDouble(), 1e-12);
        assertEquals(1, judged.get("sign_accuracy").asDouble());
        assertEquals(0.5, judged.get("latency_error_ms").asDouble(), 1e-12);

        more.put("score", NpyArray.of(weights));
        truth[3][0] = Double.NaN;
        known.put("weights", NpyArray.of(truth));
        NpzFile.write(folder.resolve("w.npz"), more);
        NpzFile.write(folder.resolve("t.npz"), known);
        JsonNode unknown = run("evaluate", "--weights", "DIR/w.npz", "--truth", "DIR/t.npz")
                .json();
        assertEquals("score", unknown.get("ranked_by").asText());
        assertTrue(unknown.get("delta").isNull());
        assertTrue(unknown.get("scale").isNull());
        assertEquals(1, unknown.get("unknown_pairs").asInt());
        assertEquals(11, unknown.get("pairs").asInt());
    }

    @Test
    void givenARecordingOfAnotherProject_whenInferredAndEvaluated_thenItsTruthIsTheFileItself() throws IOException {
        Random random = new Random(2);
        double[] seconds =
                random.doubles(900, 0, 60).map(t -> Math.rint(t * 1000) / 1000).toArray();
        NpzFile.write(
                folder.resolve("foreign.npz"),
                Map.of(
                        "times", NpyArray.of(seconds),
                        "ids", NpyArray.of(random.ints(900, 0, 3).toArray()),
                        "nodes", NpyArray.of(0, 1, 2),
                        "marked_edges", NpyArray.of(new double[][] {{0, 1, 0.5}, {0, 2, 0}, {1, 0, 0}, {1, 2, -1}})));
        Run inferred = run("infer", "--method", "sttc", "--spikes", "DIR/foreign.npz", "--out", "DIR/w.npz");
        assertEquals(0, inferred.exitCode(), inferred.err());
        Run evaluated = run("evaluate", "--weights", "DIR/w.npz", "--truth", "DIR/foreign.npz");
        assertEquals(0, evaluated.exitCode(), evaluated.err());
        assertEquals(2, evaluated.json().get("unknown_pairs").asInt());
        assertEquals(2, evaluated.json().get("edges").asInt());
    }

    @Test
    void givenASimulation_whenAskedForLimits_thenTheyGrowWithWhatIsAssumedToBeFree() throws IOException {
        assertEquals(
                0,
                run("simulate", "--model", "threshold", "--neurons", "8", "--seconds", "20", "--out", "DIR/s.npz")
                        .exitCode());
        Run limits = run("limits", "--truth", "DIR/s.npz");
        assertEquals(0, limits.exitCode(), limits.err());
        JsonNode delta = limits.json().get("delta_limit");
        assertTrue(delta.get("free_directed").asDouble()
                > delta.get("free_symmetric").asDouble());
        assertTrue(delta.get("free_symmetric").asDouble()
                > delta.get("one_profile").asDouble());
        assertTrue(
                limits.json().get("delta_limit_training").get("free_directed").asDouble()
                        > delta.get("free_directed").asDouble());
        JsonNode beside = run("evaluate", "--weights", "DIR/s.npz", "--truth", "DIR/s.npz", "--limits")
                .json();
        assertEquals(limits.json().get("delta_limit_training"), beside.get("delta_limit_training"));
        assertEquals(0, beside.get("delta").asDouble(), 1e-12);
        assertTrue(limits.json().get("oracle_nats_per_spike").get("test").asDouble() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lights.nwb", "th1", "csv"})
    void givenASession_whenInferred_thenOnlyTheChosenUnitsAndEpochAreUsed(String name) throws IOException {
        Path session = SessionFiles.of(name);
        Run inferred = run(
                "infer",
                "--method",
                "correlation",
                "--spikes",
                session.toString(),
                "--units",
                "region=PoS",
                "--epoch",
                "wake",
                "--step-ms",
                "0.5",
                "--out",
                "DIR/w.npz");
        assertEquals(0, inferred.exitCode(), inferred.err());
        assertEquals(2, inferred.json().get("neurons").asInt());
        assertEquals(0.5, inferred.json().get("time_step_ms").asDouble());
        assertEquals("wake", inferred.json().get("epoch").asText());
        assertEquals(
                Sessions.open(session)
                        .recording(new Session.Options("region=PoS", "wake", 0.5))
                        .sha256(),
                inferred.json().get("data_sha256").asText());
        Run refused =
                run("infer", "--method", "mpf", "--spikes", session.toString(), "--epoch", "REM", "--out", "DIR/x.npz");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("no epoch 'REM'"), refused.err());
    }

    @Test
    void givenASimulation_whenAskedForAnEpoch_thenItSaysThatItIsNoSession() {
        assertEquals(
                0,
                run("simulate", "--model", "lnp", "--neurons", "8", "--seconds", "1", "--out", "DIR/s.npz")
                        .exitCode());
        for (String option : List.of("--epoch", "--units")) {
            Run refused =
                    run("infer", "--method", "mpf", "--spikes", "DIR/s.npz", option, "wake", "--out", "DIR/w.npz");
            assertEquals(2, refused.exitCode());
            assertTrue(refused.err().contains("is not a session"), refused.err());
        }
    }

    @Test
    void givenASeed_whenSimulatedTwice_thenTheFilesAreTheSame() throws IOException {
        for (String name : List.of("a", "b")) {
            assertEquals(
                    0,
                    run("simulate", "--model", "LNP", "--seconds", "1", "--out", "DIR/" + name + ".npz")
                            .exitCode());
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.npz")), Files.readAllBytes(folder.resolve("b.npz")));
    }

    @Test
    void givenAChain_whenDrawnAndMeasured_thenItsStrengthAndThoseOfTheTestCaseComeBack() throws IOException {
        Run drawn =
                run("motifs", "generate", "--neurons", "400", "--chain", "1.2", "--seed", "2", "--out", "DIR/j.npz");
        assertEquals(0, drawn.exitCode(), drawn.err());
        assertEquals(320, drawn.json().get("populations").get("E").asInt());
        Run measured = run("motifs", "measure", "--weights", "DIR/j.npz");
        assertEquals(0, measured.exitCode(), measured.err());
        assertEquals(1.2, measured.json().get("chain").get("value").asDouble(), 0.15);
        assertEquals(1.5, measured.json().get("divergent").get("value").asDouble(), 0.15);
        assertTrue(measured.json().get("chain").get("p_value").asDouble() < 0.05);
        assertTrue(measured.json().get("between_populations").get("chain").has("E <- I <- E"));
    }

    @Test
    void givenAConfiguration_whenTheMeanFieldIsAsked_thenItIsThatOfTheChangedModel() throws IOException {
        JsonNode test = run("motifs", "meanfield", "--chain", "0.7", "--nonlinearity", "softplus")
                .json();
        assertEquals(1.2056, test.get("rates").get("E").asDouble(), 2e-4);
        assertEquals(2.6944, test.get("variance").get("I").asDouble(), 2e-4);
        assertTrue(test.get("stable").asBoolean());
        Files.writeString(folder.resolve("model.json"), "{\"mean\": [[0, 0], [0, 0]], \"spread\": [[0, 0], [0, 0]]}");
        Run changed = run("motifs", "meanfield", "--config", "DIR/model.json", "--input", "-50,-50");
        assertEquals(0, changed.json().get("rates").get("E").asDouble(), 1e-9);
    }

    /** What infer writes, measure reads, and says which errors it knew. */
    @Test
    void givenInferredWeights_whenMotifsAreMeasured_thenItSaysHowTheirErrorsWereCarried() throws IOException {
        run("simulate", "--model", "lnp", "--neurons", "30", "--seconds", "10", "--out", "DIR/a.npz");
        List<String> said =
                List.of("errors of weights with their covariances", "errors of weights taken as independent");
        for (int k = 0; k < 2; k++) {
            String[] command = "infer --method glm --spikes DIR/a.npz --out DIR/w.npz --covariances".split(" ");
            Run inferred = run(Arrays.copyOf(command, command.length - k));
            assertEquals(0, inferred.exitCode(), inferred.err());
            JsonNode measured = run("motifs", "measure", "--weights", "DIR/w.npz", "--surrogates", "0")
                    .json();
            assertEquals(said.get(k), measured.get("errors_of_weights").asText());
            assertTrue(measured.get("chain").get("standard_error_from_weights").asDouble() > 0);
        }
    }

    @Test
    void givenNoRates_whenFitted_thenAStandInIsReadAndItSaysSoAndWhatItDoesNotTell() throws IOException {
        Run fit = run("motifs", "fit", "--starts", "2", "--means", "0.65,-1.65,0.65,-1.65");
        assertEquals(0, fit.exitCode(), fit.err());
        assertTrue(fit.json().get("source").asText().startsWith("stand-in"));
        JsonNode chain = fit.json().get("chain");
        assertTrue(chain.get("low").asDouble() < 0.7 && chain.get("high").asDouble() > 0.7, chain.toString());
        assertTrue(fit.json().get("not_identifiable").toString().contains("divergent"));
    }

    @Test
    void givenALimitCycle_whenFittedByEachMethodAndSampled_thenTheSamplesHaveItsField() throws IOException {
        Run simulated = run(
                "lowrank",
                "simulate",
                "--case",
                "limit-cycle",
                "--neurons",
                "500",
                "--seed",
                "1",
                "--out",
                "DIR/a.npz");
        assertEquals(0, simulated.exitCode(), simulated.err());
        for (String method : List.of("ridge", "joint", "flow")) {
            Run fit = run(
                    "lowrank",
                    "fit",
                    "--method",
                    method,
                    "--activity",
                    "DIR/a.npz",
                    "--steps",
                    "600",
                    "--out",
                    "DIR/f.npz");
            assertEquals(0, fit.exitCode(), fit.err());
            assertTrue(fit.json().get("identifiability").toString().contains("even functions"));
            assertTrue(fit.json().get("field_error").asDouble() < 0.1, fit.out());
            Run sampled = run("lowrank", "sample", "--fit", "DIR/f.npz", "--count", "1500", "--out", "DIR/s.npz");
            assertEquals(1500, sampled.json().get("count").asInt(), sampled.err());
            NpzFile samples = NpzFile.read(folder.resolve("s.npz"));
            assertArrayEquals(new int[] {1500, 2}, samples.require("m").shape());
            assertArrayEquals(new int[] {1500, 2}, samples.require("n").shape());
        }
        JsonNode compared = run("lowrank", "compare", "--samples", "DIR/s.npz", "--with", "DIR/a.npz")
                .json();
        assertTrue(compared.get("field_error").asDouble() < 0.1, compared.toString());
        assertTrue(compared.get("squared_mean_discrepancy").asDouble()
                < 0.5 * compared.get("squared_mean_discrepancy_shuffled").asDouble());
    }

    static Stream<List<String>> wrongCommands() {
        return Stream.of(
                List.of("simulate --model threshold", "--out"),
                List.of("simulate --model hopfield --out DIR/a.npz", "hopfield"),
                List.of("simulate --model lnp --neurons one --out DIR/a.npz", "one"),
                List.of("simulate --model lnp --neurons 1 --out DIR/a.npz", "Number of neurons is 1"),
                List.of("simulate --model lnp --strength 3 --out DIR/a.npz", "strength"),
                List.of("simulate --model lnp --seconds -1 --out DIR/a.npz", "time"),
                List.of("simulate --model lnp --out DIR/none/a.npz", "can't be written"),
                List.of("simulate --model lnp --out DIR", "is a folder"),
                List.of("infer --method glm --spikes DIR/none.npz --out DIR/w.npz", "none.npz"),
                List.of("infer --method magic --spikes DIR/none.npz --out DIR/w.npz", "magic"),
                List.of("infer --method tca --covariances --spikes DIR/none.npz --out DIR/w.npz", "tca keeps none"),
                List.of("evaluate --weights DIR/none.npz --truth DIR/none.npz", "none.npz"),
                List.of("evaluate --weights", "--weights"),
                List.of("motifs", "generate, measure"),
                List.of("motifs generate --chain 2 --out DIR/a.npz", "Chain strength is 2.0, expected -1.5 to 1.5"),
                List.of("motifs meanfield --nonlinearity cubic", "cubic"),
                List.of("motifs meanfield --input 1", "expected one for each"),
                List.of("motifs fit --means 1,2", "expected 4"),
                List.of("motifs fit --shares 0.8,0.3", "with the sum 1"),
                List.of("motifs measure --weights DIR/none.npz", "none.npz"),
                List.of("lowrank", "simulate, fit, sample, compare"),
                List.of("lowrank simulate --case torus --out DIR/a.npz", "torus"),
                List.of("lowrank simulate --case ring --neurons 0 --out DIR/a.npz", "Number of neurons is 0"),
                List.of("lowrank fit --method magic --activity DIR/a.npz --out DIR/f.npz", "magic"),
                List.of("lowrank fit --method ridge --activity DIR/a.npz --out DIR/f.npz", "a.npz"),
                List.of("lowrank sample --fit DIR/f.npz --count 1 --out DIR/s.npz", "f.npz"),
                List.of("simulat", "simulat"));
    }

    @ParameterizedTest
    @MethodSource("wrongCommands")
    void givenAWrongCommand_whenRun_thenExitCodeTwoOneSentenceAndNoFile(List<String> wrong) throws IOException {
        Run run = run(wrong.get(0).split(" "));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(wrong.get(1)), run.err());
        assertEquals("", run.out());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void givenACommand_whenAskedForHelp_thenItShowsAnExample(String command) {
        Run run = run((command + " --help").strip().split(" "));
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("Example"), run.out());
    }

    @Test
    void givenADrivenRing_whenSimulated_thenTheAngleIsInTheFileAndTheGlmTurnsByIt() {
        assertEquals(
                0,
                run(
                                "simulate",
                                "--model",
                                "threshold",
                                "--neurons",
                                "12",
                                "--seconds",
                                "20",
                                "--drive",
                                "sinusoid",
                                "--out",
                                "DIR/driven.npz")
                        .exitCode());

        Run inferred = run("infer", "--method", "glm", "--spikes", "DIR/driven.npz", "--out", "DIR/w.npz");
        Run still =
                run("infer", "--method", "glm", "--ignore-angle", "--spikes", "DIR/driven.npz", "--out", "DIR/w.npz");

        assertEquals(0, inferred.exitCode(), inferred.err());
        assertTrue(inferred.out().contains("rotating-glm"), inferred.out());
        assertFalse(still.out().contains("rotating-glm"), still.out());
    }

    @Test
    void givenOptionsThatDoNotGoTogether_whenCalled_thenOneSentenceSaysSo() {
        assertTrue(run("simulate", "--model", "lnp", "--circuit", "chain", "--drive", "random", "--out", "DIR/x.npz")
                .err()
                .contains("--profile and --drive are for --circuit ring, found chain"));
        assertTrue(run("simulate", "--model", "exponential", "--profile", "broad-inhibition", "--out", "DIR/x.npz")
                .err()
                .contains("--profile broad-inhibition has a strength of its own"));
        assertTrue(run("infer", "--method", "glm", "--hidden", "3", "--spikes", "DIR/x.npz", "--out", "DIR/w.npz")
                .err()
                .contains("only the gnn has hidden units"));
    }

    static Stream<String> commands() {
        return Stream.of(
                "",
                "simulate",
                "infer",
                "evaluate",
                "limits",
                "motifs",
                "motifs measure",
                "lowrank",
                "lowrank fit",
                "experiment");
    }
}

package circuitscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.data.Dataset;
import circuitscope.data.DatasetFile;
import circuitscope.data.Source;
import circuitscope.evaluate.AlignedProfile;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmPenalty;
import circuitscope.infer.ising.InverseIsing;
import circuitscope.infer.ising.IsingOptions;
import circuitscope.infer.logistic.LogisticOptions;
import circuitscope.infer.logistic.LogisticRegression;
import circuitscope.infer.mpf.MinimumProbabilityFlow;
import circuitscope.infer.mpf.MpfOptions;
import circuitscope.infer.seqnmf.SeqNmf;
import circuitscope.infer.seqnmf.SeqNmfOptions;
import circuitscope.infer.tca.TcaOptions;
import circuitscope.infer.tca.TensorComponentAnalysis;
import circuitscope.infer.tiling.SpikeTimeTiling;
import circuitscope.infer.tiling.TilingOptions;
import circuitscope.infer.transferentropy.TransferEntropy;
import circuitscope.infer.transferentropy.TransferEntropyOptions;
import circuitscope.network.Drive;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.Synapse;
import circuitscope.network.ThresholdCrossing;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Every input that is wrong gives one sentence that says where, what was found and what was expected. */
class BadInputTest {
    @TempDir
    Path folder;

    /** One wrong input, and words that its message must hold. */
    private record Case(String input, Executable use, String... words) {}

    private static Map<String, NpyArray> good() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("step", NpyArray.of(1, 2, 2, 7));
        arrays.put("neuron", NpyArray.of(0, 1, 1, 0));
        arrays.put("neurons", NpyArray.scalar(2));
        arrays.put("steps", NpyArray.scalar(10));
        arrays.put("dt_ms", NpyArray.scalar(0.1));
        return arrays;
    }

    /** Reads a good file in which one array is replaced, or left out if null. */
    private Executable file(String name, NpyArray array) {
        return () -> {
            Map<String, NpyArray> arrays = good();
            arrays.remove(name);
            if (array != null) {
                arrays.put(name, array);
            }
            Path path = folder.resolve("spikes.npz");
            NpzFile.write(path, arrays);
            DatasetFile.read(path);
        };
    }

    private Executable bytes(String name, byte[] content) {
        return () -> {
            Path path = folder.resolve(name);
            Files.write(path, content);
            if (name.endsWith(".mat")) {
                HeadDirectionSession.read(path);
            } else {
                DatasetFile.read(path);
            }
        };
    }

    private byte[] goodBytes() {
        try {
            Path path = folder.resolve("good.npz");
            NpzFile.write(path, good());
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The good file with the first occurrence of some bytes replaced. */
    private byte[] corrupted(String part, String replacement) {
        String bytes = new String(goodBytes(), StandardCharsets.ISO_8859_1);
        int at = bytes.indexOf(part);
        return (bytes.substring(0, at) + replacement + bytes.substring(at + replacement.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Network ring() {
        return Network.thresholdCrossing();
    }

    private static Network ring(double tauMs, double dtMs) {
        return new Network(
                new Ring(100, WeightProfile.MEXICAN_HAT),
                0.025,
                new Drive.Constant(1e-3),
                Synapse.exponential(tauMs),
                ThresholdCrossing.STANDARD,
                dtMs);
    }

    private static Recording recording() {
        Recording.Builder builder = Recording.builder(2, 1000, 1);
        for (int t = 0; t < 1000; t++) {
            builder.add(t, t % 2);
        }
        return builder.build();
    }

    private static Dataset dataset() {
        return new Dataset(recording(), Optional.empty(), new Source.SpikeFile("none", ""));
    }

    private static Recording withAngle(double[] radians) {
        Recording.Builder builder =
                Recording.builder(2, 1000, 1).covariate(new Covariate.Circular("theta", 1, radians));
        for (int t = 0; t < 1000; t++) {
            builder.add(t, t % 2);
        }
        return builder.build();
    }

    private static double[][] weights(double value) {
        return new double[][] {{0, value, 1}, {1, 0, 1}, {1, 1, 0}};
    }

    private List<Case> cases() {
        byte[] goodBytes = goodBytes();
        return List.of(
                // files
                new Case("no file", () -> DatasetFile.read(folder.resolve("none.npz")), "none.npz", "not a file"),
                new Case("a folder", () -> DatasetFile.read(folder), "not a file"),
                new Case("an empty file", bytes("a.npz", new byte[0]), "a.npz", "corrupt"),
                new Case("a text", bytes("a.npz", "step,neuron\n1,2\n".getBytes()), "a.npz", "corrupt"),
                new Case(
                        "a file cut in the middle",
                        bytes("a.npz", Arrays.copyOf(goodBytes, goodBytes.length / 2)),
                        "a.npz",
                        "cut off or corrupt"),
                new Case(
                        "a file with changed content",
                        bytes("a.npz", corrupted("  \n", "  \nXYZ")),
                        "a.npz",
                        "corrupt"),
                new Case(
                        "an array that is no NPY",
                        bytes("a.npz", corrupted("\u0093NUMPY", "ABCDEFGH")),
                        "a.npz",
                        "'step'",
                        "NPY"),
                new Case("an array of text", bytes("a.npz", corrupted("'<i4'", "'<M4'")), "a.npz", "'step'", "type"),
                new Case("a cut MAT file", bytes("a.mat", new byte[200]), "a.mat"),
                new Case("a MAT file of text", bytes("b.mat", "hello".getBytes()), "b.mat"),
                new Case("no MAT file", () -> HeadDirectionSession.read(folder.resolve("c.mat")), "c.mat"),
                // arrays
                new Case("no array of steps", file("step", null), "spikes.npz", "'step'", "found"),
                new Case("no array of neurons", file("neuron", null), "spikes.npz", "'neuron'"),
                new Case("no number of neurons", file("neurons", null), "'neurons'"),
                new Case("no number of steps", file("steps", null), "'steps'"),
                new Case("no time step", file("dt_ms", null), "'dt_ms'"),
                new Case("rows that do not match", file("neuron", NpyArray.of(0, 1)), "4 rows", "2"),
                new Case("a matrix of steps", file("step", NpyArray.of(new double[4][1])), "'step'", "[4, 1]"),
                new Case("broken steps", file("step", NpyArray.of(1, 2.5, 3, 4)), "'step'", "element 1", "2.5"),
                new Case("a step that is not a number", file("step", NpyArray.of(1, Double.NaN, 3, 4)), "NaN"),
                new Case("a neuron out of range", file("neuron", NpyArray.of(0, 1, 2, 0)), "neuron 2", "0 to 1"),
                new Case("a negative neuron", file("neuron", NpyArray.of(0, -1, 1, 0)), "neuron -1", "0 to 1"),
                new Case("a negative time", file("step", NpyArray.of(-1, 2, 2, 7)), "step -1", "0 to 9"),
                new Case("a time past the end", file("step", NpyArray.of(1, 2, 2, 10)), "step 10", "0 to 9"),
                new Case("unsorted spikes", file("step", NpyArray.of(1, 3, 2, 7)), "spikes.npz", "sort"),
                new Case("no neurons", file("neurons", NpyArray.scalar(0)), "Number of neurons is 0", "1 to"),
                new Case("too many neurons", file("neurons", NpyArray.scalar(100_000)), "100000", "65536"),
                new Case("many numbers of neurons", file("neurons", NpyArray.of(2, 2)), "[2]", "one number"),
                new Case("no steps", file("steps", NpyArray.scalar(0)), "Number of steps is 0"),
                new Case("a negative time step", file("dt_ms", NpyArray.scalar(-0.1)), "Time step", "-0.1"),
                new Case("an infinite time step", file("dt_ms", NpyArray.scalar(1 / 0.0)), "Time step", "Infinity"),
                new Case("weights of another size", file("weights", NpyArray.of(new double[3][3])), "(3, 3)", "(2, 2)"),
                new Case(
                        "weights that are not finite",
                        file("weights", NpyArray.of(new double[][] {{0, Double.NaN}, {1, 0}})),
                        "row 0, column 1",
                        "NaN"),
                new Case("a list of weights", file("weights", NpyArray.of(1.0, 2.0)), "[2]", "matrix"),
                new Case(
                        "angles that do not divide the steps", file("theta", NpyArray.of(0.0, 1, 2)), "'theta'", "[3]"),
                new Case("an infinite angle", file("theta", NpyArray.of(0.0, 1 / 0.0)), "theta", "sample 1"),
                new Case(
                        "segments that overlap",
                        file("segments", NpyArray.of(new double[][] {{0, 5}, {4, 10}})),
                        "[4, 10)",
                        "overlaps"),
                new Case(
                        "segments that miss a spike",
                        file("segments", NpyArray.of(new double[][] {{0, 5}})),
                        "step 7",
                        "outside all segments"),
                new Case("segments of one column", file("segments", NpyArray.of(new double[1][1])), "'segments'"),
                // recordings
                new Case("an empty recording", () -> Recording.builder(2, 10, 1).build(), "no spike"),
                new Case("an empty segment", () -> new Segment(4, 4), "[4, 4)"),
                new Case(
                        "a covariate that is too short",
                        () -> Recording.builder(2, 10, 1).covariate(new Covariate.Circular("theta", 1, new double[3])),
                        "theta",
                        "3 samples",
                        "10 steps"),
                new Case("shares that leave no test", () -> Split.of(recording(), 0.9, 0.1), "0.9", "below 1"),
                new Case(
                        "a recording too short to split",
                        () -> Split.of(Recording.builder(1, 3, 1).add(0, 0).build()),
                        "too few"),
                // networks
                new Case(
                        "sigma1 above sigma2",
                        () -> new WeightProfile.DifferenceOfGaussians(8, 7, 1),
                        "sigma1",
                        "8.0",
                        "7.0"),
                new Case("a negative width", () -> new WeightProfile.DifferenceOfGaussians(-1, 7, 1), "sigma1", "-1.0"),
                new Case("a step longer than tau", () -> ring(10, 20), "20.0 ms", "10.0 ms"),
                new Case("no time constant", () -> ring(0, 0.1), "time constant", "0.0"),
                new Case("one neuron", () -> ring().withNeurons(1), "Number of neurons is 1", "2 to"),
                new Case("too many neurons to simulate", () -> ring().withNeurons(10_001), "10001", "10000"),
                new Case("a strength out of range", () -> ring().withStrength(0.3), "strength", "0.3", "0.025"),
                new Case("a strength that is no number", () -> ring().withStrength(Double.NaN), "strength", "NaN"),
                new Case("a noise gate out of reach", () -> new ThresholdCrossing(0, 0.3, 9), "gate", "9.0"),
                new Case("a negative gain", () -> new LinearNonlinearPoisson(0, -32), "Gain", "-32"),
                new Case("no time to simulate", () -> new Simulation(ring(), 0, 1).run(), "time", "0.0"),
                new Case("too much time", () -> new Simulation(ring(), 1e9, 1).run(), "steps", "1 to"),
                new Case(
                        "true rates of another network",
                        () -> new TrueRates(new Simulation(ring(), 1, 1))
                                .visit(recording(), new int[] {0}, (step, rates) -> {}),
                        "2 neurons",
                        "100"),
                // methods and metrics
                new Case(
                        "a silent neuron",
                        () -> new Glm()
                                .fit(
                                        Recording.builder(3, 1000, 1)
                                                .add(1, 0)
                                                .add(2, 1)
                                                .add(950, 2)
                                                .build(),
                                        GlmOptions.standard()),
                        "Neuron 2",
                        "does not fire"),
                new Case(
                        "a single neuron",
                        () -> new Glm()
                                .fit(Recording.builder(1, 1000, 1).add(1, 0).build(), GlmOptions.standard()),
                        "1 neuron"),
                new Case(
                        "a window of less than two steps",
                        () -> new Glm().fit(recording(), GlmOptions.standard().withFilter(1, 4)),
                        "window",
                        "1 steps"),
                new Case(
                        "a negative penalty",
                        () -> GlmOptions.standard().withPenalty(GlmPenalty.ridge(-1)),
                        "Strength",
                        "-1.0"),
                new Case("no strength of a penalty", () -> GlmPenalty.lasso(), "[]", "at least one"),
                new Case("a strength twice", () -> GlmPenalty.ridge(1, 3, 1), "[1.0, 3.0, 1.0]", "twice"),
                new Case("no penalty", () -> GlmOptions.standard().withPenalty(null), "ridge(0)"),
                new Case("no norm", () -> new GlmPenalty(null, List.of(1.0)), "RIDGE or LASSO"),
                new Case("negative harmonics", () -> GlmOptions.standard().withHarmonics(-1), "harmonics is -1"),
                new Case(
                        "harmonics without an angle",
                        () -> new Glm().fit(recording(), GlmOptions.standard().withHarmonics(2)),
                        "no angle",
                        "2 harmonics"),
                new Case(
                        "an angle that stands still",
                        () -> new Glm()
                                .fit(
                                        withAngle(new double[1000]),
                                        GlmOptions.standard().withHarmonics(1)),
                        "theta takes 1 values",
                        "fewer harmonics"),
                new Case("no cosines", () -> GlmOptions.standard().withFilter(20, 0), "cosines is 0"),
                new Case("no stride", () -> GlmOptions.standard().withStride(0), "stride is 0"),
                new Case("zero weights", () -> WeightError.of(new double[3][3], weights(1)), "zero off the diagonal"),
                new Case("weights of NaN", () -> WeightError.of(weights(Double.NaN), weights(1)), "row 0, column 1"),
                new Case("edges: none", () -> EdgeDetection.of(weights(1), new double[3][3]), "no edge", "6 pairs"),
                new Case("edges: everywhere", () -> EdgeDetection.of(weights(1), weights(1)), "each of 6 pairs"),
                new Case("edges: scores of another size", () -> EdgeDetection.of(new double[2][2], weights(0)), "3"),
                new Case(
                        "edges: a score that is no number",
                        () -> EdgeDetection.of(weights(Double.NaN), weights(0)),
                        "Scores, row 0, column 1",
                        "NaN"),
                new Case(
                        "edges: an infinite truth",
                        () -> EdgeDetection.of(weights(1), weights(1 / 0.0)),
                        "True weights, row 0, column 1",
                        "Infinity"),
                new Case(
                        "edges: neither 0 nor 1",
                        () -> EdgeDetection.of(weights(1), weights(0))
                                .withEdges(new int[][] {{0, 2, 0}, {0, 0, 0}, {0, 0, 0}}),
                        "row 0, column 1: found 2"),
                new Case("weights of two sizes", () -> WeightError.of(new double[2][2], weights(1)), "2", "3"),
                new Case(
                        "weights that are not square",
                        () -> AlignedProfile.of(new double[][] {{1, 2}, {3}}),
                        "row 1",
                        "1 columns"),
                new Case(
                        "a stretch without spikes",
                        () -> LikelihoodScore.of(
                                Recording.builder(2, 100, 1).add(1, 0).build(),
                                List.of(new Segment(50, 60)),
                                (given, steps, visitor) -> {
                                    for (int t : steps) {
                                        visitor.rates(t, new double[] {1, 1});
                                    }
                                },
                                Workers.all()),
                        "No neuron fires"),
                new Case(
                        "a rate of zero where a spike is",
                        () -> LikelihoodScore.of(
                                recording(),
                                List.of(new Segment(0, 10)),
                                (given, steps, visitor) -> visitor.rates(0, new double[2]),
                                Workers.all()),
                        "neuron 0",
                        "step 0"),
                new Case(
                        "a rate that is not a number",
                        () -> LikelihoodScore.of(
                                recording(),
                                List.of(new Segment(0, 10)),
                                (given, steps, visitor) -> visitor.rates(3, new double[] {1, Double.NaN}),
                                Workers.all()),
                        "neuron 1",
                        "NaN"),
                // output
                new Case(
                        "a folder that does not exist",
                        () -> DatasetFile.write(dataset(), folder.resolve("no/where.npz")),
                        "where.npz",
                        "does not exist"),
                new Case(
                        "a folder in the place of the file",
                        () -> DatasetFile.write(dataset(), folder),
                        "is a folder"));
    }

    /** Fits a method with bins (or smoothing) of so many ms. */
    @FunctionalInterface
    private interface Binned {
        void fit(Recording recording, double binMs);
    }

    private static Map<String, Binned> binnedMethods() {
        Map<String, Binned> methods = new LinkedHashMap<>();
        methods.put(
                "correlation",
                (given, ms) -> new PairwiseCorrelation()
                        .fit(given, CorrelationOptions.standard().withBin(ms)));
        methods.put(
                "Ising",
                (given, ms) ->
                        new InverseIsing().fit(given, IsingOptions.standard().withBin(ms)));
        methods.put(
                "probability flow",
                (given, ms) -> new MinimumProbabilityFlow()
                        .fit(given, MpfOptions.standard().withBin(ms)));
        methods.put(
                "logistic",
                (given, ms) -> new LogisticRegression()
                        .fit(given, LogisticOptions.standard().withBin(ms)));
        methods.put(
                "seqNMF",
                (given, ms) -> new SeqNmf().fit(given, SeqNmfOptions.standard().withBin(ms)));
        methods.put(
                "TCA",
                (given, ms) -> new TensorComponentAnalysis()
                        .fit(given, TcaOptions.standard().withSmoothing(10, ms)));
        methods.put(
                "tiling",
                (given, ms) -> new SpikeTimeTiling()
                        .fit(given, TilingOptions.standard().withWindow(ms)));
        methods.put(
                "transfer entropy",
                (given, ms) -> new TransferEntropy()
                        .fit(given, TransferEntropyOptions.standard().withBin(ms)));
        return methods;
    }

    /** What no method that reads bins can use. */
    private static List<Case> methodCases() {
        List<Case> cases = new ArrayList<>();
        binnedMethods().forEach((name, method) -> {
            cases.add(new Case(
                    name + ": one neuron",
                    () -> method.fit(Recording.builder(1, 1000, 1).add(1, 0).build(), 10),
                    "has 1 neuron",
                    "at least 2"));
            cases.add(new Case(
                    name + ": a silent neuron",
                    () -> method.fit(Recording.builder(2, 1000, 1).add(1, 0).build(), 10),
                    "Neuron 1 does not fire in the training part",
                    "leave it out"));
            cases.add(new Case(
                    name + ": a bin shorter than a step",
                    () -> method.fit(recording(), 0.1),
                    "0.1 ms",
                    "expected 1 to"));
            cases.add(new Case(
                    name + ": a bin longer than the recording", () -> method.fit(recording(), 5000), "5000.0 ms"));
            cases.add(new Case(
                    name + ": a bin of no length", () -> method.fit(recording(), 0), "in ms is 0.0", "above 0"));
        });
        cases.add(new Case(
                "logistic: neurons that do not covary",
                () -> {
                    Recording.Builder builder = Recording.builder(2, 1000, 1);
                    for (int t = 0; t < 1000; t++) {
                        if (t % 2 == 0) {
                            builder.add(t, 0);
                        }
                        if (t % 4 < 2) {
                            builder.add(t, 1);
                        }
                    }
                    new LogisticRegression()
                            .fit(builder.build(), LogisticOptions.standard().withBin(1));
                },
                "covary",
                "other bins"));
        cases.add(new Case(
                "transfer entropy: a delay longer than the recording",
                () -> new TransferEntropy()
                        .fit(recording(), TransferEntropyOptions.standard().withDelays(1, 800)),
                "800 bins",
                "longer recording"));
        cases.add(new Case(
                "transfer entropy: a delay of nothing",
                () -> TransferEntropyOptions.standard().withDelays(0, 5),
                "Least delay in bins is 0"));
        cases.add(new Case(
                "transfer entropy: a past that is too long",
                () -> TransferEntropyOptions.standard().withHistories(7, 1),
                "target's past is 7",
                "1 to 6"));
        cases.add(new Case(
                "a neuron that fires in every bin",
                () -> new PairwiseCorrelation()
                        .fit(recording(), CorrelationOptions.standard().withBin(2)),
                "Neuron 0 has the same count, 1, in all 400 bins",
                "shorter bins"));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> givenWrongInput_whenUsed_thenOneSentenceSaysWhatIsWrong() {
        return Stream.concat(cases().stream(), methodCases().stream())
                .map(wrong -> DynamicTest.dynamicTest(wrong.input(), () -> {
                    String message =
                            assertThrows(InputException.class, wrong.use()).getMessage();
                    for (String word : wrong.words()) {
                        assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
                    }
                    assertTrue(message.endsWith(".") && !message.contains("\n"), "not one sentence: " + message);
                    assertEquals(List.of(), partialFiles());
                }));
    }

    private List<Path> partialFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".part"))
                    .toList();
        }
    }
}

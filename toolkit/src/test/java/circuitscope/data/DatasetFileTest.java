package circuitscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFileTest {
    @TempDir
    Path folder;

    private static Dataset example() {
        Recording recording = Recording.builder(3, 24, 0.5)
                .segments(List.of(new Segment(0, 10), new Segment(12, 24)))
                .covariate(new Covariate.Circular("theta", 2, new double[12]))
                .add(0, 2)
                .add(3, 0)
                .add(3, 0)
                .add(9, 1)
                .add(20, 2)
                .build();
        return new Dataset(
                recording,
                Optional.of(new GroundTruth(
                        new double[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}, Optional.empty(), Optional.empty())),
                new Source.SpikeFile("none", ""));
    }

    @Test
    void givenARecording_whenWrittenAndRead_thenItIsTheSame() {
        Path path = folder.resolve("a.npz");
        DatasetFile.write(example(), path);
        Dataset read = DatasetFile.read(path);
        assertEquals(example().recording().sha256(), read.recording().sha256());
        assertArrayEquals(
                example().truth().orElseThrow().weights(),
                read.truth().orElseThrow().weights());
        assertEquals(Source.SpikeFile.of(path), read.source());
    }

    @Test
    void givenARecording_whenWrittenTwice_thenTheBytesAreTheSame() throws IOException {
        DatasetFile.write(example(), folder.resolve("a.npz"));
        DatasetFile.write(example(), folder.resolve("b.npz"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.npz")), Files.readAllBytes(folder.resolve("b.npz")));
    }

    @Test
    void givenASimulationWithCellsAndCovariates_whenWrittenAndRead_thenNothingIsLost() {
        Simulation simulation = new Simulation(Network.randomIntegrateAndFire(12, 4), 3, 2);
        Recording spikes = simulation.run();
        Recording.Builder builder = Recording.builder(12, spikes.steps(), 0.1)
                .cells(List.of(
                        Cell.of("a")
                                .inRegion("ADn")
                                .ofType("excitatory")
                                .at(1, 2.5, 3)
                                .preferring(0.5),
                        Cell.of("b"),
                        Cell.of("c"),
                        Cell.of("d"),
                        Cell.of("e"),
                        Cell.of("f"),
                        Cell.of("g"),
                        Cell.of("h"),
                        Cell.of("i"),
                        Cell.of("j"),
                        Cell.of("k"),
                        Cell.of("l")))
                .covariate(new Covariate.Circular("heading", 15_000, new double[] {1, Double.NaN}))
                .covariate(new Covariate.Scalar("speed", "cm/s", 30_000, new double[] {12.25}))
                .covariate(new Covariate.Events("flashes", new int[] {5, 5, 9}));
        for (int k = 0; k < spikes.spikes(); k++) {
            builder.add(spikes.stepOf(k), spikes.neuronOf(k));
        }
        Dataset dataset =
                new Dataset(builder.build(), Optional.of(GroundTruth.of(simulation)), new Source.Simulated(simulation));
        Path path = folder.resolve("random.npz");
        DatasetFile.write(dataset, path);
        Dataset read = Dataset.open(path);
        assertEquals(dataset.recording().sha256(), read.recording().sha256());
        assertEquals(dataset.source(), read.source());
        assertEquals("ADn", read.recording().cells().get(0).region());
        assertTrue(Double.isNaN(read.recording().cells().get(1).preferredRadians()));
        assertEquals(12.25, ((Covariate.Scalar) read.recording().covariate("speed")).at(29_999));
        assertEquals(1, read.recording().angle().orElseThrow().at(14_999));
        assertArrayEquals(
                dataset.truth().orElseThrow().latenciesMs().orElseThrow(),
                read.truth().orElseThrow().latenciesMs().orElseThrow());
        assertArrayEquals(
                dataset.truth().orElseThrow().weights(),
                read.truth().orElseThrow().weights());
    }

    @Test
    void givenAFileMadeByNumPy_whenRead_thenTypesByteOrdersAndLayoutsAreUnderstood() throws Exception {
        // made by make_numpy_spikes.py beside it
        Dataset file = DatasetFile.read(
                Path.of(DatasetFileTest.class.getResource("numpy_spikes.npz").toURI()));
        Recording recording = file.recording();
        assertEquals(3, recording.neurons());
        assertEquals(24, recording.steps());
        assertEquals(0.5, recording.dtMs());
        assertArrayEquals(new int[] {3, 3}, recording.spikeTrain(0));
        assertArrayEquals(new int[] {9}, recording.spikeTrain(1));
        assertArrayEquals(new int[] {0, 20}, recording.spikeTrain(2));
        assertEquals(List.of(new Segment(0, 10), new Segment(12, 24)), recording.segments());
        assertEquals(3.0, recording.angle().orElseThrow().at(23));
        assertArrayEquals(
                new double[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}},
                file.truth().orElseThrow().weights());
    }

    @Test
    void givenAFileOfOurs_whenNumPyOpensIt_thenItFindsTheSameArrays() throws Exception {
        String python = Stream.of("python3", "/usr/bin/python3")
                .filter(DatasetFileTest::hasNumPy)
                .findFirst()
                .orElse(null);
        assumeTrue(python != null, "skipped: no Python with NumPy is installed");
        Path path = folder.resolve("a.npz");
        DatasetFile.write(example(), path);
        String script = """
                import numpy, sys
                f = numpy.load(sys.argv[1])
                assert f["step"].tolist() == [0, 3, 3, 9, 20] and f["neuron"].tolist() == [2, 0, 0, 1, 2]
                assert int(f["neurons"]) == 3 and int(f["steps"]) == 24 and float(f["dt_ms"]) == 0.5
                assert f["neurons"].shape == () and f["weights"].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
                assert f["segments"].tolist() == [[0, 10], [12, 24]] and f["theta"].shape == (12,)
                """;
        Process process = new ProcessBuilder(python, "-c", script, path.toString())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }

    private static boolean hasNumPy(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}

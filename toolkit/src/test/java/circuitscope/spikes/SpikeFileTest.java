package circuitscope.spikes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpikeFileTest {
    @TempDir
    Path folder;

    private static SpikeFile example() {
        Recording recording = Recording.builder(3, 24, 0.5)
                .segments(List.of(new Segment(0, 10), new Segment(12, 24)))
                .covariate(new Covariate("theta", 2, new double[12]))
                .add(0, 2)
                .add(3, 0)
                .add(3, 0)
                .add(9, 1)
                .add(20, 2)
                .build();
        return new SpikeFile(recording, Optional.of(new double[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}));
    }

    @Test
    void givenARecording_whenWrittenAndRead_thenItIsTheSame() {
        Path path = folder.resolve("a.npz");
        example().write(path);
        SpikeFile read = SpikeFile.read(path);
        assertEquals(example().recording().sha256(), read.recording().sha256());
        assertArrayEquals(example().weights().orElseThrow(), read.weights().orElseThrow());
    }

    @Test
    void givenARecording_whenWrittenTwice_thenTheBytesAreTheSame() throws IOException {
        example().write(folder.resolve("a.npz"));
        example().write(folder.resolve("b.npz"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.npz")), Files.readAllBytes(folder.resolve("b.npz")));
    }

    @Test
    void givenAFileMadeByNumPy_whenRead_thenTypesByteOrdersAndLayoutsAreUnderstood() throws Exception {
        // made by make_numpy_spikes.py beside it
        SpikeFile file = SpikeFile.read(
                Path.of(SpikeFileTest.class.getResource("numpy_spikes.npz").toURI()));
        Recording recording = file.recording();
        assertEquals(3, recording.neurons());
        assertEquals(24, recording.steps());
        assertEquals(0.5, recording.dtMs());
        assertArrayEquals(new int[] {3, 3}, recording.spikeTrain(0));
        assertArrayEquals(new int[] {9}, recording.spikeTrain(1));
        assertArrayEquals(new int[] {0, 20}, recording.spikeTrain(2));
        assertEquals(List.of(new Segment(0, 10), new Segment(12, 24)), recording.segments());
        assertEquals(3.0, recording.covariate().orElseThrow().at(23));
        assertArrayEquals(
                new double[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}, file.weights().orElseThrow());
    }

    @Test
    void givenAFileOfOurs_whenNumPyOpensIt_thenItFindsTheSameArrays() throws Exception {
        String python = Stream.of("python3", "/usr/bin/python3")
                .filter(SpikeFileTest::hasNumPy)
                .findFirst()
                .orElse(null);
        assumeTrue(python != null, "skipped: no Python with NumPy is installed");
        Path path = folder.resolve("a.npz");
        example().write(path);
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

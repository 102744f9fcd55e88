package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Progress;
import circuitscope.SharedData;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real session, against text files that SciPy wrote from the same MAT file and against its authors' curves. */
class MouseTwelveTest {
    private static HeadDirectionSession session;

    @BeforeAll
    static void read() {
        session = HeadDirectionSession.read(SharedData.require("data/head-direction/mouse12_120806_dataHD.mat"));
    }

    @Test
    void wakeEqualsTheTextFileBinByBinWithItsSegments() throws IOException {
        Recording wake = session.wake();
        List<Segment> segments = new ArrayList<>();
        int[][] counts = counts(wake);
        int rows = 0;
        int start = 0;
        String last = "0";
        try (BufferedReader lines = text("data/head-direction/mouse12_120806_wake_10ms.csv.gz")) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",");
                if (!cells[0].equals(last)) {
                    segments.add(new Segment(start, rows));
                    start = rows;
                    last = cells[0];
                }
                assertEquals(
                        Double.parseDouble(cells[2]), wake.angle().orElseThrow().at(rows), 1e-5);
                for (int neuron = 0; neuron < 19; neuron++) {
                    assertEquals(Integer.parseInt(cells[3 + neuron]), counts[neuron][rows], line);
                }
                rows++;
            }
        }
        segments.add(new Segment(start, rows));

        assertEquals(212_078, rows);
        assertEquals(rows, wake.steps());
        assertEquals(113, segments.size());
        assertEquals(segments, wake.segments());
        assertEquals(169_119, wake.spikes());
    }

    @Test
    void sleepEqualsTheTextFiles() throws IOException {
        assertSameCounts("data/head-direction/mouse12_120806_rem_10ms.csv.gz", session.rem());
        assertSameCounts("data/head-direction/mouse12_120806_sws_10ms.csv.gz", session.slowWave());
    }

    @Test
    void everyTuningCurveCorrelatesWithTheAuthors() {
        List<TuningCurve> curves = TuningCurve.all(session.wake(), TuningCurve.Options.paper());
        HeadDirectionSession.PublishedTuning published = session.published();
        for (int neuron = 0; neuron < 19; neuron++) {
            double[] ours = new double[published.radians().length];
            for (int k = 0; k < ours.length; k++) {
                ours[k] = curves.get(neuron).hzAt(published.radians()[k]);
            }
            double correlation =
                    new PearsonsCorrelation().correlation(ours, published.hz()[neuron]);
            assertTrue(correlation >= 0.98, "neuron " + neuron + ": " + correlation);
        }
    }

    @Test
    void allNineteenNeuronsPassAsHeadDirectionCells() throws IOException {
        HeadDirectionCells found =
                HeadDirectionCells.find(session.wake(), HeadDirectionCells.Options.paper(1), Progress.silent());

        assertEquals(19, found.cells().size());
        assertEquals(19, found.preferredDirections().length);
        double least = found.scores().stream()
                .mapToDouble(HeadDirectionCells.Score::vectorLength)
                .min()
                .orElseThrow();
        assertEquals(0.572, least, 5e-4);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                MouseTwelveTest.class.getResourceAsStream("shuffle_percentiles.csv"), StandardCharsets.US_ASCII))) {
            lines.readLine();
            for (HeadDirectionCells.Score score : found.scores()) {
                String[] exact = lines.readLine().split(",");
                assertEquals(Double.parseDouble(exact[1]), score.vectorLength(), 1e-9);
                // 1,000 random shifts against all of them
                assertEquals(Double.parseDouble(exact[2]), score.threshold(), 0.02, "neuron " + score.neuron());
            }
        }
    }

    private static void assertSameCounts(String file, Recording recording) throws IOException {
        int[][] counts = counts(recording);
        int rows = 0;
        try (BufferedReader lines = text(file)) {
            String header = lines.readLine();
            int first = header.split(",").length - 19;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",");
                for (int neuron = 0; neuron < 19; neuron++) {
                    assertEquals(Integer.parseInt(cells[first + neuron]), counts[neuron][rows], line);
                }
                rows++;
            }
        }
        assertEquals(rows, recording.steps());
        assertTrue(recording.angle().isEmpty());
    }

    private static int[][] counts(Recording recording) {
        int[][] counts = new int[recording.neurons()][recording.steps()];
        for (int k = 0; k < recording.spikes(); k++) {
            counts[recording.neuronOf(k)][recording.stepOf(k)]++;
        }
        return counts;
    }

    private static BufferedReader text(String path) throws IOException {
        Path file = SharedData.require(path);
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII));
    }
}

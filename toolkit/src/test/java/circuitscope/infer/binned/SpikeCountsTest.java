package circuitscope.infer.binned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpikeCountsTest {
    private static final List<Segment> PARTS =
            List.of(new Segment(3, 100), new Segment(110, 114), new Segment(150, 301));

    /** Spikes at random, up to three of a neuron in a step, all inside the parts. */
    private static Recording random(long seed) {
        Random random = new Random(seed);
        Recording.Builder builder = Recording.builder(5, 320, 1);
        for (int t = 0; t < 320; t++) {
            for (int k = random.nextInt(4); k > 0; k--) {
                builder.add(t, random.nextInt(5));
            }
        }
        return builder.build();
    }

    /** counts[bin][neuron] by going through all spikes for every bin. */
    private static double[][] naive(Recording recording, int width) {
        double[][] counts =
                new double[PARTS.stream().mapToInt(p -> p.length() / width).sum()][5];
        int bin = 0;
        for (Segment part : PARTS) {
            for (int start = part.start(); start + width <= part.end(); start += width, bin++) {
                for (int k = 0; k < recording.spikes(); k++) {
                    if (recording.stepOf(k) >= start && recording.stepOf(k) < start + width) {
                        counts[bin][recording.neuronOf(k)]++;
                    }
                }
            }
        }
        return counts;
    }

    private static double[][] dense(SpikeCounts counts) {
        double[][] dense = new double[counts.bins()][counts.neurons()];
        for (int bin = 0; bin < counts.bins(); bin++) {
            for (int e = counts.firstEntry(bin); e < counts.firstEntry(bin + 1); e++) {
                dense[bin][counts.neuronOf(e)] = counts.countOf(e);
            }
        }
        return dense;
    }

    @Test
    void givenStretches_whenBinned_thenCountsAreThoseOfPlainLoopsAndNoBinCrossesABorder() {
        Recording recording = random(1);
        SpikeCounts counts = SpikeCounts.of(recording, PARTS, 7);
        double[][] expected = naive(recording, 7);
        double[][] found = dense(counts);
        assertEquals(expected.length, found.length);
        for (int bin = 0; bin < expected.length; bin++) {
            for (int i = 0; i < 5; i++) {
                assertEquals(expected[bin][i], found[bin][i], "bin " + bin + ", neuron " + i);
            }
        }
        // 97 / 7 bins, none in the short stretch, 151 / 7 bins
        assertEquals(List.of(new Segment(0, 13), new Segment(13, 34)), counts.runs());
    }

    @Test
    void givenCounts_whenCovarianceIsTaken_thenItIsTheMeanProductOfDeviations() {
        Recording recording = random(2);
        for (boolean binary : new boolean[] {false, true}) {
            double[][] x = naive(recording, 4);
            SpikeCounts counts = SpikeCounts.of(recording, PARTS, 4);
            if (binary) {
                counts = counts.binary();
                for (double[] row : x) {
                    for (int i = 0; i < 5; i++) {
                        row[i] = Math.min(1, row[i]);
                    }
                }
            }
            double[] mean = new double[5];
            for (double[] row : x) {
                for (int i = 0; i < 5; i++) {
                    mean[i] += row[i] / x.length;
                }
            }
            double[][] covariance = counts.covariance();
            for (int i = 0; i < 5; i++) {
                assertEquals(mean[i], counts.means()[i], 1e-12);
                for (int j = 0; j < 5; j++) {
                    double expected = 0;
                    for (double[] row : x) {
                        expected += (row[i] - mean[i]) * (row[j] - mean[j]) / x.length;
                    }
                    assertEquals(expected, covariance[i][j], 1e-12);
                }
            }
        }
    }

    @Test
    void givenPatterns_whenPassed_thenMeansAreThoseOfALoopOverBins() {
        Recording recording = random(3);
        SpikeCounts counts = SpikeCounts.of(recording, PARTS, 2);
        ActivityPatterns patterns = ActivityPatterns.of(counts, Workers.all());
        assertTrue(patterns.size() < patterns.bins(), "some patterns come more than once");
        double[][] weights = new double[5][5];
        Random random = new Random(4);
        for (double[] row : weights) {
            for (int j = 0; j < 5; j++) {
                row[j] = random.nextGaussian();
            }
        }
        ActivityPatterns.Means means = patterns.pass(
                weights,
                (state, input, response) -> {
                    double value = 0;
                    for (int i = 0; i < 5; i++) {
                        response[i] = Math.sin(input[i]) + state[i];
                        value += response[i] * response[i];
                    }
                    return value;
                },
                "test");
        double[][] x = naive(recording, 2);
        double value = 0;
        double[] total = new double[5];
        double[][] product = new double[5][5];
        for (double[] counted : x) {
            for (int i = 0; i < 5; i++) {
                double input = 0;
                for (int j = 0; j < 5; j++) {
                    input += weights[i][j] * Math.min(1, counted[j]);
                }
                double r = Math.sin(input) + Math.min(1, counted[i]);
                value += r * r / x.length;
                total[i] += r / x.length;
                for (int j = 0; j < 5; j++) {
                    product[i][j] += r * Math.min(1, counted[j]) / x.length;
                }
            }
        }
        assertEquals(value, means.value(), 1e-12);
        for (int i = 0; i < 5; i++) {
            assertEquals(total[i], means.response()[i], 1e-12);
            for (int j = 0; j < 5; j++) {
                assertEquals(product[i][j], means.product()[i][j], 1e-12);
            }
        }
    }

    @Test
    void givenBinsOrNeuronsThatCannotBeUsed_whenBinned_thenOneSentenceSaysWhy() {
        Recording recording = random(5);
        assertMessage("expected 1 to", () -> SpikeCounts.of(recording, PARTS, 0.3));
        assertMessage("longer than every stretch", () -> SpikeCounts.of(recording, PARTS, 200));
        Recording silent = Recording.builder(3, 10, 1).add(1, 0).add(3, 2).build();
        List<Segment> all = List.of(new Segment(0, 10));
        assertMessage(
                "Neuron 1 does not fire", () -> SpikeCounts.of(silent, all, 2).requireVariable());
        Recording constant = Recording.builder(2, 4, 1)
                .add(0, 0)
                .add(1, 1)
                .add(2, 0)
                .add(3, 0)
                .build();
        assertMessage(
                "Neuron 0 has the same count, 1, in all 2 bins",
                () -> SpikeCounts.of(constant, List.of(new Segment(0, 4)), 2)
                        .binary()
                        .requireVariable());
        Recording single = Recording.builder(1, 4, 1).add(0, 0).build();
        assertMessage(
                "has 1 neuron",
                () -> SpikeCounts.of(single, List.of(new Segment(0, 4)), 1).requireVariable());
    }

    private static void assertMessage(String part, Runnable use) {
        String message = assertThrows(InputException.class, use::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}

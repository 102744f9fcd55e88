package circuitscope.infer.transferentropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.SharedData;
import circuitscope.data.Dataset;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TransferEntropyTest {
    private static TransferEntropyResult fit(Recording recording, TransferEntropyOptions options) {
        return new TransferEntropy()
                .fit(Request.of(recording).withSplit(new Split(recording.segments(), List.of(), List.of())), options);
    }

    private static Recording recording(int bins, int[]... trains) {
        Recording.Builder builder = Recording.builder(trains.length, bins, 1);
        for (int t = 0; t < bins; t++) {
            for (int i = 0; i < trains.length; i++) {
                if (t < trains[i].length && trains[i][t] == 1) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    @Test
    void givenACopyABinLater_whenMeasured_thenAllThatItsOwnPastLeavesOpen() {
        int[] source = {0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0};
        int[] target = {1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0};
        TransferEntropyResult result = fit(
                recording(11, source, target), TransferEntropyOptions.standard().withDelays(1, 1));
        // by hand, over bins 1 to 10: a 1 follows a 0 in 2 of 5 bins, and a 1 in 2 of 5; given the source it is certain
        double expected = -0.4 * log2(0.4) - 0.6 * log2(0.6);
        assertEquals(expected, result.weights()[1][0], 1e-12);
        assertEquals(1, result.delaysMs()[1][0]);
    }

    @Test
    void givenASourceThatSilences_whenMeasured_thenTheSignIsNegative() {
        int[] source = {0, 1, 0, 0, 0, 1, 0, 0, 0};
        int[] target = {1, 1, 0, 1, 1, 1, 0, 1, 1};
        TransferEntropyResult result = fit(
                recording(9, source, target), TransferEntropyOptions.standard().withDelays(1, 1));
        // bins 1 to 8: after a 1: 6 bins, 4 ones; both zeros follow the source; after a 0: always 1
        double expected = -(4 * log2(4 / 6.0) + 2 * log2(2 / 6.0)) / 8;
        assertEquals(-expected, result.weights()[1][0], 1e-12);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    @Test
    void givenRandomTrainsWithSegments_whenMeasured_thenAsByCountingEveryBin() {
        Random random = new Random(7);
        List<Segment> segments = List.of(new Segment(0, 403), new Segment(500, 506), new Segment(600, 1207));
        Recording.Builder builder = Recording.builder(3, 1300, 0.5).segments(segments);
        boolean[][] fired = new boolean[3][1300];
        for (Segment segment : segments) {
            for (int t = segment.start(); t < segment.end(); t++) {
                for (int i = 0; i < 3; i++) {
                    boolean driven = i > 0 && t >= segment.start() + 6 && fired[i - 1][t - 6];
                    if (random.nextDouble() < (driven ? 0.6 : 0.1)) {
                        fired[i][t] = true;
                        builder.add(t, i);
                    }
                }
            }
        }
        Recording recording = builder.build();
        for (int[] histories : new int[][] {{1, 1}, {2, 1}, {1, 3}, {3, 2}}) {
            TransferEntropyOptions options = TransferEntropyOptions.standard()
                    .withHistories(histories[0], histories[1])
                    .withDelays(2, 5);
            TransferEntropyResult result = fit(recording, options);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double best = 0;
                    int delay = 0;
                    for (int d = 2; i != j && d <= 5; d++) {
                        double bits = naive(fired[i], fired[j], segments, histories[0], histories[1], d, 5);
                        if (bits > best) {
                            best = bits;
                            delay = d;
                        }
                    }
                    assertEquals(best, Math.abs(result.weights()[i][j]), 1e-12);
                    assertEquals(delay, result.delaysMs()[i][j]);
                }
            }
            assertEquals(3, result.delaysMs()[1][0]);
            assertTrue(result.weights()[1][0] > 0);
        }
    }

    /** Counts states by their texts, bin by bin; bins are two steps. */
    private static double naive(
            boolean[] target, boolean[] source, List<Segment> segments, int k, int l, int delay, int mostDelay) {
        Map<String, Integer> counts = new HashMap<>();
        int bins = 0;
        for (Segment segment : segments) {
            int length = segment.length() / 2;
            for (int t = Math.max(k, mostDelay + l - 1); t < length; t++) {
                String own = "";
                String other = "";
                for (int b = 1; b <= k; b++) {
                    own += bin(target, segment, t - b);
                }
                for (int b = 0; b < l; b++) {
                    other += bin(source, segment, t - delay - b);
                }
                String now = bin(target, segment, t);
                for (String key :
                        List.of("n" + now + own + "s" + other, "p" + own + "s" + other, "n" + now + own, "p" + own)) {
                    counts.merge(key, 1, Integer::sum);
                }
                bins++;
            }
        }
        double sum = 0;
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            String key = each.getKey();
            if (key.startsWith("n") && key.contains("s")) {
                String nowAndOwn = key.substring(0, key.indexOf('s'));
                double given = (double) each.getValue() / counts.get("p" + key.substring(2));
                double alone = (double) counts.get(nowAndOwn) / counts.get("p" + nowAndOwn.substring(2));
                sum += each.getValue() * log2(given / alone);
            }
        }
        return sum / bins;
    }

    private static String bin(boolean[] fired, Segment segment, int bin) {
        int start = segment.start() + 2 * bin;
        return fired[start] || fired[start + 1] ? "1" : "0";
    }

    @Test
    void givenThreadsOrAnInterrupt_whenFitting_thenTheResultIsTheSameOrItStops() {
        Random random = new Random(8);
        Recording.Builder builder = Recording.builder(5, 2000, 1);
        for (int t = 0; t < 2000; t++) {
            builder.add(t, random.nextInt(5));
        }
        Recording recording = builder.build();
        double[][] one = new TransferEntropy()
                .fit(Request.of(recording).withThreads(1), TransferEntropyOptions.standard())
                .weights();
        double[][] three = new TransferEntropy()
                .fit(Request.of(recording).withThreads(3), TransferEntropyOptions.standard())
                .weights();
        assertArrayEquals(one, three);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new TransferEntropy().fit(recording));
    }

    @Test
    void givenTwentyCellsOfSpycon_whenMeasured_thenTheRankingIsAsGoodAsPublished() {
        Dataset dataset = Dataset.open(SharedData.require("data/ground-truth/spycon-20-of-340.npz"));
        EdgeDetection detection = EdgeDetection.of(
                new TransferEntropy().fit(dataset.recording()).weights(),
                dataset.truth().orElseThrow().weights());
        // the values that spycon stores for transfer entropy on these cells: AUC 0.998, average precision 0.971
        assertEquals(0.998, detection.auc(), 0.002);
        assertEquals(0.971, detection.averagePrecision(), 0.02);
        assertEquals(1, detection.value(EdgeMetric.SIGN_ACCURACY_OF_ALL));
    }
}

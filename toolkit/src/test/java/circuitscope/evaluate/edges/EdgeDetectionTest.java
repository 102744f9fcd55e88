package circuitscope.evaluate.edges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.NumberFile;
import circuitscope.Workers;
import circuitscope.infer.Curve;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EdgeDetectionTest {
    // edge_detection.py in the resources writes these values
    private final Map<String, double[][]> written = NumberFile.blocks(EdgeDetectionTest.class, "edge_detection.csv");

    private static int[][] whole(double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).mapToInt(value -> (int) value).toArray())
                .toArray(int[][]::new);
    }

    private EdgeDetection detection() {
        return EdgeDetection.of(written.get("scores"), written.get("truth"))
                .withEdges(whole(written.get("edges")))
                .withLatencies(written.get("latencies"), written.get("true_latencies"));
    }

    private double value(String name) {
        return written.get(name)[0][0];
    }

    @Test
    void givenScoresWithTiesEdgesAndLatencies_whenMeasured_thenAsBySciPyAndPlainLoops() {
        EdgeDetection detection = detection();
        assertEquals(List.of(EdgeMetric.values()), detection.metrics());
        for (EdgeMetric metric : EdgeMetric.values()) {
            assertEquals(value(metric.name().toLowerCase(Locale.ROOT)), detection.value(metric), 1e-12, metric.name());
        }
        assertEquals(3, detection.unknown());
        assertEquals(14 * 13 - 3, detection.pairs());
        EdgeDetection excitatory = detection.excitatory().orElseThrow();
        EdgeDetection inhibitory = detection.inhibitory().orElseThrow();
        assertEquals(detection.edges(), excitatory.edges() + inhibitory.edges());
        assertEquals(value("auc_excitatory"), excitatory.auc(), 1e-12);
        assertEquals(value("average_precision_excitatory"), excitatory.averagePrecision(), 1e-12);
        assertEquals(value("auc_inhibitory"), inhibitory.auc(), 1e-12);
        assertEquals(value("average_precision_inhibitory"), inhibitory.averagePrecision(), 1e-12);
    }

    @Test
    void givenNeuronsDrawnSeveralTimes_whenMeasured_thenAsIfTheirPairsWereListedSoOften() {
        Random random = new Random(4);
        int[] post = random.ints(60, 0, 5).toArray();
        double[] score = random.ints(60, -8, 8).asDoubleStream().toArray();
        double[] truth = random.ints(60, -2, 2).asDoubleStream().toArray();
        int[] decided = random.ints(60, -1, 2).toArray();
        double[] error = random.doubles(60).toArray();
        int[] times = {2, 0, 1, 3, 1};
        int[] list = IntStream.range(0, 60)
                .flatMap(p -> IntStream.generate(() -> p).limit(times[post[p]]))
                .toArray();
        EdgePairs once = new EdgePairs(
                new int[list.length],
                Arrays.stream(list).mapToDouble(p -> score[p]).toArray(),
                Arrays.stream(list).mapToDouble(p -> score[p]).toArray(),
                Arrays.stream(list).mapToDouble(p -> truth[p]).toArray(),
                Arrays.stream(list).map(p -> decided[p]).toArray(),
                Arrays.stream(list).mapToDouble(p -> error[p]).toArray());
        EdgePairs counted = new EdgePairs(post, score, score, truth, decided, error);
        for (EdgeMetric metric : EdgeMetric.values()) {
            assertEquals(metric.of(once, new int[] {1}), metric.of(counted, times), 1e-12, metric.name());
        }
    }

    @Test
    void givenASeed_whenIntervalsAreDrawn_thenTheyHoldTheValueAndDependOnTheSeedAlone() {
        EdgeDetection detection = detection();
        Map<EdgeMetric, EdgeDetection.Interval> intervals = detection.intervals(1, Workers.of(1));
        assertEquals(intervals, detection.intervals(1, Workers.of(3)));
        assertFalse(intervals.equals(detection.intervals(2, Workers.of(1))));
        assertEquals(EdgeMetric.values().length, intervals.size());
        intervals.forEach((metric, interval) -> assertTrue(
                interval.low() <= detection.value(metric) && detection.value(metric) <= interval.high(),
                metric + " " + interval));
    }

    @Test
    void givenPairsThatDoNotDependOnEachOther_whenAnIntervalIsDrawn_thenItIsAsWideAsTheNormalOneOfAShare() {
        // recall of a coin: its standard error is sqrt(p (1 - p) / edges)
        Random random = new Random(6);
        int n = 60;
        double[][] truth = new double[n][n];
        int[][] decided = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                truth[i][j] = random.nextInt(2);
                decided[i][j] = random.nextDouble() < 0.7 ? 1 : 0;
            }
        }
        EdgeDetection detection = EdgeDetection.of(truth, truth).withEdges(decided);
        EdgeDetection.Interval interval = detection.intervals(3, Workers.all()).get(EdgeMetric.RECALL);
        double expected = 2 * 1.96 * Math.sqrt(0.7 * 0.3 / detection.edges());
        assertEquals(expected, interval.high() - interval.low(), 0.3 * expected);
    }

    @Test
    void givenTheCurves_whenTheirAreaIsTaken_thenItIsTheAucAndTheAveragePrecision() {
        EdgeDetection detection = detection();
        Curve roc = detection.receiverOperating();
        double area = 0;
        for (int k = 1; k < roc.x().length; k++) {
            area += (roc.x()[k] - roc.x()[k - 1]) * (roc.y()[k] + roc.y()[k - 1]) / 2;
        }
        assertEquals(detection.auc(), area, 1e-12);
        assertEquals(1, roc.x()[roc.x().length - 1]);
        Curve precision = detection.precisionRecall();
        double sum = 0;
        for (int k = 0; k < precision.x().length; k++) {
            sum += (precision.x()[k] - (k == 0 ? 0 : precision.x()[k - 1]))
                    * precision.y()[k];
        }
        assertEquals(detection.averagePrecision(), sum, 1e-12);
    }

    @Test
    void givenNoEdgesOfTheMethod_whenMeasured_thenOnlyTheRankingIs() {
        EdgeDetection detection = EdgeDetection.of(written.get("scores"), written.get("truth"));
        assertFalse(detection.metrics().contains(EdgeMetric.MCC));
        assertTrue(Double.isNaN(detection.value(EdgeMetric.MCC)));
        EdgeDetection none = detection.withEdges(new int[14][14]);
        assertEquals(0, none.value(EdgeMetric.MCC));
        assertEquals(0, none.value(EdgeMetric.RECALL));
        assertEquals(0, none.value(EdgeMetric.FALSE_DISCOVERY_RATE));
        assertTrue(Double.isNaN(none.value(EdgeMetric.PRECISION)));
        assertFalse(none.intervals(1, Workers.all()).containsKey(EdgeMetric.PRECISION));
    }

    @Test
    void givenAPerfectScoreWithAnotherDiagonal_whenMeasured_thenOnlyPairsOfTwoNeuronsCount() {
        // correlations over all pairs by SciPy: 0.9907, 0.8944
        double[][] truth = {{9, 0, -2}, {1, Double.NaN, 0}, {0, Double.NaN, 7}};
        double[][] scores = {{Double.NaN, 0.1, -5}, {4, 99, 0.2}, {0.3, 50, 0}};
        EdgeDetection detection = EdgeDetection.of(scores, truth);
        assertEquals(1, detection.auc());
        assertEquals(1, detection.averagePrecision());
        assertEquals(1, detection.value(EdgeMetric.SIGN_ACCURACY_OF_ALL));
        assertEquals(
                "2 edges (1 excitatory, 1 inhibitory) among 5 pairs, 1 unknown: auc 1.000, average precision 1.000,"
                        + " average precision of absent 1.000,"
                        + " sign accuracy of all 1.000, pearson 1.000, spearman 1.000, pearson of all pairs 0.991,"
                        + " spearman of all pairs 0.894",
                detection.toString());
        assertArrayEquals(
                new double[] {0.5, 1, 1, 1, 1}, detection.precisionRecall().x());
    }
}

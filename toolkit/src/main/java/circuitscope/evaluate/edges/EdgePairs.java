package circuitscope.evaluate.edges;

import circuitscope.infer.Curve;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ordered pairs whose truth is known, as lists, and all metrics of them. Every metric takes how many times the pairs into each
 * postsynaptic neuron are counted, shape (N): once, or as often as a bootstrap has drawn that neuron.
 */
final class EdgePairs {
    private final int[] postsynaptic;
    private final double[] score;
    private final double[] weight;
    private final double[] truth;
    private final int[] decided;
    private final double[] latencyErrorMs;
    private final int[] descending;
    private final PairCorrelation overEdges;
    private final PairCorrelation overAll;

    /**
     * Lists with a number for each pair; {@code decided} is -1, 0 or 1, or 0 throughout if the method did not decide;
     * errors of latencies are NaN where one is not known.
     */
    EdgePairs(
            int[] postsynaptic,
            double[] score,
            double[] weight,
            double[] truth,
            int[] decided,
            double[] latencyErrorMs) {
        this.postsynaptic = postsynaptic;
        this.score = Arrays.stream(score).map(Math::abs).toArray();
        this.weight = weight;
        this.truth = truth;
        this.decided = decided;
        this.latencyErrorMs = latencyErrorMs;
        descending = PairCorrelation.ascending(
                Arrays.stream(this.score).map(value -> -value).toArray());
        int[] edges =
                IntStream.range(0, truth.length).filter(p -> truth[p] != 0).toArray();
        overEdges = new PairCorrelation(
                Arrays.stream(edges).map(p -> postsynaptic[p]).toArray(),
                Arrays.stream(edges).mapToDouble(p -> weight[p]).toArray(),
                Arrays.stream(edges).mapToDouble(p -> truth[p]).toArray());
        overAll = new PairCorrelation(postsynaptic, weight, truth);
    }

    PairCorrelation overEdges() {
        return overEdges;
    }

    PairCorrelation overAll() {
        return overAll;
    }

    /** Hears of each group of equal scores, from the highest: how many of its pairs are edges, and how many are not. */
    @FunctionalInterface
    private interface Group {
        void next(double edges, double others);
    }

    private void groups(int[] times, Group group) {
        for (int from = 0; from < descending.length; ) {
            double value = score[descending[from]];
            double edges = 0;
            double others = 0;
            for (; from < descending.length && score[descending[from]] == value; from++) {
                int p = descending[from];
                if (truth[p] == 0) {
                    others += times[postsynaptic[p]];
                } else {
                    edges += times[postsynaptic[p]];
                }
            }
            group.next(edges, others);
        }
    }

    double auc(int... times) {
        double[] sum = new double[3];
        groups(times, (edges, others) -> {
            sum[0] += others * (sum[1] + edges / 2);
            sum[1] += edges;
            sum[2] += others;
        });
        return sum[0] / (sum[1] * sum[2]);
    }

    double averagePrecision(int... times) {
        double[] sum = new double[3];
        groups(times, (edges, others) -> {
            sum[1] += edges;
            sum[2] += others;
            if (edges > 0) {
                sum[0] += edges * sum[1] / (sum[1] + sum[2]);
            }
        });
        return sum[0] / sum[1];
    }

    double averagePrecisionOfAbsent(int... times) {
        double[] left = new double[2];
        groups(times, (edges, others) -> {
            left[0] += edges;
            left[1] += others;
        });
        double all = left[1];
        double[] sum = new double[1];
        groups(times, (edges, others) -> {
            // this group and all below it
            if (others > 0) {
                sum[0] += others * left[1] / (left[0] + left[1]);
            }
            left[0] -= edges;
            left[1] -= others;
        });
        return sum[0] / all;
    }

    /** Shape (2, groups): edges and others with this score or a higher one. */
    private double[][] cumulated(int... times) {
        double[][] cumulated = new double[2][descending.length];
        int[] count = new int[1];
        groups(times, (edges, others) -> {
            int k = count[0]++;
            cumulated[0][k] = edges + (k == 0 ? 0 : cumulated[0][k - 1]);
            cumulated[1][k] = others + (k == 0 ? 0 : cumulated[1][k - 1]);
        });
        return new double[][] {Arrays.copyOf(cumulated[0], count[0]), Arrays.copyOf(cumulated[1], count[0])};
    }

    Curve receiverOperating(int... times) {
        double[][] cumulated = cumulated(times);
        int groups = cumulated[0].length;
        double[] found = new double[groups + 1];
        double[] falsely = new double[groups + 1];
        for (int k = 0; k < groups; k++) {
            found[k + 1] = cumulated[0][k] / cumulated[0][groups - 1];
            falsely[k + 1] = cumulated[1][k] / cumulated[1][groups - 1];
        }
        return new Curve("ROC", "false positive rate", "true positive rate", falsely, found);
    }

    Curve precisionRecall(int... times) {
        double[][] cumulated = cumulated(times);
        int groups = cumulated[0].length;
        double[] recall = new double[groups];
        double[] precision = new double[groups];
        for (int k = 0; k < groups; k++) {
            recall[k] = cumulated[0][k] / cumulated[0][groups - 1];
            precision[k] = cumulated[0][k] / (cumulated[0][k] + cumulated[1][k]);
        }
        return new Curve("precision and recall", "recall", "precision", recall, precision);
    }

    double signAccuracyOfAll(int... times) {
        double right = 0;
        double edges = 0;
        for (int p = 0; p < truth.length; p++) {
            if (truth[p] != 0) {
                edges += times[postsynaptic[p]];
                right += weight[p] * truth[p] > 0 ? times[postsynaptic[p]] : 0;
            }
        }
        return right / edges;
    }

    /** How often the method's own edges are right and wrong. */
    private record Decisions(double hits, double falseAlarms, double misses, double rejections) {}

    private Decisions decisions(int... times) {
        double[] counts = new double[4];
        for (int p = 0; p < truth.length; p++) {
            counts[(truth[p] == 0 ? 1 : 0) + (decided[p] == 0 ? 2 : 0)] += times[postsynaptic[p]];
        }
        return new Decisions(counts[0], counts[1], counts[2], counts[3]);
    }

    double mcc(int... times) {
        Decisions d = decisions(times);
        double squared = (d.hits + d.falseAlarms)
                * (d.hits + d.misses)
                * (d.rejections + d.falseAlarms)
                * (d.rejections + d.misses);
        return squared == 0 ? 0 : (d.hits * d.rejections - d.falseAlarms * d.misses) / Math.sqrt(squared);
    }

    double f1(int... times) {
        Decisions d = decisions(times);
        return 2 * d.hits / (2 * d.hits + d.falseAlarms + d.misses);
    }

    double precision(int... times) {
        Decisions d = decisions(times);
        return d.hits / (d.hits + d.falseAlarms);
    }

    double recall(int... times) {
        Decisions d = decisions(times);
        return d.hits / (d.hits + d.misses);
    }

    double falseDiscoveryRate(int... times) {
        Decisions d = decisions(times);
        return d.falseAlarms / Math.max(1, d.hits + d.falseAlarms);
    }

    double signAccuracy(int... times) {
        double right = 0;
        double found = 0;
        for (int p = 0; p < truth.length; p++) {
            if (truth[p] != 0 && decided[p] != 0) {
                found += times[postsynaptic[p]];
                right += decided[p] * truth[p] > 0 ? times[postsynaptic[p]] : 0;
            }
        }
        return right / found;
    }

    double latencyErrorMs(int... times) {
        double sum = 0;
        double known = 0;
        for (int p = 0; p < truth.length; p++) {
            if (truth[p] != 0 && decided[p] != 0 && !Double.isNaN(latencyErrorMs[p])) {
                known += times[postsynaptic[p]];
                sum += times[postsynaptic[p]] * latencyErrorMs[p];
            }
        }
        return sum / known;
    }
}

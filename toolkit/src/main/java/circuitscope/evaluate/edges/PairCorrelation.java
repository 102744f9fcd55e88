package circuitscope.evaluate.edges;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Correlation of two numbers over pairs of neurons, when the pairs into each neuron are counted some number of times. */
final class PairCorrelation {
    private final int[] postsynaptic;
    private final double[] x;
    private final double[] y;
    private final int[] byX;
    private final int[] byY;

    /** Arrays with a number for each pair. */
    PairCorrelation(int[] postsynaptic, double[] x, double[] y) {
        this.postsynaptic = postsynaptic;
        this.x = x;
        this.y = y;
        byX = ascending(x);
        byY = ascending(y);
    }

    static int[] ascending(double... values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(p -> values[p]))
                .mapToInt(p -> p)
                .toArray();
    }

    /** NaN if one of them does not vary. */
    double pearson(int... times) {
        return pearson(x, y, times);
    }

    /** Pearson's correlation of ranks, equal numbers having their mean rank. */
    double spearman(int... times) {
        return pearson(ranks(x, byX, times), ranks(y, byY, times), times);
    }

    private double pearson(double[] a, double[] b, int... times) {
        double count = 0;
        double meanA = 0;
        double meanB = 0;
        for (int p = 0; p < a.length; p++) {
            int weight = times[postsynaptic[p]];
            count += weight;
            meanA += weight * a[p];
            meanB += weight * b[p];
        }
        meanA /= count;
        meanB /= count;
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int p = 0; p < a.length; p++) {
            int weight = times[postsynaptic[p]];
            product += weight * (a[p] - meanA) * (b[p] - meanB);
            squareA += weight * (a[p] - meanA) * (a[p] - meanA);
            squareB += weight * (b[p] - meanB) * (b[p] - meanB);
        }
        return product / Math.sqrt(squareA * squareB);
    }

    private double[] ranks(double[] values, int[] order, int... times) {
        double[] ranks = new double[values.length];
        double below = 0;
        for (int from = 0; from < order.length; ) {
            double value = values[order[from]];
            double equal = 0;
            int to = from;
            for (; to < order.length && values[order[to]] == value; to++) {
                equal += times[postsynaptic[order[to]]];
            }
            for (int k = from; k < to; k++) {
                ranks[order[k]] = below + (equal + 1) / 2;
            }
            below += equal;
            from = to;
        }
        return ranks;
    }
}

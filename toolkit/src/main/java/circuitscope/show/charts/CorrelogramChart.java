package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.infer.auto.AutoResult;
import circuitscope.infer.correlogram.CorrelogramResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A cross-correlogram with what was fitted to it. */
public final class CorrelogramChart {
    private CorrelogramChart() {}

    /**
     * @param title stands above
     * @param pair the correlogram
     * @return counts, the smooth baseline with the band that holds 95 % of counts without a synapse, and the synapse
     */
    public static LineChart of(String title, CorrelogramResult.Pair pair) {
        int bins = pair.counts().length;
        double[] counts = new double[bins];
        double[] low = new double[bins];
        double[] high = new double[bins];
        for (int b = 0; b < bins; b++) {
            counts[b] = pair.counts()[b];
            double scatter = 1.96 * Math.sqrt(pair.baseline()[b]);
            low[b] = Math.max(0, pair.baseline()[b] - scatter);
            high[b] = pair.baseline()[b] + scatter;
        }
        return LineChart.of(title, "lag (ms), presynaptic spike first on the right", "pairs of spikes")
                .withLine("counts", pair.lagsMs(), counts)
                .withLine("with synapse", pair.lagsMs(), pair.expected())
                .withLine("baseline", pair.lagsMs(), pair.baseline())
                .withBand("95 % without", pair.lagsMs(), low, high)
                .withSize(480, 280);
    }

    /**
     * The correlograms that tell most of a result: of the surest synapse, the least sure one of those that were found, the
     * likeliest one of those missed, and the likeliest false one, as far as there are such.
     *
     * @param result synapses
     * @param truth true weights, shape (N, N)
     * @return the correlograms
     * @throws InputException if the choice needed no correlograms
     */
    public static Figure telling(AutoResult result, double[][] truth) {
        CorrelogramResult correlograms = correlograms(result);
        double[][] probability = result.connectivity().edgeProbability().orElseThrow();
        int[][] edges = result.connectivity().edges().orElseThrow();
        List<Figure> figures = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            double most = Double.NEGATIVE_INFINITY;
            int to = -1;
            int from = -1;
            for (int i = 0; i < truth.length; i++) {
                for (int j = 0; j < truth.length; j++) {
                    double score = kind.sign * probability[i][j];
                    if (i != j
                            && (truth[i][j] != 0) == kind.there
                            && (edges[i][j] != 0) == kind.found
                            && score > most) {
                        most = score;
                        to = i;
                        from = j;
                    }
                }
            }
            if (to >= 0) {
                String title = String.format(
                        Locale.ROOT, "%s: %d to %d, p = %.3f", kind.words, from, to, probability[to][from]);
                figures.add(of(title, correlograms.pair(to, from)).figure());
            }
        }
        return Figure.grid("", 2, figures);
    }

    /**
     * The correlograms of the surest pairs, whether they are named as synapses or not.
     *
     * @param result synapses
     * @param count number of pairs
     * @return the correlograms
     * @throws InputException if the number is below 1, or the choice needed no correlograms
     */
    public static Figure surest(AutoResult result, int count) {
        InputException.requireBetween("Number of correlograms", count, 1, 100);
        CorrelogramResult correlograms = correlograms(result);
        double[][] probability = result.connectivity().edgeProbability().orElseThrow();
        int[][] edges = result.connectivity().edges().orElseThrow();
        int n = probability.length;
        List<Integer> pairs = IntStream.range(0, n * n)
                .filter(k -> k % (n + 1) != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -probability[k / n][k % n]))
                .limit(count)
                .toList();
        List<Figure> figures = new ArrayList<>();
        for (int k : pairs) {
            int to = k / n;
            int from = k % n;
            String title = String.format(
                    Locale.ROOT, "%d to %d, p = %.3f, %s", from, to, probability[to][from], word(edges[to][from]));
            figures.add(of(title, correlograms.pair(to, from)).figure());
        }
        return Figure.grid("", 2, figures);
    }

    private static CorrelogramResult correlograms(AutoResult result) {
        return result.correlograms()
                .orElseThrow(() -> InputException.of(
                        "The choice of %s needed no correlograms, so there are none to show; fit Correlograms for a look.",
                        result.estimate()));
    }

    private static String word(int sign) {
        if (sign == 0) {
            return "not named";
        }
        return sign > 0 ? "excitation" : "inhibition";
    }

    private enum Kind {
        SURE("Surest", true, true, 1),
        HARD("Least sure of those found", true, true, -1),
        MISSED("Likeliest of those missed", true, false, 1),
        FALSE("Likeliest false one", false, true, 1);

        private final String words;
        private final boolean there;
        private final boolean found;
        private final int sign;

        Kind(String words, boolean there, boolean found, int sign) {
            this.words = words;
            this.there = there;
            this.found = found;
            this.sign = sign;
        }
    }
}

package circuitscope.infer.correlogram;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.PoissonRegression;
import circuitscope.infer.posterior.PairEvidence;
import circuitscope.infer.posterior.SparsePosterior;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every correlogram as a smooth baseline with a synapse on top: log expected count = splines + w kernel(lag), fitted for each
 * kernel of the dictionary. Where the synapse of the other direction is clear, kernels of any shape on its side take it up, and
 * what comes through third neurons enters as a known factor.
 */
final class PairModels {
    /** Signed root of twice the gain, above which the other direction has kernels of its own. */
    private static final double CLEAR = 3.5;
    /** Kernels that gain less than this are not fitted beyond second order, in nats. */
    private static final double PROMISING = 2;
    /** Kernels that gain less than this share of the best are not either. */
    private static final double CLOSE = 0.3;
    /** Changes of the log rate up to here are small enough for the second order. */
    private static final double SMALL = 0.1;
    /** Synapses less probable than this bring nothing to others. */
    private static final double PROBABLE = 0.3;

    private static final int ITERATIONS = 10;
    private static final double LEAST_FACTOR = 0.3;
    private static final double MOST_FACTOR = 5;
    private static final double MOST_LOG_GAIN = 3;
    /** Lags from here on tell the rate around a neuron's own spikes, as a share of the window. */
    private static final double FAR = 0.5;

    private final CrossCorrelograms correlograms;
    private final Workers workers;
    private final int n;
    private final int bins;
    private final double[][] splines;
    private final PoissonRegression alone;
    private final PoissonRegression withReverse;
    private final List<SynapticKernel> kernels = SynapticKernel.dictionary();
    private final double[][] columns;
    /** Log factor of what comes through third neurons, shape (N N, bins). */
    private final double[][] indirect;
    /** Whether the other direction is clear, shape (N N). */
    private final boolean[] reversed;

    private final double[][] baseline;
    private PairEvidence evidence;

    PairModels(CrossCorrelograms correlograms, int intervals, Workers workers) {
        this.correlograms = correlograms;
        this.workers = workers;
        n = correlograms.neurons();
        bins = correlograms.bins();
        double[] lags = correlograms.lagsMs();
        splines = CubicSplines.over(lags, intervals);
        alone = new PoissonRegression(splines);
        PoissonRegression more = alone;
        for (SynapticKernel kernel : SynapticKernel.coarse()) {
            more = more.with(kernel.binned(lags, correlograms.binMs(), -1));
        }
        withReverse = more;
        columns = kernels.stream()
                .map(kernel -> kernel.binned(lags, correlograms.binMs(), 1))
                .toArray(double[][]::new);
        indirect = new double[n * n][bins];
        reversed = new boolean[n * n];
        baseline = new double[n * n][];
    }

    List<SynapticKernel> kernels() {
        return kernels;
    }

    PairEvidence evidence() {
        return evidence;
    }

    /** Smooth part of the expected count of a pair, shape (bins). */
    double[] baseline(int to, int from) {
        return baseline[to * n + from];
    }

    /** Log factor of what comes through third neurons, shape (bins). */
    double[] indirect(int to, int from) {
        return indirect[to * n + from];
    }

    private record PairFit(double[] weight, double[] error, double[] gain, double[] baseline) {}

    /** Looks at every pair alone, to find where synapses are clear, and then fits all. */
    void begin() {
        List<Double> z = workers.map(n * n, "correlograms, first look", p -> has(p) ? firstLook(p) : 0);
        for (int p = 0; p < n * n; p++) {
            reversed[p] = z.get(p % n * n + p / n) > CLEAR;
        }
        fit();
        markReverse();
        fit();
    }

    private boolean has(int p) {
        return correlograms.has(p / n, p % n);
    }

    private void markReverse() {
        for (int p = 0; p < n * n; p++) {
            double[] gains = evidence.gain()[p % n * n + p / n];
            double most = Arrays.stream(gains).max().orElse(0);
            reversed[p] = Math.sqrt(2 * Math.max(0, most)) > CLEAR;
        }
    }

    private double[] start(int[] counts, PoissonRegression model) {
        double[] start = new double[model.size()];
        double mean = Math.max(0.05, Arrays.stream(counts).average().orElse(0));
        Arrays.fill(start, 0, splines.length, Math.log(mean));
        return start;
    }

    private double firstLook(int p) {
        int[] counts = correlograms.counts(p / n, p % n);
        PoissonRegression.Fit base = alone.fit(counts, indirect[p], start(counts, alone), ITERATIONS);
        double most = 0;
        for (double[] column : columns) {
            most = Math.max(most, alone.adding(column, counts, base).gain());
        }
        return Math.sqrt(2 * most);
    }

    /** Fits all pairs. */
    void fit() {
        List<PairFit> fits = workers.map(n * n, "correlograms, pairs", p -> has(p) ? fit(p) : null);
        double[][] weight = new double[n * n][0];
        double[][] error = new double[n * n][0];
        double[][] gain = new double[n * n][0];
        for (int p = 0; p < n * n; p++) {
            PairFit fit = fits.get(p);
            if (fit != null) {
                weight[p] = fit.weight;
                error[p] = fit.error;
                gain[p] = fit.gain;
                baseline[p] = fit.baseline;
            }
        }
        evidence = new PairEvidence(n, weight, error, gain);
    }

    private PairFit fit(int p) {
        Progress.stopIfInterrupted("fitting correlograms");
        int[] counts = correlograms.counts(p / n, p % n);
        PoissonRegression model = reversed[p] ? withReverse : alone;
        PoissonRegression.Fit base = model.fit(counts, indirect[p], start(counts, model), ITERATIONS);
        double[] weight = new double[columns.length];
        double[] error = new double[columns.length];
        double[] gain = new double[columns.length];
        double[] best = base.coefficients();
        double most = 0;
        double largest = 0;
        for (int k = 0; k < columns.length; k++) {
            PoissonRegression.Addition addition = model.adding(columns[k], counts, base);
            weight[k] = addition.coefficient();
            error[k] = addition.standardError();
            gain[k] = addition.gain();
            largest = Math.max(largest, gain[k]);
        }
        for (int k = 0; k < columns.length; k++) {
            if (gain[k] > PROMISING && gain[k] > CLOSE * largest && Math.abs(weight[k]) > SMALL) {
                double[] start = Arrays.copyOf(base.coefficients(), model.size() + 1);
                PoissonRegression.Fit with = model.with(columns[k]).fit(counts, indirect[p], start, ITERATIONS);
                weight[k] = with.coefficients()[model.size()];
                gain[k] = Math.max(0, with.logLikelihood() - base.logLikelihood());
                // the normal likelihood that gains as much: with few counts the curvature at the top says little
                error[k] =
                        gain[k] > 0 ? Math.abs(weight[k]) / Math.sqrt(2 * gain[k]) : with.standardError(model.size());
                if (gain[k] > most) {
                    most = gain[k];
                    best = with.coefficients();
                }
            }
        }
        return new PairFit(weight, error, gain, smooth(best));
    }

    private double[] smooth(double[] coefficients) {
        double[] sum = new double[bins];
        for (int k = 0; k < splines.length; k++) {
            for (int b = 0; b < bins; b++) {
                sum[b] += coefficients[k] * splines[k][b];
            }
        }
        return Arrays.stream(sum).map(Math::exp).toArray();
    }

    /**
     * Takes what reaches a pair through third neurons as known: where k excites i, every surplus of spikes of k around those of
     * j appears once more, later, in the correlogram of i and j.
     */
    void explainBy(SparsePosterior posterior) {
        double[][] probability = posterior.probability();
        double[][] reach = new double[n * n][];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                if (probability[i][k] > PROBABLE) {
                    reach[i * n + k] = reach(i, k, posterior);
                }
            }
        }
        workers.silently().map(n, "indirect paths", i -> {
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    double[] factor = new double[bins];
                    for (int k = 0; k < n; k++) {
                        if (reach[i * n + k] != null) {
                            addPath(reach[i * n + k], surplus(k, j), factor);
                        }
                    }
                    for (int b = 0; b < bins; b++) {
                        indirect[i * n + j][b] = Math.log(Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, 1 + factor[b])));
                    }
                }
            }
            return i;
        });
        fit();
        markReverse();
    }

    /** Relative change of the rate of i after a spike of k, by bins of lag from 0 on, weighted by probability. */
    private double[] reach(int i, int k, SparsePosterior posterior) {
        double[] reach = new double[bins / 2 + 1];
        double[] shares = posterior.shapes()[i][k];
        for (int shape = 0; shape < shares.length; shape++) {
            if (shares[shape] > 1e-3) {
                double weight = evidence.weight()[i * n + k][shape];
                weight = Math.max(-MOST_LOG_GAIN, Math.min(MOST_LOG_GAIN, weight));
                for (int b = 0; b < reach.length; b++) {
                    reach[b] += shares[shape] * Math.expm1(weight * columns[shape][bins / 2 + b]);
                }
            }
        }
        return reach;
    }

    /** Surplus spikes of k by lag after a spike of j, per spike of j; of a neuron around itself, over its rate far away. */
    private double[] surplus(int k, int j) {
        int[] counts = correlograms.counts(k, j);
        double spikes = Math.max(1, correlograms.spikes(j));
        double[] surplus = new double[bins];
        if (k != j) {
            for (int b = 0; b < bins; b++) {
                surplus[b] = (counts[b] - baseline[k * n + j][b]) / spikes;
            }
            return surplus;
        }
        int half = bins / 2;
        double far = IntStream.range(0, bins)
                .filter(b -> Math.abs(b - half) > FAR * half)
                .mapToDouble(b -> counts[b])
                .average()
                .orElse(0);
        for (int b = 0; b < bins; b++) {
            surplus[b] = b == half ? 0 : (counts[b] - far) / spikes;
        }
        return surplus;
    }

    private static void addPath(double[] reach, double[] surplus, double[] factor) {
        for (int u = 0; u < reach.length; u++) {
            double share = reach[u];
            if (Math.abs(share) > 1e-6) {
                for (int b = u; b < factor.length; b++) {
                    factor[b] += share * surplus[b - u];
                }
            }
        }
    }

    /**
     * How likely the shape of other correlograms of the same pairs is under a smooth baseline with about any synapses on both
     * sides, in nats per pair of spikes: what chooses the number of splines.
     */
    double heldOut(CrossCorrelograms others) {
        PoissonRegression model = withReverse;
        for (SynapticKernel kernel : SynapticKernel.coarse()) {
            model = model.with(kernel.binned(correlograms.lagsMs(), correlograms.binMs(), 1));
        }
        PoissonRegression flexible = model;
        List<double[]> sums = workers.map(n * n, "correlograms, choosing the baseline", p -> {
            double[] sum = new double[2];
            if (p / n > p % n && has(p)) {
                int[] counts = correlograms.counts(p / n, p % n);
                double[] expected = flexible.fit(counts, indirect[p], start(counts, flexible), ITERATIONS)
                        .expected();
                double total = Arrays.stream(expected).sum();
                int[] held = others.counts(p / n, p % n);
                for (int b = 0; b < bins; b++) {
                    sum[0] += held[b] * Math.log(expected[b] / total * bins);
                    sum[1] += held[b];
                }
            }
            return sum;
        });
        double likelihood = 0;
        double pairs = 0;
        for (double[] sum : sums) {
            likelihood += sum[0];
            pairs += sum[1];
        }
        return likelihood / Math.max(1, pairs);
    }
}

package circuitscope.infer.posterior;

import circuitscope.Progress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sparse synapses as a hypothesis (spike and slab): a pair has no synapse, or an excitatory or inhibitory one, whose weight is
 * normal about a mean of its kind and whose shape is one of several. How many there are, their weights and shapes, and how
 * much wider chance scatters than the errors say, is learned from all pairs together (empirical Bayes, by expectation
 * maximization): the pairs without a synapse, which are most, are the null distribution. Under Dale's law all synapses of a
 * presynaptic neuron are of one kind, which is inferred with them.
 */
public final class SparsePrior {
    private static final int EXCITATORY = 0;
    private static final int KINDS = 2;
    private static final int MOST_ITERATIONS = 200;
    /** In nats. */
    private static final double TOLERANCE = 1e-2;
    /** The median of |z| of a standard normal variable. */
    private static final double MEDIAN = 0.67449;
    /** Pairs with a larger |z| tell the scale of weights at the start. */
    private static final double CLEAR = 4;

    private static final double DENSEST = 0.6;
    private static final double SPARSEST = 1e-5;
    /** Density of a kind that there is not. */
    private static final double NONE = 1e-300;
    /** In standard errors. */
    private static final double APART = 3;
    /** Pairs that the density starts from. */
    private static final double PRIOR_PAIRS = 40;
    /** Synapses of all shapes alike that the distribution of shapes starts from. */
    private static final double PRIOR_SHAPES = 10;

    private final PairEvidence evidence;
    private final Signs signs;
    private final double nullScale;
    private final int n;
    private final int shapes;
    /** The largest gain of each pair, to keep exponentials in range. */
    private final double unit;

    private final double[] density = {0.05, 0.05};
    private final double[] mean = new double[KINDS];
    private final double[] variance = new double[KINDS];
    private final double[][] shape;
    private final double[][] logShape;
    private final double[] kind = {0.5, 0.5};

    private SparsePrior(PairEvidence evidence, Signs signs) {
        this.evidence = evidence;
        this.signs = signs;
        n = evidence.neurons();
        shapes = evidence.shapes();
        nullScale = nullScale();
        unit = typicalSize();
        shape = new double[KINDS][shapes];
        logShape = new double[KINDS][shapes];
        for (int t = 0; t < KINDS; t++) {
            Arrays.fill(shape[t], 1.0 / shapes);
            density[t] = signs.has(t) ? density[t] : NONE;
            mean[t] = (t == EXCITATORY ? 0.7 : -0.7) * unit;
            variance[t] = unit * unit / 4;
        }
    }

    /**
     * @param evidence what the recording says of each pair
     * @param signs which signs synapses may have
     * @return the posterior of each pair
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SparsePosterior posterior(PairEvidence evidence, Signs signs) {
        return new SparsePrior(evidence, signs).solve();
    }

    /** Half of all |z| lie below the median, and nearly all of that half are of pairs without a synapse. */
    private double nullScale() {
        double[] z = Arrays.stream(evidence.gain())
                .flatMapToDouble(Arrays::stream)
                .map(gain -> Math.sqrt(2 * Math.max(0, gain)))
                .sorted()
                .toArray();
        return z.length == 0 ? 1 : Math.max(1, z[z.length / 2] / MEDIAN);
    }

    private double typicalSize() {
        double squares = 0;
        double count = 0;
        double allSquares = 0;
        double all = 0;
        for (int p = 0; p < n * n; p++) {
            for (int k = 0; k < evidence.gain()[p].length; k++) {
                double w = evidence.weight()[p][k];
                if (evidence.gain()[p][k] > CLEAR * CLEAR / 2 * nullScale * nullScale) {
                    squares += w * w;
                    count++;
                }
                allSquares += w * w;
                all++;
            }
        }
        double size = count > 0 ? squares / count : 4 * allSquares / Math.max(1, all);
        return Math.max(Math.sqrt(size), 1e-12);
    }

    /** Sums over pairs that the next estimate of the prior needs. */
    private final class Sums {
        final double[] edges = new double[KINDS];
        final double[] chances = new double[KINDS];
        final double[][] byShape = new double[KINDS][shapes];
        final double[] first = new double[KINDS];
        final double[] second = new double[KINDS];
        double[] kinds = new double[KINDS];
        double logEvidence;

        void add(int t, int p, double probability, double[] terms, double total) {
            edges[t] += probability;
            for (int k = 0; k < terms.length; k++) {
                double share = probability * Math.exp(terms[k] - total);
                byShape[t][k] += share;
                double spread = spread(t, p, k);
                double middle = middle(t, p, k, spread);
                first[t] += share * middle;
                second[t] += share * (spread + middle * middle);
            }
        }
    }

    private double noise(int p, int k) {
        double error = evidence.error()[p][k] * nullScale;
        return error * error;
    }

    private double spread(int t, int p, int k) {
        return 1 / (1 / variance[t] + 1 / noise(p, k));
    }

    private double middle(int t, int p, int k, double spread) {
        return spread * (mean[t] / variance[t] + evidence.weight()[p][k] / noise(p, k));
    }

    /** Log of prior of the shape times likelihood with a synapse of this kind and shape over that without one. */
    private double term(int t, int p, int k) {
        double noise = noise(p, k);
        double sum = variance[t] + noise;
        double away = evidence.weight()[p][k] - mean[t];
        return evidence.gain()[p][k] / (nullScale * nullScale)
                - away * away / (2 * sum)
                + Math.log(noise / sum) / 2
                + logShape[t][k];
    }

    private void fill(int t, int p, double[] terms) {
        for (int k = 0; k < shapes; k++) {
            terms[k] = term(t, p, k);
        }
    }

    private static double logSum(double... terms) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            largest = Math.max(largest, term);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - largest);
        }
        return largest + Math.log(sum);
    }

    /** Hears the probability that a pair has a synapse of a kind, with the terms of its shapes and their sum. */
    private interface Visitor {
        void pair(int t, int p, double probability, double[] terms, double total);
    }

    private SparsePosterior solve() {
        double before = Double.NEGATIVE_INFINITY;
        int iterations = 0;
        boolean arrived = false;
        while (!arrived && iterations < MOST_ITERATIONS) {
            Progress.stopIfInterrupted("posterior of synapses");
            Sums sums = new Sums();
            expect(sums, sums::add);
            improve(sums);
            iterations++;
            arrived = Math.abs(sums.logEvidence - before) < TOLERANCE;
            before = sums.logEvidence;
        }
        return result(iterations, arrived);
    }

    private void expect(Sums sums, Visitor visitor) {
        for (int t = 0; t < KINDS; t++) {
            for (int k = 0; k < shapes; k++) {
                logShape[t][k] = Math.log(shape[t][k]);
            }
        }
        double[][][] terms = new double[n][KINDS][shapes];
        double[][] totals = new double[n][KINDS];
        for (int j = 0; j < n; j++) {
            double[] ofKind = new double[KINDS];
            for (int i = 0; i < n; i++) {
                if (evidence.has(i * n + j)) {
                    for (int t = 0; t < KINDS; t++) {
                        fill(t, i * n + j, terms[i][t]);
                        totals[i][t] = logSum(terms[i][t]);
                        ofKind[t] += logSum(Math.log1p(-density[t]), Math.log(density[t]) + totals[i][t]);
                    }
                }
            }
            if (signs == Signs.DALE) {
                expectOneKind(sums, visitor, j, ofKind, terms, totals);
            } else {
                expectEachKind(sums, visitor, j, terms, totals);
            }
        }
    }

    private void expectOneKind(
            Sums sums, Visitor visitor, int j, double[] ofKind, double[][][] terms, double[][] totals) {
        for (int t = 0; t < KINDS; t++) {
            ofKind[t] += Math.log(kind[t]);
        }
        double all = logSum(ofKind);
        sums.logEvidence += all;
        for (int t = 0; t < KINDS; t++) {
            double share = Math.exp(ofKind[t] - all);
            sums.kinds[t] += share;
            for (int i = 0; i < n; i++) {
                if (evidence.has(i * n + j)) {
                    double with = Math.log(density[t]) + totals[i][t];
                    double probability = share * Math.exp(with - logSum(Math.log1p(-density[t]), with));
                    sums.chances[t] += share;
                    visitor.pair(t, i * n + j, probability, terms[i][t], totals[i][t]);
                }
            }
        }
    }

    private void expectEachKind(Sums sums, Visitor visitor, int j, double[][][] terms, double[][] totals) {
        for (int i = 0; i < n; i++) {
            if (evidence.has(i * n + j)) {
                double excitatory = Math.log(density[0]) + totals[i][0];
                double inhibitory = Math.log(density[1]) + totals[i][1];
                double all = logSum(Math.log1p(-density[0] - density[1]), excitatory, inhibitory);
                sums.logEvidence += all;
                for (int t = 0; t < KINDS; t++) {
                    double probability = Math.exp((t == EXCITATORY ? excitatory : inhibitory) - all);
                    sums.chances[t]++;
                    visitor.pair(t, i * n + j, probability, terms[i][t], totals[i][t]);
                }
            }
        }
    }

    private void improve(Sums sums) {
        double allKinds = sums.kinds[0] + sums.kinds[1] + 2;
        double most = signs == Signs.DALE ? DENSEST : DENSEST / signs.kinds();
        for (int t = 0; t < KINDS; t++) {
            if (!signs.has(t)) {
                continue;
            }
            density[t] = Math.min(most, Math.max(SPARSEST, (sums.edges[t] + 0.5) / (sums.chances[t] + PRIOR_PAIRS)));
            kind[t] = signs == Signs.DALE ? (sums.kinds[t] + 1) / allKinds : kind[t];
            for (int k = 0; k < shapes; k++) {
                shape[t][k] = (sums.byShape[t][k] + PRIOR_SHAPES / shapes) / (sums.edges[t] + PRIOR_SHAPES);
            }
            // a few synapses do not tell their distribution
            if (sums.edges[t] > 3) {
                mean[t] = sums.first[t] / sums.edges[t];
                variance[t] = Math.max(1e-4 * unit * unit, sums.second[t] / sums.edges[t] - mean[t] * mean[t]);
            }
            keepApart(t);
        }
    }

    /**
     * A kind of synapse that is typically no stronger than chance would only be another name for chance: its weights are kept
     * at a few standard errors. Nor may an excitatory kind turn inhibitory.
     */
    private void keepApart(int t) {
        double least = APART * typicalError();
        double size = Math.sqrt(mean[t] * mean[t] + variance[t]);
        double sign = t == EXCITATORY ? 1 : -1;
        if (size < least || sign * mean[t] < 0) {
            mean[t] = sign * least;
            variance[t] = least * least / 4;
        }
    }

    /** Mean error over the shapes that synapses have, of the pair in the middle. */
    private double typicalError() {
        double[] errors = IntStream.range(0, n * n)
                .filter(evidence::has)
                .mapToDouble(p -> IntStream.range(0, shapes)
                        .mapToDouble(k -> (shape[0][k] + shape[1][k]) / 2 * Math.sqrt(noise(p, k)))
                        .sum())
                .sorted()
                .toArray();
        return errors[errors.length / 2];
    }

    private SparsePosterior result(int iterations, boolean arrived) {
        double[][][] byKind = new double[KINDS][n][n];
        double[][] first = new double[n][n];
        double[][] second = new double[n][n];
        double[][][] shares = new double[n][n][shapes];
        Sums sums = new Sums();
        expect(sums, (t, p, probability, terms, total) -> {
            int i = p / n;
            int j = p % n;
            byKind[t][i][j] = probability;
            for (int k = 0; k < shapes; k++) {
                double share = probability * Math.exp(terms[k] - total);
                double spread = spread(t, p, k);
                double middle = middle(t, p, k, spread);
                first[i][j] += share * middle;
                second[i][j] += share * (spread + middle * middle);
                shares[i][j][k] += share;
            }
        });
        double[][] deviation = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                deviation[i][j] = Math.sqrt(Math.max(0, second[i][j] - first[i][j] * first[i][j]));
            }
        }
        return new SparsePosterior(
                first,
                deviation,
                byKind[0],
                byKind[1],
                shares,
                nullScale,
                sums.logEvidence,
                signs,
                arrived,
                iterations);
    }
}

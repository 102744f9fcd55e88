package circuitscope.lowrank.compare;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.lowrank.LoadingLaw;
import circuitscope.lowrank.Loadings;
import java.util.Arrays;
import java.util.List;

/** How far two distributions are from one another, from samples of both. */
public final class Discrepancy {
    private static final int ITERATIONS = 300;
    private static final double SETTLED = 1e-6;
    private static final double ENTROPY = 0.05;
    private static final int MOST_PAIRS = 1_000_000;
    private static final int TRANSPORTED = 300;
    private static final String STAGE = "transporting samples";

    private Discrepancy() {}

    /**
     * Squared maximum mean discrepancy (Gretton et al. 2012), unbiased, with the kernel exp(-|x - y|^2 / (2 s^2)), s the median
     * distance of samples of both. It may be below 0 where distributions are the same.
     *
     * @param x samples, shape (count, D)
     * @param y samples, shape (count, D)
     * @return MMD^2, from about 0 to 2
     * @throws InputException if there are fewer than two samples, or dimensions differ
     */
    public static double meanDiscrepancy(double[][] x, double[][] y) {
        require(x, y);
        double scale = 2 * medianSquare(x, y);
        return within(x, scale) + within(y, scale) - 2 * between(x, y, scale);
    }

    private static void require(double[][] x, double[][] y) {
        if (x.length < 2 || y.length < 2 || x[0].length != y[0].length) {
            throw InputException.of(
                    "%d and %d samples, expected at least two of each, with as many dimensions.", x.length, y.length);
        }
    }

    private static double medianSquare(double[][] x, double[][] y) {
        int stride = 1 + (int) ((long) x.length * y.length / MOST_PAIRS);
        double[] squares = new double[(int) (((long) x.length * y.length + stride - 1) / stride)];
        for (int k = 0; k < squares.length; k++) {
            long pair = (long) k * stride;
            squares[k] = square(x[(int) (pair / y.length)], y[(int) (pair % y.length)]);
        }
        Arrays.sort(squares);
        return squares[squares.length / 2];
    }

    private static double within(double[][] x, double scale) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.exp(-square(x[i], x[j]) / scale);
            }
        }
        return 2 * sum / ((double) x.length * (x.length - 1));
    }

    private static double between(double[][] x, double[][] y, double scale) {
        double sum = 0;
        for (double[] one : x) {
            for (double[] other : y) {
                sum += Math.exp(-square(one, other) / scale);
            }
        }
        return sum / ((double) x.length * y.length);
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    /**
     * Sinkhorn divergence (Feydy et al. 2019) with squared distances as cost and entropy at 5 % of their mean: transport cost
     * without the bias that the entropy brings. That of a shifted distribution is the squared shift.
     *
     * @param x samples, shape (count, D)
     * @param y samples, shape (count, D)
     * @return the divergence, in squared units of the samples
     * @throws InputException if there are fewer than two samples, or dimensions differ
     */
    public static double sinkhorn(double[][] x, double[][] y) {
        require(x, y);
        double mean = 0;
        for (double[] one : x) {
            for (double[] other : y) {
                mean += square(one, other) / ((double) x.length * y.length);
            }
        }
        double epsilon = ENTROPY * mean;
        return transport(x, y, epsilon) - (transport(x, epsilon) + transport(y, epsilon)) / 2;
    }

    /** The dual value of entropic transport of samples to themselves: both potentials are the same, and half steps settle. */
    private static double transport(double[][] x, double epsilon) {
        double[][] cost = cost(x, x, epsilon);
        double[] f = new double[x.length];
        double[] next = new double[x.length];
        for (int k = 0; k < ITERATIONS; k++) {
            Progress.stopIfInterrupted(STAGE);
            update(next, f, cost);
            double change = 0;
            for (int i = 0; i < f.length; i++) {
                change = Math.max(change, Math.abs(next[i] - f[i]));
                f[i] = (f[i] + next[i]) / 2;
            }
            if (change < SETTLED) {
                break;
            }
        }
        return 2 * epsilon * Arrays.stream(f).average().orElseThrow();
    }

    private static double[][] cost(double[][] x, double[][] y, double epsilon) {
        double[][] cost = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                cost[i][j] = square(x[i], y[j]) / epsilon;
            }
        }
        return cost;
    }

    /** The dual value of entropic transport, by Sinkhorn's iterations on logarithms. */
    private static double transport(double[][] x, double[][] y, double epsilon) {
        double[][] cost = cost(x, y, epsilon);
        double[][] across = cost(y, x, epsilon);
        double[] f = new double[x.length];
        double[] g = new double[y.length];
        for (int k = 0; k < ITERATIONS; k++) {
            Progress.stopIfInterrupted(STAGE);
            double change = update(f, g, cost);
            change = Math.max(change, update(g, f, across));
            if (change < SETTLED) {
                break;
            }
        }
        return epsilon
                * (Arrays.stream(f).average().orElseThrow()
                        + Arrays.stream(g).average().orElseThrow());
    }

    private static double update(double[] f, double[] g, double[][] cost) {
        double change = 0;
        double count = Math.log(g.length);
        for (int i = 0; i < f.length; i++) {
            double[] row = cost[i];
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < g.length; j++) {
                most = Math.max(most, g[j] - row[j]);
            }
            double sum = 0;
            for (int j = 0; j < g.length; j++) {
                sum += Math.exp(g[j] - row[j] - most);
            }
            double next = count - most - Math.log(sum);
            change = Math.max(change, Math.abs(next - f[i]));
            f[i] = next;
        }
        return change;
    }

    /**
     * How far loadings are from a law: the Sinkhorn divergence of m plus the mean squared distance of n from the law's E[n | c].
     *
     * @param loadings loadings, the first 300 of which are transported
     * @param law a law of the same rank
     * @param seed seed of the law's draws
     * @return the dissimilarity
     * @throws InputException if there are fewer than two neurons, or ranks differ
     */
    public static double fromLaw(Loadings loadings, LoadingLaw law, long seed) {
        int count = Math.min(TRANSPORTED, loadings.neurons());
        double[][] m = Arrays.copyOf(loadings.m(), count);
        double divergence = sinkhorn(m, law.draw(count, seed).m());
        double[][] means = law.average(loadings).n();
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += square(loadings.n()[i], means[i]);
        }
        return divergence + sum / means.length;
    }

    /**
     * @param loadings several sets of loadings
     * @param laws several laws of the same rank
     * @param seed seed of the laws' draws
     * @param workers threads, and who hears how far it has come
     * @return how far each set is from each law, shape (sets, laws)
     * @throws InputException if a set has fewer than two neurons, or ranks differ
     */
    public static double[][] fromLaws(List<Loadings> loadings, List<LoadingLaw> laws, long seed, Workers workers) {
        List<Double> all = workers.map(
                loadings.size() * laws.size(),
                "comparing loadings to laws",
                pair -> fromLaw(loadings.get(pair / laws.size()), laws.get(pair % laws.size()), seed));
        double[][] distances = new double[loadings.size()][laws.size()];
        for (int pair = 0; pair < all.size(); pair++) {
            distances[pair / laws.size()][pair % laws.size()] = all.get(pair);
        }
        return distances;
    }

    /**
     * Hill's estimate of the tail index: a density that falls off as x^(-1 - alpha) has the index alpha, and light tails have a
     * large one.
     *
     * @param x samples, shape (count, D)
     * @param share share of the samples that counts as tail, those of the largest length
     * @return alpha of their lengths
     * @throws InputException if the share is not above 0 and below 1, or has fewer than five samples
     */
    public static double tailIndex(double[][] x, double share) {
        InputException.requireBetween("Share of the tail", share, 1e-9, 0.999);
        double[] lengths = Arrays.stream(x)
                .mapToDouble(row ->
                        Math.sqrt(Arrays.stream(row).map(value -> value * value).sum()))
                .sorted()
                .toArray();
        int count = (int) Math.round(share * lengths.length);
        if (count < 5) {
            throw InputException.of("A tail of %d samples, expected at least 5; raise the share.", count);
        }
        double threshold = lengths[lengths.length - count - 1];
        double sum = 0;
        for (int k = lengths.length - count; k < lengths.length; k++) {
            sum += Math.log(lengths[k] / threshold);
        }
        return count / sum;
    }
}

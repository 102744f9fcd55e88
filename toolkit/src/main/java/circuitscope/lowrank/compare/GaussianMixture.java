package circuitscope.lowrank.compare;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.lowrank.CovarianceRoot;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A mixture of normal distributions with full covariances, by expectation maximization from several starts (k-means++).
 *
 * @param weights probability of each component, from the largest; shape (K)
 * @param means their means, shape (K, D)
 * @param covariances their covariances, shape (K, D, D)
 * @param logLikelihood mean log density of the points it was fitted to
 */
public record GaussianMixture(double[] weights, double[][] means, double[][][] covariances, double logLikelihood) {
    private static final int STARTS = 3;
    private static final int MOST_ITERATIONS = 300;
    private static final double TOLERANCE = 1e-5;
    /** A component can't become narrower than this share of the variance of all points. */
    private static final double NARROWEST = 1e-4;

    /**
     * @param x points, shape (count, D)
     * @param components number K of components
     * @param seed seed of the starts
     * @return the likeliest mixture that was found
     * @throws InputException if there are not at least twice as many points as components and dimensions
     */
    public static GaussianMixture fit(double[][] x, int components, long seed) {
        InputException.requireBetween("Number of components", components, 1, 1000);
        if (x.length < 2 * components || x.length < 2 * x[0].length) {
            throw InputException.of(
                    "%d points for %d components in %d dimensions, expected at least twice as many points.",
                    x.length, components, x[0].length);
        }
        GaussianMixture best = null;
        for (int start = 0; start < (components == 1 ? 1 : STARTS); start++) {
            GaussianMixture one = from(x, components, RandomStreams.of(seed, "mixture", components, start));
            if (best == null || one.logLikelihood > best.logLikelihood) {
                best = one;
            }
        }
        return best;
    }

    private static GaussianMixture from(double[][] x, int components, UniformRandomProvider random) {
        double[][] shares = new double[x.length][components];
        int[] nearest = nearest(x, seeds(x, components, random));
        for (int i = 0; i < x.length; i++) {
            shares[i][nearest[i]] = 1;
        }
        double[] floor = floor(x);
        GaussianMixture now = maximized(x, shares, floor);
        double before = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < MOST_ITERATIONS; k++) {
            Progress.stopIfInterrupted("fitting mixtures");
            double sum = 0;
            CovarianceRoot[] roots = now.roots();
            double[] logs = now.logWeights();
            for (int i = 0; i < x.length; i++) {
                sum += now.shares(roots, logs, x[i], shares[i]);
            }
            double mean = sum / x.length;
            if (mean - before < TOLERANCE) {
                return now.sorted(mean);
            }
            before = mean;
            now = maximized(x, shares, floor);
        }
        return now.sorted(before);
    }

    private static double[] floor(double[][] x) {
        double[] floor = new double[x[0].length];
        for (int d = 0; d < floor.length; d++) {
            int column = d;
            double mean =
                    Arrays.stream(x).mapToDouble(row -> row[column]).average().orElseThrow();
            floor[d] = NARROWEST
                    * Arrays.stream(x)
                            .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                            .average()
                            .orElseThrow();
        }
        return floor;
    }

    /** Points, each drawn with a probability in proportion to its squared distance from those before (Arthur 2007). */
    private static double[][] seeds(double[][] x, int count, UniformRandomProvider random) {
        double[][] seeds = new double[count][];
        double[] distance = new double[x.length];
        Arrays.fill(distance, 1);
        for (int k = 0; k < count; k++) {
            double position = random.nextDouble() * Arrays.stream(distance).sum();
            int chosen = 0;
            while (chosen + 1 < x.length && position >= distance[chosen]) {
                position -= distance[chosen++];
            }
            seeds[k] = x[chosen];
            for (int i = 0; i < x.length; i++) {
                double square = square(x[i], seeds[k]);
                distance[i] = k == 0 ? square : Math.min(distance[i], square);
            }
        }
        return seeds;
    }

    private static int[] nearest(double[][] x, double[][] seeds) {
        return Arrays.stream(x)
                .mapToInt(point -> {
                    int best = 0;
                    for (int k = 1; k < seeds.length; k++) {
                        if (square(point, seeds[k]) < square(point, seeds[best])) {
                            best = k;
                        }
                    }
                    return best;
                })
                .toArray();
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    private static GaussianMixture maximized(double[][] x, double[][] shares, double[] floor) {
        int components = shares[0].length;
        int size = x[0].length;
        double[] weights = new double[components];
        double[][] means = new double[components][size];
        double[][][] covariances = new double[components][size][size];
        for (int k = 0; k < components; k++) {
            double total = 1e-9;
            double[] mean = means[k];
            for (int i = 0; i < x.length; i++) {
                double share = shares[i][k];
                double[] point = x[i];
                total += share;
                for (int d = 0; d < size; d++) {
                    mean[d] += share * point[d];
                }
            }
            for (int d = 0; d < size; d++) {
                mean[d] /= total;
            }
            double[] away = new double[size];
            double[][] covariance = covariances[k];
            for (int i = 0; i < x.length; i++) {
                double share = shares[i][k] / total;
                double[] point = x[i];
                for (int d = 0; d < size; d++) {
                    away[d] = point[d] - mean[d];
                    double part = share * away[d];
                    for (int e = 0; e <= d; e++) {
                        covariance[d][e] += part * away[e];
                    }
                }
            }
            for (int d = 0; d < size; d++) {
                for (int e = 0; e < d; e++) {
                    covariance[e][d] = covariance[d][e];
                }
                covariance[d][d] += floor[d];
            }
            weights[k] = total / x.length;
        }
        double sum = Arrays.stream(weights).sum();
        return new GaussianMixture(
                Arrays.stream(weights).map(weight -> weight / sum).toArray(), means, covariances, 0);
    }

    private GaussianMixture sorted(double likelihood) {
        Integer[] order = new Integer[weights.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Double.compare(weights[b], weights[a]));
        return new GaussianMixture(
                Arrays.stream(order).mapToDouble(k -> weights[k]).toArray(),
                Arrays.stream(order).map(k -> means[k]).toArray(double[][]::new),
                Arrays.stream(order).map(k -> covariances[k]).toArray(double[][][]::new),
                likelihood);
    }

    private CovarianceRoot[] roots() {
        return Arrays.stream(covariances).map(CovarianceRoot::of).toArray(CovarianceRoot[]::new);
    }

    private double[] logWeights() {
        return Arrays.stream(weights).map(Math::log).toArray();
    }

    /** Fills in the probability of each component and tells the log density. */
    private double shares(CovarianceRoot[] roots, double[] logs, double[] point, double[] shares) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = logs[k] + roots[k].logDensity(means[k], point);
            most = Math.max(most, shares[k]);
        }
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = Math.exp(shares[k] - most);
            sum += shares[k];
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= sum;
        }
        return most + Math.log(sum);
    }

    /**
     * @param x points, shape (count, D)
     * @return log density at each, shape (count)
     */
    public double[] logDensity(double[][] x) {
        CovarianceRoot[] roots = roots();
        double[] logs = logWeights();
        double[] shares = new double[weights.length];
        return Arrays.stream(x)
                .mapToDouble(point -> shares(roots, logs, point, shares))
                .toArray();
    }

    /**
     * @param x points, shape (count, D)
     * @return number of the likeliest component of each, shape (count)
     */
    public int[] assign(double[][] x) {
        CovarianceRoot[] roots = roots();
        double[] logs = logWeights();
        double[] shares = new double[weights.length];
        return Arrays.stream(x)
                .mapToInt(point -> {
                    shares(roots, logs, point, shares);
                    int best = 0;
                    for (int k = 1; k < shares.length; k++) {
                        best = shares[k] > shares[best] ? k : best;
                    }
                    return best;
                })
                .toArray();
    }
}

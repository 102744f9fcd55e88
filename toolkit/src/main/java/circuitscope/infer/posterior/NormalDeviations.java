package circuitscope.infer.posterior;

import circuitscope.infer.Connectivity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/**
 * Weights of which each has a normal posterior: where every pair is coupled, and the question is how strongly.
 *
 * @param mean posterior mean, shape (N, N)
 * @param variance posterior variance, shape (N, N)
 */
public record NormalDeviations(double[][] mean, double[][] variance) {
    /** Variances of the deviations that are tried, relative to the mean variance of the estimates. */
    private static final int TRIALS = 60;

    /**
     * @param weights weights that are known equally well
     * @param error their standard error
     * @return their posterior
     */
    public static NormalDeviations equallyKnown(double[][] weights, double error) {
        int n = weights.length;
        double[][] variance = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(variance[i], error * error);
            variance[i][i] = 0;
        }
        return new NormalDeviations(weights, variance);
    }

    /**
     * w_ij = f_ij + d_ij, with normal d_ij whose variance makes the estimates likeliest (empirical Bayes).
     *
     * @param smooth f_ij, shape (N, N)
     * @param error standard error of f_ij
     * @param target estimates of w_ij, shape (N, N)
     * @param noise variance of their noise, shape (N, N); above 0 off the diagonal
     * @return the posterior
     */
    public static NormalDeviations likeliest(double[][] smooth, double error, double[][] target, double[][] noise) {
        int n = target.length;
        double mean = Arrays.stream(noise).flatMapToDouble(Arrays::stream).sum() / (n * (n - 1.0));
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < TRIALS; k++) {
            double spread = k == 0 ? 0 : mean * Math.pow(10, -4 + 6.0 * k / TRIALS);
            double value = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        double sum = spread + noise[i][j];
                        double rest = target[i][j] - smooth[i][j];
                        value -= Math.log(sum) / 2 + rest * rest / (2 * sum);
                    }
                }
            }
            if (value > most) {
                most = value;
                best = spread;
            }
        }
        double[][] middle = new double[n][n];
        double[][] variance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double share = best / (best + noise[i][j]);
                    middle[i][j] = smooth[i][j] + share * (target[i][j] - smooth[i][j]);
                    variance[i][j] = share * noise[i][j] + (1 - share) * (1 - share) * error * error;
                }
            }
        }
        return new NormalDeviations(middle, variance);
    }

    /**
     * Every pair is coupled here; the probability of an edge is that of a weight whose sign is sure: one less twice the
     * probability of the other sign.
     *
     * @param falseDiscovery expected share of wrong signs among the edges
     * @return the posterior of each pair
     */
    public Connectivity connectivity(double falseDiscovery) {
        int n = mean.length;
        double[][] deviation = new double[n][n];
        double[][] probability = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    deviation[i][j] = Math.sqrt(variance[i][j]);
                    double z = mean[i][j] == 0 ? 0 : Math.abs(mean[i][j]) / Math.max(1e-300, deviation[i][j]);
                    probability[i][j] = Math.min(1, Math.max(0, Erf.erf(z / Math.sqrt(2))));
                }
            }
        }
        return new Connectivity.Posterior(
                mean, deviation, probability, signs(mean, probability, falseDiscovery), Optional.empty());
    }

    /**
     * As many of the likeliest edges as keep the expected share of false ones at a rate.
     *
     * @param weights weights, whose signs count, shape (N, N)
     * @param probability probability of each edge, shape (N, N)
     * @param falseDiscovery expected share of false ones
     * @return 1, -1 or 0, shape (N, N)
     */
    static int[][] signs(double[][] weights, double[][] probability, double falseDiscovery) {
        int n = weights.length;
        int[] order = IntStream.range(0, n * n)
                .filter(p -> p / n != p % n)
                .boxed()
                .sorted(Comparator.comparingDouble(p -> -probability[p / n][p % n]))
                .mapToInt(Integer::intValue)
                .toArray();
        int taken = 0;
        double wrong = 0;
        for (int count = 1; count <= order.length; count++) {
            int p = order[count - 1];
            wrong += 1 - probability[p / n][p % n];
            if (wrong <= falseDiscovery * count) {
                taken = count;
            }
        }
        int[][] edges = new int[n][n];
        for (int k = 0; k < taken; k++) {
            int i = order[k] / n;
            int j = order[k] % n;
            edges[i][j] = weights[i][j] >= 0 ? 1 : -1;
        }
        return edges;
    }
}

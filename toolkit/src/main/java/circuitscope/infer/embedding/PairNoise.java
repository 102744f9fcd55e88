package circuitscope.infer.embedding;

import java.util.Arrays;

/**
 * How noisy the teacher's weights are: variance of w_ij = alpha * (standard error)_ij^2 + beta. The truth is taken to
 * be symmetric, so the differences w_ij - w_ji of the two directions show the noise, and alpha and beta are fitted to them. Where
 * the link is nearly a rectifier, standard errors from the Fisher information mean little, and beta takes over.
 */
public final class PairNoise {
    private PairNoise() {}

    /**
     * @param weights directed weights, shape (N, N)
     * @param errors standard error of each weight, shape (N, N)
     * @return variance of each weight, shape (N, N); 0 on the diagonal
     */
    public static double[][] variances(double[][] weights, double[][] errors) {
        int n = weights.length;
        double[][] predicted = new double[n][];
        for (int i = 0; i < n; i++) {
            predicted[i] = Arrays.stream(errors[i]).map(error -> error * error).toArray();
        }
        double xx = 0;
        double x = 0;
        double xy = 0;
        double y = 0;
        int pairs = n * (n - 1) / 2;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double sum = predicted[i][j] + predicted[j][i];
                double square = (weights[i][j] - weights[j][i]) * (weights[i][j] - weights[j][i]);
                xx += sum * sum / pairs;
                x += sum / pairs;
                xy += sum * square / pairs;
                y += square / pairs;
            }
        }
        // least squares of square = alpha sum + 2 beta, neither below 0
        double alpha = xx > x * x ? (xy - x * y) / (xx - x * x) : 0;
        alpha = Math.min(Math.max(0, alpha), y / x);
        double beta = (y - alpha * x) / 2;
        // two neurons whose rows have one norm show no noise
        double least = y > 0 ? 1e-12 * y : 1;
        double[][] variance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                variance[i][j] = i == j ? 0 : alpha * predicted[i][j] + beta + least;
            }
        }
        return variance;
    }
}

package circuitscope.infer.gnn;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * How noisy the teacher's weights are: variance of w_ij = alpha * (inverse Fisher information)_jj + beta. The truth is taken to
 * be symmetric, so the differences w_ij - w_ji of the two directions show the noise, and alpha and beta are fitted to them. Where
 * the link is nearly a rectifier the Fisher information means little, and beta takes over.
 */
final class PairNoise {
    private PairNoise() {}

    /**
     * @param weights directed weights, shape (N, N)
     * @param information Fisher information of each row, shape (N, N, N)
     * @return variance of each weight, shape (N, N); 0 on the diagonal
     */
    static double[][] variances(double[][] weights, double[][][] information) {
        int n = weights.length;
        double[][] predicted = new double[n][];
        for (int i = 0; i < n; i++) {
            predicted[i] = diagonalOfInverse(information[i], i);
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
        double[][] variance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                variance[i][j] = i == j ? 0 : alpha * predicted[i][j] + beta + 1e-12 * y;
            }
        }
        return variance;
    }

    private static double[] diagonalOfInverse(double[][] information, int own) {
        int n = information.length;
        double[][] full = new double[n][];
        double trace = 0;
        for (int j = 0; j < n; j++) {
            full[j] = information[j].clone();
            trace += full[j][j];
        }
        full[own][own] = 1;
        for (int j = 0; j < n; j++) {
            full[j][j] += 1e-9 * trace / n;
        }
        double[][] inverse = new CholeskyDecomposition(new Array2DRowRealMatrix(full, false), 1e-6, 0)
                .getSolver()
                .getInverse()
                .getData();
        double[] diagonal = new double[n];
        for (int j = 0; j < n; j++) {
            diagonal[j] = inverse[j][j];
        }
        return diagonal;
    }
}

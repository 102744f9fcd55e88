package circuitscope.lowrank;

import circuitscope.InputException;
import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;

/** Cholesky factor of the covariance of a normal distribution, some of whose coordinates may be constant. */
public final class CovarianceRoot {
    private static final double NOTHING = 1e-12;

    private static final double LOG_OF_CIRCLE = Math.log(2 * Math.PI) / 2;

    private final double[][] root;
    private final double[] logs;

    private CovarianceRoot(double[][] root) {
        this.root = root;
        logs = new double[root.length];
        Arrays.setAll(logs, i -> Math.log(root[i][i]));
    }

    /**
     * @param covariance a symmetric matrix without negative eigenvalues, shape (size, size)
     * @return its factor
     * @throws InputException if it is no covariance
     */
    public static CovarianceRoot of(double[][] covariance) {
        int size = covariance.length;
        double[][] root = new double[size][size];
        for (int i = 0; i < size; i++) {
            if (covariance[i].length != size) {
                throw InputException.of(
                        "Covariance, row %d: found %d numbers, expected %d.", i, covariance[i].length, size);
            }
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= root[i][k] * root[j][k];
                }
                double scale = Math.sqrt(Math.abs(covariance[i][i] * covariance[j][j]));
                boolean constant = i == j ? Math.abs(rest) <= NOTHING * scale : root[j][j] == 0;
                boolean possible =
                        i == j ? rest > 0 || constant : !constant || Math.abs(rest) <= 1e-6 * Math.max(scale, NOTHING);
                if (!possible || !(Math.abs(covariance[i][j] - covariance[j][i]) <= 1e-9 * Math.max(scale, NOTHING))) {
                    throw InputException.of(
                            "Covariance, row %d, column %d: found %s, expected a symmetric matrix without negative"
                                    + " eigenvalues; weaken the covariances or raise the variances.",
                            i, j, covariance[i][j]);
                }
                root[i][j] = constant ? 0 : i == j ? Math.sqrt(rest) : rest / root[j][j];
            }
        }
        return new CovarianceRoot(root);
    }

    /**
     * @param normal independent draws from N(0, 1)
     * @return a draw with zero mean and this covariance, shape (size)
     */
    public double[] draw(NormalizedGaussianSampler normal) {
        double[] white = new double[root.length];
        Arrays.setAll(white, k -> root[k][k] == 0 ? 0 : normal.sample());
        return times(white);
    }

    /**
     * @param white coordinates with covariance I, shape (size)
     * @return coordinates with this covariance, shape (size)
     */
    public double[] times(double[] white) {
        double[] coloured = new double[root.length];
        for (int i = 0; i < coloured.length; i++) {
            for (int k = 0; k <= i; k++) {
                coloured[i] += root[i][k] * white[k];
            }
        }
        return coloured;
    }

    /**
     * @param right right-hand side b, shape (size)
     * @return x with L x = b, L the factor; shape (size)
     */
    public double[] solve(double[] right) {
        double[] x = right.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= root[i][k] * x[k];
            }
            x[i] /= root[i][i];
        }
        return x;
    }

    /**
     * @param right right-hand side b, shape (size)
     * @return x with L^T x = b, L the factor; shape (size)
     */
    public double[] solveTransposed(double[] right) {
        double[] x = right.clone();
        for (int i = x.length - 1; i >= 0; i--) {
            x[i] /= root[i][i];
            for (int k = 0; k < i; k++) {
                x[k] -= root[i][k] * x[i];
            }
        }
        return x;
    }

    /**
     * @param mean mean of the distribution, shape (size)
     * @param x a point, shape (size)
     * @return log of the density there; constant coordinates are left out
     */
    public double logDensity(double[] mean, double[] x) {
        double[] white = new double[root.length];
        double log = 0;
        for (int i = 0; i < white.length; i++) {
            if (root[i][i] == 0) {
                continue;
            }
            double rest = x[i] - mean[i];
            for (int k = 0; k < i; k++) {
                rest -= root[i][k] * white[k];
            }
            white[i] = rest / root[i][i];
            log -= white[i] * white[i] / 2 + logs[i] + LOG_OF_CIRCLE;
        }
        return log;
    }
}

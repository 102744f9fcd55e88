package circuitscope.infer.tca;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * CP decomposition of a tensor with any number of axes: one factor after the other is set to its least-squares optimum,
 * U_n = X_(n) KhatriRao(others) G^-1 with G the elementwise product of the other factors' Gram matrices.
 *
 * <p>Factors have shape (components, length of the axis).
 */
final class AlternatingLeastSquares {
    /** Added to the diagonal of G, as a share of its mean, where components have become equal and G singular. */
    private static final double RIDGE = 1e-9;

    private static final double SINGULAR = 1e-13;

    private final KhatriRaoProducts products;
    private final double norm;
    private final double[][][] factors;

    /** Starts from factors that are drawn from a standard normal distribution. */
    static AlternatingLeastSquares random(Tensor tensor, int rank, UniformRandomProvider random) {
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        double[][][] factors = new double[tensor.shape().length][rank][];
        for (int axis = 0; axis < factors.length; axis++) {
            for (int r = 0; r < rank; r++) {
                factors[axis][r] = gaussian.samples(tensor.shape()[axis]).toArray();
            }
        }
        return new AlternatingLeastSquares(tensor, factors);
    }

    /** Starts from these factors. */
    AlternatingLeastSquares(Tensor tensor, double[][][] factors) {
        products = new KhatriRaoProducts(tensor);
        norm = Math.sqrt(tensor.squaredNorm());
        this.factors = factors;
    }

    /** Renews every factor once; returns ||X - X~||_F / ||X||_F. */
    double sweep() {
        double error = 0;
        for (int axis = 0; axis < factors.length; axis++) {
            rebalance();
            error = renew(axis);
        }
        return error;
    }

    /** Spreads the norm of every component evenly over its factors. */
    private void rebalance() {
        for (int r = 0; r < factors[0].length; r++) {
            double product = 1;
            double[] norms = new double[factors.length];
            for (int axis = 0; axis < factors.length; axis++) {
                norms[axis] = Math.sqrt(dot(factors[axis][r], factors[axis][r]));
                product *= norms[axis];
            }
            if (product > 0) {
                double even = Math.pow(product, 1.0 / factors.length);
                for (int axis = 0; axis < factors.length; axis++) {
                    scale(factors[axis][r], even / norms[axis]);
                    products.scale(axis, r, even / norms[axis]);
                }
            }
        }
    }

    private double renew(int axis) {
        int rank = factors[axis].length;
        double[][] gram = gramBeside(axis);
        double[][] right = products.along(axis, factors);
        DecompositionSolver solver = solver(gram);
        double[][] solution =
                solver.solve(new Array2DRowRealMatrix(right, false)).getData();
        factors[axis] = solution;
        products.forget(axis);
        // ||X - X~||^2 = ||X||^2 - 2 <X, X~> + ||X~||^2
        double square = norm * norm;
        for (int r = 0; r < rank; r++) {
            square -= 2 * dot(right[r], solution[r]);
            for (int s = 0; s < rank; s++) {
                square += gram[r][s] * dot(solution[r], solution[s]);
            }
        }
        return Math.sqrt(Math.max(0, square)) / norm;
    }

    /** Elementwise product of the Gram matrices of all factors but one. */
    private double[][] gramBeside(int axis) {
        int rank = factors[axis].length;
        double[][] gram = new double[rank][rank];
        for (int r = 0; r < rank; r++) {
            for (int s = 0; s <= r; s++) {
                double product = 1;
                for (int other = 0; other < factors.length; other++) {
                    product *= other == axis ? 1 : dot(factors[other][r], factors[other][s]);
                }
                gram[r][s] = product;
                gram[s][r] = product;
            }
        }
        return gram;
    }

    private static DecompositionSolver solver(double[][] gram) {
        double mean = 0;
        for (int r = 0; r < gram.length; r++) {
            mean += gram[r][r] / gram.length;
        }
        try {
            return solver(gram, SINGULAR * mean);
        } catch (NonPositiveDefiniteMatrixException singular) {
            double[][] regular = new double[gram.length][];
            for (int r = 0; r < gram.length; r++) {
                regular[r] = gram[r].clone();
                regular[r][r] += RIDGE * mean;
            }
            return solver(regular, 0);
        }
    }

    private static DecompositionSolver solver(double[][] gram, double smallest) {
        return new CholeskyDecomposition(new Array2DRowRealMatrix(gram, false), SINGULAR, smallest).getSolver();
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The factors, shape (axes, components, length of the axis). */
    double[][][] factors() {
        return factors;
    }
}

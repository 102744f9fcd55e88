package circuitscope.infer.mpf;

import circuitscope.infer.arithmetic.LimitedMemoryBfgs;
import circuitscope.infer.binned.ActivityPatterns;

/**
 * Probability flow out of the recorded patterns into those with one neuron flipped, for the energy E(x) = x^T J x with x in
 * {0, 1}^N and the biases on the diagonal of the symmetric J:
 *
 * <pre>
 *   K(J) = mean over x of sum_i exp[(E(x) - E(x with i flipped)) / 2]
 *        = mean over x of sum_i exp[(2 x_i - 1) (J x)_i - J_ii / 2]
 * </pre>
 *
 * Variables are the entries J_ij with j &lt;= i, row after row, shape (N (N + 1) / 2).
 */
final class MpfObjective implements LimitedMemoryBfgs.Function {
    private final ActivityPatterns patterns;
    private final String stage;

    MpfObjective(ActivityPatterns patterns, String stage) {
        this.patterns = patterns;
        this.stage = stage;
    }

    /** J without coupling whose biases give every neuron its own probability to be active. */
    double[] uncoupled(double[] probability) {
        double[][] matrix = new double[probability.length][probability.length];
        for (int i = 0; i < probability.length; i++) {
            matrix[i][i] = Math.log((1 - probability[i]) / probability[i]);
        }
        return triangle(matrix);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        double[][] couplings = matrix(point);
        int n = couplings.length;
        double[] halfBias = new double[n];
        for (int i = 0; i < n; i++) {
            halfBias[i] = couplings[i][i] / 2;
            couplings[i][i] = 0;
        }
        ActivityPatterns.Means means = patterns.pass(
                couplings,
                (state, input, response) -> {
                    double flow = 0;
                    for (int i = 0; i < n; i++) {
                        double sign = 2 * state[i] - 1;
                        double out = Math.exp(sign * (input[i] + halfBias[i]));
                        flow += out;
                        response[i] = sign * out;
                    }
                    return flow;
                },
                stage);
        double[][] slope = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                slope[i][j] = means.product()[i][j] + means.product()[j][i];
            }
            slope[i][i] = means.response()[i] / 2;
        }
        System.arraycopy(triangle(slope), 0, gradient, 0, gradient.length);
        return means.value();
    }

    /** The symmetric matrix of these variables. */
    double[][] matrix(double[] point) {
        int n = patterns.neurons();
        double[][] matrix = new double[n][n];
        for (int i = 0, k = 0; i < n; i++) {
            for (int j = 0; j <= i; j++, k++) {
                matrix[i][j] = point[k];
                matrix[j][i] = point[k];
            }
        }
        return matrix;
    }

    private static double[] triangle(double[][] matrix) {
        double[] triangle = new double[matrix.length * (matrix.length + 1) / 2];
        for (int i = 0, k = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++, k++) {
                triangle[k] = matrix[i][j];
            }
        }
        return triangle;
    }
}

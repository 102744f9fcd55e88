package circuitscope.evaluate;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How far inferred weights are from the true ones, after the free scale and sign are taken out (paper, Appendix F). The
 * diagonal is left out everywhere.
 *
 * @param delta normalized inference error ||W - scale w||_F / ||W||_F over the whole matrix
 * @param profileError the same for the mean aligned rows: what remains when the variance of single weights is averaged out
 * @param deltaLeastSquares delta with the scale that minimizes it (Das and Fiete, 2020)
 * @param scale factor that minimizes the l1 distance of the mean aligned rows
 */
public record WeightError(double delta, double profileError, double deltaLeastSquares, double scale) {
    /**
     * @param inferred w[i][j] from neuron j to neuron i, shape (N, N)
     * @param truth true weights, shape (N, N)
     * @return the errors
     * @throws InputException if the matrices are not square of one size, an entry is not finite, or one of them is zero
     *     off the diagonal
     */
    public static WeightError of(double[][] inferred, double[][] truth) {
        int n = AlignedProfile.requireSquare("Inferred weights", inferred);
        int expected = AlignedProfile.requireSquare("True weights", truth);
        if (n != expected) {
            throw InputException.of("Inferred weights are of %d neurons, expected %d as the true ones.", n, expected);
        }
        double[] profile = AlignedProfile.of(inferred).mean();
        double[] trueProfile = AlignedProfile.of(truth).mean();
        profile[0] = 0;
        trueProfile[0] = 0;
        requireSomething("True weights", truth);
        requireSomething("Inferred weights", inferred);
        double scale = leastAbsoluteScale(profile, trueProfile);
        return new WeightError(
                error(inferred, truth, scale),
                error(new double[][] {profile}, new double[][] {trueProfile}, scale),
                error(inferred, truth, leastSquaresScale(inferred, truth)),
                scale);
    }

    /**
     * Of weights among some neurons of a ring: the others are interpolated along the ring (paper, Section 4.4).
     *
     * @param inferred weights among the known neurons, shape (K, K)
     * @param positions place on the ring of each known neuron, increasing, shape (K)
     * @param truth true weights of the whole ring, shape (N, N)
     * @return the error on the whole ring
     * @throws InputException if the shapes do not match, or one of the matrices is zero off the diagonal
     */
    public static WeightError interpolated(double[][] inferred, int[] positions, double[][] truth) {
        return of(RingInterpolation.fill(inferred, positions, truth.length), truth);
    }

    /**
     * The error with a scale for each row of its own, by least squares (Lu et al., ICLR 2025): only the shape of each row counts.
     *
     * @param inferred w[i][j] from neuron j to neuron i, shape (N, N)
     * @param truth true weights, shape (N, N)
     * @return ||W - a_i w_i||_F / ||W||_F, off the diagonal
     * @throws InputException if the matrices are not square of one size, or a row of {@code inferred} is zero off the
     *     diagonal
     */
    public static double rowWise(double[][] inferred, double[][] truth) {
        int n = AlignedProfile.requireSquare("Inferred weights", inferred);
        InputException.requireBetween("Number of neurons of the true weights", truth.length, n, n);
        double[][] scaled = new double[n][n];
        for (int i = 0; i < n; i++) {
            double product = 0;
            double square = 0;
            for (int j = 0; j < n; j++) {
                product += i == j ? 0 : inferred[i][j] * truth[i][j];
                square += i == j ? 0 : inferred[i][j] * inferred[i][j];
            }
            if (square == 0) {
                throw InputException.of(
                        "Row %d of the inferred weights is zero off the diagonal, so it has no scale.", i);
            }
            for (int j = 0; j < n; j++) {
                scaled[i][j] = product / square * inferred[i][j];
            }
        }
        return error(scaled, truth, 1);
    }

    private static void requireSomething(String name, double[][] weights) {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                if (i != j && weights[i][j] != 0) {
                    return;
                }
            }
        }
        throw InputException.of("%s are zero off the diagonal, expected something to compare.", name);
    }

    /** The factor that minimizes sum |target - factor * values|: a weighted median of the ratios. */
    static double leastAbsoluteScale(double[] values, double[] target) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, d -> d);
        Integer[] used = Arrays.stream(order).filter(d -> values[d] != 0).toArray(Integer[]::new);
        if (used.length == 0) {
            throw InputException.of("The mean aligned row of the inferred weights is zero, so it has no scale.");
        }
        Arrays.sort(used, Comparator.comparingDouble(d -> target[d] / values[d]));
        double half = Arrays.stream(used).mapToDouble(d -> Math.abs(values[d])).sum() / 2;
        double below = 0;
        for (int d : used) {
            below += Math.abs(values[d]);
            if (below >= half) {
                return target[d] / values[d];
            }
        }
        return target[used[used.length - 1]] / values[used[used.length - 1]];
    }

    private static double leastSquaresScale(double[][] inferred, double[][] truth) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < inferred.length; i++) {
            for (int j = 0; j < inferred.length; j++) {
                if (i != j) {
                    product += inferred[i][j] * truth[i][j];
                    square += inferred[i][j] * inferred[i][j];
                }
            }
        }
        return product / square;
    }

    /** Relative Frobenius error; in a square matrix the diagonal is left out, and in a single row the first entry. */
    private static double error(double[][] inferred, double[][] truth, double scale) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < inferred.length; i++) {
            for (int j = 0; j < inferred[i].length; j++) {
                if (i != j) {
                    double distance = truth[i][j] - scale * inferred[i][j];
                    difference += distance * distance;
                    norm += truth[i][j] * truth[i][j];
                }
            }
        }
        return Math.sqrt(difference / norm);
    }
}

package circuitscope.evaluate;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * A weight matrix seen as one profile: every row aligned to a common phase (row i rolled by -i), their mean and their
 * standard deviation at each distance around the ring (paper, Appendix F). The diagonal is left out.
 *
 * @param mean mean weight at distance d, shape (N); entry 0 is the mean of the diagonal, which no metric uses
 * @param deviation standard deviation over rows at distance d, shape (N)
 */
public record AlignedProfile(double[] mean, double[] deviation) {
    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     * @return the profile
     * @throws InputException if the matrix is not square, or an entry is not finite
     */
    public static AlignedProfile of(double[][] weights) {
        int n = requireSquare("Weights", weights);
        double[] mean = new double[n];
        double[] deviation = new double[n];
        for (int d = 0; d < n; d++) {
            for (int i = 0; i < n; i++) {
                mean[d] += weights[i][(i + d) % n] / n;
            }
            for (int i = 0; i < n; i++) {
                double difference = weights[i][(i + d) % n] - mean[d];
                deviation[d] += difference * difference / n;
            }
            deviation[d] = Math.sqrt(deviation[d]);
        }
        return new AlignedProfile(mean, deviation);
    }

    /**
     * @param name what the matrix is, for messages
     * @param weights a matrix
     * @return its number of rows
     * @throws InputException if it has fewer than two rows, is not square, or an entry is not finite
     */
    static int requireSquare(String name, double[][] weights) {
        int n = weights.length;
        if (n < 2) {
            throw InputException.of("%s have %d rows, expected at least 2.", name, n);
        }
        for (int i = 0; i < n; i++) {
            if (weights[i].length != n) {
                throw InputException.of(
                        "%s, row %d: found %d columns, expected %d as there are rows.", name, i, weights[i].length, n);
            }
            for (int j = 0; j < n; j++) {
                if (!Double.isFinite(weights[i][j])) {
                    throw InputException.of(
                            "%s, row %d, column %d: found %s, expected a finite number.", name, i, j, weights[i][j]);
                }
            }
        }
        return n;
    }

    /** {@return a copy turned by half the ring, so that distance 0 stands in the middle, as in the paper's figures} */
    public AlignedProfile centred() {
        return new AlignedProfile(centred(mean), centred(deviation));
    }

    private static double[] centred(double[] around) {
        double[] turned = new double[around.length];
        int half = around.length / 2;
        for (int d = 0; d < around.length; d++) {
            turned[(d + half) % around.length] = around[d];
        }
        return turned;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlignedProfile profile
                && Arrays.equals(mean, profile.mean)
                && Arrays.equals(deviation, profile.deviation);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }
}

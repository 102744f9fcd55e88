package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.network.wiring.Ring;
import java.util.Arrays;

/**
 * The least delta that any unbiased estimator can reach on average, sqrt(trace(I^-1)) / ||W||, by what it assumes of the
 * weights (Cramer-Rao inequality). The diagonal is left out. A method that shares strength between pairs of neurons may
 * fall below the limits of free pairs, never below that of the family it shares in. A limit is infinite if the spikes tell nothing
 * about some weight, as of a neuron that never fires.
 *
 * @param directed every pair free in both directions
 * @param symmetric every pair free, w_ij = w_ji; NaN where weights are not symmetric or neurons not alike
 * @param profile one profile for the whole ring; NaN elsewhere
 */
public record CramerRaoLimit(double directed, double symmetric, double profile) {
    /**
     * @param information what the spikes tell
     * @param weights true weights, shape (N, N)
     * @return the limits
     * @throws InputException if the sizes differ
     */
    public static CramerRaoLimit of(FisherInformation information, double[][] weights) {
        int n = AlignedProfile.requireSquare("True weights", weights);
        if (information.wiring().neurons() != n) {
            throw InputException.of(
                    "The information is of %d neurons, expected %d as the weights.",
                    information.wiring().neurons(), n);
        }
        double norm = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                norm += i == j ? 0 : weights[i][j] * weights[i][j];
            }
        }
        if (!(information.wiring() instanceof Ring ring)) {
            double sum = Arrays.stream(deviations(information))
                    .flatMapToDouble(Arrays::stream)
                    .map(deviation -> deviation * deviation)
                    .sum();
            return new CramerRaoLimit(Math.sqrt(sum / norm), Double.NaN, Double.NaN);
        }
        double[][] byOffset = information.rows()[0];
        double[] single = inverseDiagonal(without(byOffset, 0));
        boolean symmetric = ring.profile().shift() == 0;
        return new CramerRaoLimit(
                Math.sqrt(n * Arrays.stream(single).sum() / norm),
                symmetric ? Math.sqrt(symmetricVariance(byOffset) / norm) : Double.NaN,
                // of a directed ring every offset has a weight of its own, seen by all neurons
                Math.sqrt((symmetric
                                ? profileVariance(byOffset)
                                : Arrays.stream(single).sum())
                        / norm));
    }

    /**
     * @param information what the spikes of a ring tell
     * @return standard deviation of the best estimate of a free directed weight at each distance around the ring, shape
     *     (N); entry 0 is 0
     * @throws InputException if this is no ring
     */
    public static double[] deviationByDistance(FisherInformation information) {
        if (!information.isOfRing()) {
            throw InputException.of("Only on a ring are all neurons alike; ask for the limit of the whole matrix.");
        }
        double[] diagonal = inverseDiagonal(without(information.rows()[0], 0));
        double[] deviation = new double[diagonal.length + 1];
        for (int d = 1; d < deviation.length; d++) {
            deviation[d] = Math.sqrt(diagonal[d - 1]);
        }
        return deviation;
    }

    /**
     * @param information what the spikes of a network tell that is no ring
     * @return standard deviation of the best estimate of each weight if every pair is free in both directions, shape (N, N); 0 on the
     *     diagonal, infinite in rows of neurons of which the spikes do not tell every weight
     * @throws InputException if this is a ring, whose information is by offset
     */
    public static double[][] deviations(FisherInformation information) {
        if (information.isOfRing()) {
            throw InputException.of("All neurons of a ring are alike; ask for the deviation by distance.");
        }
        int n = information.rows().length;
        double[][] deviations = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] diagonal = inverseDiagonal(without(information.rows()[i], i));
            for (int j = 0; j < n - 1; j++) {
                deviations[i][j < i ? j : j + 1] = Math.sqrt(diagonal[j]);
            }
        }
        return deviations;
    }

    private static double[][] without(double[][] matrix, int own) {
        int n = matrix.length;
        double[][] rest = new double[n - 1][n - 1];
        for (int j = 0; j < n - 1; j++) {
            for (int k = 0; k < n - 1; k++) {
                rest[j][k] = matrix[j < own ? j : j + 1][k < own ? k : k + 1];
            }
        }
        return rest;
    }

    /**
     * Summed variance of all entries when w_ij = w_ji. Along the ring the problem is a convolution, so it falls apart into
     * Fourier modes: with v_d(i) = w[i][i+d], symmetry says v_{N-d}(i+d) = v_d(i), that is, mode m of v_{N-d} is mode m of
     * v_d times exp(-2 pi i m d / N). What is free in a mode are the distances 1 to N / 2.
     */
    private static double symmetricVariance(double[][] byOffset) {
        int n = byOffset.length;
        double sum = 0;
        for (int mode = 0; mode < n; mode++) {
            // the opposite neuron is met twice on the way round: only every other mode of it exists
            int free = n % 2 == 0 && mode % 2 == 1 ? n / 2 - 1 : n / 2;
            if (free > 0) {
                double[][] real = new double[2 * free][2 * free];
                for (int d = 1; d < n; d++) {
                    for (int e = 1; e < n; e++) {
                        int row = Math.min(d, n - d) - 1;
                        int column = Math.min(e, n - e) - 1;
                        if (row < free && column < free) {
                            // conjugate phase of the row times phase of the column
                            double phase = 2 * Math.PI * mode * (turn(d, n) - turn(e, n)) / n;
                            double cosine = byOffset[d][e] * Math.cos(phase);
                            double sine = byOffset[d][e] * Math.sin(phase);
                            real[row][column] += cosine;
                            real[free + row][free + column] += cosine;
                            real[row][free + column] -= sine;
                            real[free + row][column] += sine;
                        }
                    }
                }
                double[] diagonal = inverseDiagonal(real);
                for (int d = 1; d <= free; d++) {
                    // real and imaginary part describe one complex number
                    sum += (2 * d == n ? 1 : 2) * (diagonal[d - 1] + diagonal[free + d - 1]) / 2;
                }
            }
        }
        return sum;
    }

    /** How far the weight at offset d is turned against its mirror image, which is the free one: 0 up to half the ring. */
    private static int turn(int offset, int n) {
        return 2 * offset <= n ? 0 : n - offset;
    }

    /** One parameter per distance 1 to N / 2; each stands in the matrix as often as there are pairs at its distance. */
    private static double profileVariance(double[][] byOffset) {
        int n = byOffset.length;
        double[][] information = new double[n / 2][n / 2];
        for (int d = 1; d < n; d++) {
            for (int e = 1; e < n; e++) {
                information[Math.min(d, n - d) - 1][Math.min(e, n - e) - 1] += n * byOffset[d][e];
            }
        }
        double[] diagonal = inverseDiagonal(information);
        double sum = 0;
        for (int d = 1; d <= n / 2; d++) {
            sum += (2 * d == n ? 1 : 2) * n * diagonal[d - 1];
        }
        return sum;
    }

    private static double[] inverseDiagonal(double[][] information) {
        try {
            return PositiveDefinite.of(information).inverseDiagonal();
        } catch (PositiveDefinite.NotPositiveDefinite e) {
            double[] unknown = new double[information.length];
            Arrays.fill(unknown, Double.POSITIVE_INFINITY);
            return unknown;
        }
    }
}

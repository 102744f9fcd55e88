package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.infer.arithmetic.PositiveDefinite;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * What an error in the weights of a ring costs in prediction: to second order 1/2 delta^T I delta nats for each row, I being
 * the Fisher information. Shapes of errors are given by offset around the ring, entry 0 being the neuron itself, and are the
 * same in all rows.
 *
 * @param information the matrix I by offset, shape (N, N)
 * @param norm length of a row of true weights without the diagonal
 * @param spikesPerNeuron mean number of spikes of a neuron
 */
public record ErrorCost(double[][] information, double norm, double spikesPerNeuron) {
    /**
     * @param information what the spikes of a ring tell
     * @param weights true weights, shape (N, N)
     * @param spikes number of spikes of all neurons
     * @return the cost of errors
     * @throws InputException if the information is not that of a ring
     */
    public static ErrorCost of(FisherInformation information, double[][] weights, long spikes) {
        if (!information.isOfRing()) {
            throw InputException.of("The cost of an error of one shape is known on a ring only.");
        }
        double[] profile = AlignedProfile.of(weights).mean();
        double norm = Math.sqrt(IntStream.range(1, profile.length)
                .mapToDouble(d -> profile[d] * profile[d])
                .sum());
        return new ErrorCost(information.rows()[0], norm, (double) spikes / weights.length);
    }

    /**
     * @param shape shape of the error by offset, shape (N)
     * @param delta its size, as Delta measures it
     * @return what it costs in nats per spike
     */
    public double of(double[] shape, double delta) {
        double length = 0;
        double sum = 0;
        for (int d = 1; d < shape.length; d++) {
            length += shape[d] * shape[d];
            for (int e = 1; e < shape.length; e++) {
                sum += shape[d] * information[d][e] * shape[e];
            }
        }
        double factor = delta * norm / Math.sqrt(length);
        return factor * factor * sum / 2 / spikesPerNeuron;
    }

    /**
     * The error that costs least among all that have a given shape at some distances: what else a fit would change with it.
     *
     * @param shape the shape, shape (N)
     * @param from least distance at which it is kept
     * @param to greatest such distance
     * @return the shape with the cheapest values elsewhere, shape (N)
     */
    public double[] hidden(double[] shape, int from, int to) {
        int n = shape.length;
        int[] fixed = IntStream.range(1, n)
                .filter(d -> Math.min(d, n - d) >= from && Math.min(d, n - d) <= to)
                .toArray();
        int[] free = IntStream.range(1, n)
                .filter(d -> Math.min(d, n - d) < from || Math.min(d, n - d) > to)
                .toArray();
        double[][] among = new double[free.length][free.length];
        double[] pull = new double[free.length];
        for (int k = 0; k < free.length; k++) {
            for (int m = 0; m < free.length; m++) {
                among[k][m] = information[free[k]][free[m]];
            }
            for (int d : fixed) {
                pull[k] += information[free[k]][d] * shape[d];
            }
        }
        double[] change = PositiveDefinite.of(among).solve(pull);
        double[] hidden = shape.clone();
        for (int k = 0; k < free.length; k++) {
            hidden[free[k]] = -change[k];
        }
        return hidden;
    }

    /** {@return the shape of error of which the spikes tell least, shape (N)} */
    public double[] leastKnown() {
        int n = information.length;
        double[][] others = Arrays.stream(information, 1, n)
                .map(row -> Arrays.copyOfRange(row, 1, n))
                .toArray(double[][]::new);
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(others, false));
        double[] values = eigen.getRealEigenvalues();
        int least = IntStream.range(0, n - 1).reduce(0, (a, b) -> values[b] < values[a] ? b : a);
        double[] shape = new double[n];
        System.arraycopy(eigen.getEigenvector(least).toArray(), 0, shape, 1, n - 1);
        return shape;
    }
}

package circuitscope.data;

import circuitscope.InputException;
import circuitscope.simulate.Simulation;
import java.util.Optional;

/**
 * What is really there. No method sees it.
 *
 * @param weights true weights w[i][j] from neuron j to neuron i, shape (N, N); NaN where a weight is not known
 * @param latenciesMs true latency of each connection in ms, shape (N, N), where it is known
 * @param simulation how the spikes were generated, if they were simulated here: it gives the oracle and the limits
 */
public record GroundTruth(double[][] weights, Optional<double[][]> latenciesMs, Optional<Simulation> simulation) {
    /**
     * @param weights true weights, shape (N, N)
     * @param latenciesMs true latencies in ms, shape (N, N)
     * @param simulation how the spikes were generated
     * @throws InputException if a matrix is not square, or they differ in size
     */
    public GroundTruth {
        requireSquare("True weights", weights, weights.length);
        int n = weights.length;
        latenciesMs.ifPresent(matrix -> requireSquare("True latencies", matrix, n));
    }

    /**
     * @param simulation how the spikes were generated
     * @return its truth
     */
    public static GroundTruth of(Simulation simulation) {
        return new GroundTruth(
                simulation.network().weights(),
                simulation.network().synapse().latenciesMs(simulation.network().neurons()),
                Optional.of(simulation));
    }

    private static void requireSquare(String name, double[][] matrix, int n) {
        for (double[] row : matrix) {
            if (matrix.length != n || row.length != n) {
                throw InputException.of(
                        "%s have shape (%d, %d), expected (%d, %d) for this recording.",
                        name, matrix.length, row.length, n, n);
            }
        }
    }
}

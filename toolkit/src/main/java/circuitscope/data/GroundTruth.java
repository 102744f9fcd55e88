package circuitscope.data;

import circuitscope.InputException;
import circuitscope.simulate.Simulation;
import java.util.Optional;

/**
 * What is really there. No method sees it.
 *
 * @param weights true weights w[i][j] from neuron j to neuron i, shape (N, N); NaN where a weight is not known
 * @param latenciesMs true latency of each connection in ms, shape (N, N), where it is known
 * @param simulation how the spikes were generated, if they were simulated here: it gives the oracle and the limits, unless it has
 *     neurons that were not recorded
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

    /**
     * @param kept numbers of some neurons, shape (K)
     * @return what is true of them; their simulation is still that of all neurons
     */
    GroundTruth ofNeurons(int... kept) {
        return new GroundTruth(part(weights, kept), latenciesMs.map(matrix -> part(matrix, kept)), simulation);
    }

    private static double[][] part(double[][] matrix, int... kept) {
        double[][] part = new double[kept.length][kept.length];
        for (int i = 0; i < kept.length; i++) {
            for (int j = 0; j < kept.length; j++) {
                part[i][j] = matrix[kept[i]][kept[j]];
            }
        }
        return part;
    }

    /** {@return the simulation, if all its neurons were recorded: only then it gives rates and limits} */
    public Optional<Simulation> wholeSimulation() {
        return simulation.filter(whole -> whole.network().neurons() == weights.length);
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

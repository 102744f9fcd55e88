package circuitscope.network.wiring;

import circuitscope.InputException;

/**
 * Any weights, such as those of a measured connectome.
 *
 * @param weights W[i][j] from neuron j to neuron i, shape (N, N)
 */
public record GivenWeights(double[][] weights) implements Wiring {
    /**
     * @param weights W[i][j] from neuron j to neuron i, shape (N, N)
     * @throws InputException if the matrix is not square or too large, or an entry is not finite
     */
    public GivenWeights {
        InputException.requireBetween("Number of neurons", weights.length, 2, MAX_NEURONS);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i].length != weights.length) {
                throw InputException.of(
                        "Weights, row %d: found %d columns, expected %d as there are rows.",
                        i, weights[i].length, weights.length);
            }
            for (int j = 0; j < weights.length; j++) {
                if (!Double.isFinite(weights[i][j])) {
                    throw InputException.of(
                            "Weights, row %d, column %d: found %s, expected a finite number.", i, j, weights[i][j]);
                }
            }
        }
    }

    @Override
    public int neurons() {
        return weights.length;
    }
}

package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.spikes.Cell;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Sparse random connections: each ordered pair of different neurons is connected with the same probability.
 *
 * @param population the neurons and the sizes of their weights
 * @param probability probability of a connection, 0 to 1
 * @param seed seed of the connections
 */
public record RandomWiring(Population population, double probability, long seed) implements Wiring {
    /**
     * @param population the neurons and the sizes of their weights
     * @param probability probability of a connection
     * @param seed seed of the connections
     * @throws InputException if the probability is out of range
     */
    public RandomWiring {
        InputException.requireBetween("Probability of a connection", probability, 0, 1);
    }

    @Override
    public int neurons() {
        return population.neurons();
    }

    @Override
    public double[][] weights() {
        int n = neurons();
        UniformRandomProvider random = RandomStreams.of(seed, "random wiring");
        ContinuousSampler normal = Population.normal(random);
        double[][] weights = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                if (i != j && random.nextDouble() < probability) {
                    weights[i][j] = population.weight(j, normal);
                }
            }
        }
        return weights;
    }

    @Override
    public List<Cell> cells() {
        return population.cells();
    }
}

package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.spikes.Cell;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Neurons on a ring, each connected to its nearest neighbours, some of these connections moved to a random target (Watts and
 * Strogatz 1998, directed). Excitatory and inhibitory neurons are mixed along the ring.
 *
 * @param population the neurons and the sizes of their weights
 * @param neighbours targets of a neuron, half of them on either side; an even number
 * @param rewiring probability that a connection is moved to a random target, 0 to 1
 * @param seed seed of the connections
 */
public record SmallWorld(Population population, int neighbours, double rewiring, long seed) implements Wiring {
    /**
     * @param population the neurons and the sizes of their weights
     * @param neighbours targets of a neuron, an even number
     * @param rewiring probability that a connection is moved
     * @param seed seed of the connections
     * @throws InputException if a number is out of range
     */
    public SmallWorld {
        InputException.requireBetween("Targets of a neuron", neighbours, 2, population.neurons() - 1);
        if (neighbours % 2 != 0) {
            throw InputException.of("Targets of a neuron are %d, expected an even number.", neighbours);
        }
        InputException.requireBetween("Probability of rewiring", rewiring, 0, 1);
    }

    @Override
    public int neurons() {
        return population.neurons();
    }

    /** Where each neuron stands on the ring, so that the two types are mixed. */
    private int[] places(UniformRandomProvider random) {
        int[] places = new int[neurons()];
        for (int k = 0; k < places.length; k++) {
            int other = random.nextInt(k + 1);
            places[k] = places[other];
            places[other] = k;
        }
        return places;
    }

    @Override
    public double[][] weights() {
        int n = neurons();
        UniformRandomProvider random = RandomStreams.of(seed, "small world");
        ContinuousSampler normal = Population.normal(random);
        int[] places = places(random);
        int[] neuronAt = new int[n];
        for (int j = 0; j < n; j++) {
            neuronAt[places[j]] = j;
        }
        double[][] weights = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 1; k <= neighbours; k++) {
                int offset = k % 2 == 0 ? k / 2 : -(k + 1) / 2;
                int target = neuronAt[Math.floorMod(places[j] + offset, n)];
                if (random.nextDouble() < rewiring || weights[target][j] != 0) {
                    do {
                        target = random.nextInt(n);
                    } while (target == j || weights[target][j] != 0);
                }
                weights[target][j] = population.weight(j, normal);
            }
        }
        return weights;
    }

    @Override
    public List<Cell> cells() {
        return population.cells();
    }
}

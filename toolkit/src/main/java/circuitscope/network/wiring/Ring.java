package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.spikes.Cell;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neurons on a ring with rotation-invariant weights (paper, Section 3.1, Appendix A): W[i][j] is the profile at the distance
 * of i and j around the ring; a shifted profile makes it directed.
 *
 * @param neurons number of neurons N
 * @param profile weight against distance
 */
public record Ring(int neurons, WeightProfile profile) implements Wiring {
    /**
     * @param neurons number of neurons N
     * @param profile weight against distance
     * @throws InputException if the number is out of range
     */
    public Ring {
        InputException.requireBetween("Number of neurons", neurons, 2, MAX_NEURONS);
    }

    /** {@return the weight from neuron j to neuron j + d at d = 0, 1, ..., N - 1, shape (N)} */
    public double[] weightByOffset() {
        double[] around = new double[neurons];
        for (int d = 0; d < neurons; d++) {
            double turned = (d - profile.shift()) % neurons;
            turned += turned < 0 ? neurons : 0;
            around[d] = profile.at(Math.min(turned, neurons - turned));
        }
        return around;
    }

    @Override
    public double[][] weights() {
        double[] around = weightByOffset();
        double[][] weights = new double[neurons][neurons];
        for (int i = 0; i < neurons; i++) {
            for (int j = 0; j < neurons; j++) {
                weights[i][j] = around[Math.floorMod(i - j, neurons)];
            }
        }
        return weights;
    }

    /** {@inheritDoc} Preferred angles are spread evenly. */
    @Override
    public List<Cell> cells() {
        return IntStream.range(0, neurons)
                .mapToObj(i -> Cell.of("").preferring(2 * Math.PI * i / neurons))
                .toList();
    }
}

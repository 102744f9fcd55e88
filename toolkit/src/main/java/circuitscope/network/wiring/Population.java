package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.spikes.Cell;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Excitatory neurons first, then inhibitory ones, each with one sign for all its targets (Dale's law). The strength of a
 * connection is log-normal.
 *
 * @param neurons number of neurons N
 * @param excitatoryShare share of excitatory neurons, 0 to 1
 * @param excitatory mean weight of a connection from an excitatory neuron, above 0
 * @param inhibitory mean size of a connection from an inhibitory neuron, above 0; its weight is negative
 * @param spread s.d. of the logarithm of a weight's size, 0 for equal weights
 */
public record Population(int neurons, double excitatoryShare, double excitatory, double inhibitory, double spread) {
    /**
     * @param neurons number of neurons N
     * @param excitatoryShare share of excitatory neurons
     * @param excitatory mean weight from an excitatory neuron
     * @param inhibitory mean size of a weight from an inhibitory neuron
     * @param spread s.d. of the logarithm of a weight's size
     * @throws InputException if a number is out of range
     */
    public Population {
        InputException.requireBetween("Number of neurons", neurons, 2, Wiring.MAX_NEURONS);
        InputException.requireBetween("Share of excitatory neurons", excitatoryShare, 0, 1);
        InputException.requirePositive("Mean excitatory weight", excitatory);
        InputException.requirePositive("Mean size of an inhibitory weight", inhibitory);
        InputException.requireBetween("Spread of log weights", spread, 0, 5);
    }

    /** {@return the number of excitatory neurons} */
    public int excitatoryNeurons() {
        return (int) Math.round(neurons * excitatoryShare);
    }

    /** Weights of one presynaptic neuron after the other. */
    double weight(int presynaptic, ContinuousSampler normal) {
        double size = StrictMath.exp(spread * normal.sample() - spread * spread / 2);
        return presynaptic < excitatoryNeurons() ? excitatory * size : -inhibitory * size;
    }

    static ContinuousSampler normal(UniformRandomProvider random) {
        return ZigguratSampler.NormalizedGaussian.of(random);
    }

    List<Cell> cells() {
        return IntStream.range(0, neurons)
                .mapToObj(i -> Cell.of("").ofType(i < excitatoryNeurons() ? "excitatory" : "inhibitory"))
                .toList();
    }
}

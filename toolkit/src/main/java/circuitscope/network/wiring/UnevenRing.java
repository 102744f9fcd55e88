package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.spikes.Cell;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * A ring as tissue might have it: neurons differ in how strongly they answer, and some connections are missing. All weights to a
 * neuron have a log-normal factor of their own with mean 1, and each ordered pair of different neurons is cut with the same
 * probability.
 *
 * @param ring the ring before that
 * @param spread s.d. of the logarithm of the factor of a row, 0 for equal rows
 * @param cut probability that a connection is missing, 0 to 1
 * @param seed seed of factors and cuts
 */
public record UnevenRing(Ring ring, double spread, double cut, long seed) implements Wiring {
    /**
     * @param ring the ring before that
     * @param spread s.d. of the logarithm of the factor of a row
     * @param cut probability that a connection is missing
     * @param seed seed of factors and cuts
     * @throws InputException if a number is out of range
     */
    public UnevenRing {
        InputException.requireBetween("Spread of log factors of rows", spread, 0, 5);
        InputException.requireBetween("Probability of a cut", cut, 0, 1);
    }

    @Override
    public int neurons() {
        return ring.neurons();
    }

    @Override
    public double[][] weights() {
        UniformRandomProvider random = RandomStreams.of(seed, "uneven ring");
        ContinuousSampler normal = Population.normal(random);
        double[][] weights = ring.weights();
        for (int i = 0; i < weights.length; i++) {
            double factor = StrictMath.exp(spread * normal.sample() - spread * spread / 2);
            for (int j = 0; j < weights.length; j++) {
                boolean isCut = random.nextDouble() < cut && i != j;
                weights[i][j] = isCut ? 0 : factor * weights[i][j];
            }
        }
        return weights;
    }

    /** {@return the same with no connection cut} */
    public UnevenRing complete() {
        return new UnevenRing(ring, spread, 0, seed);
    }

    @Override
    public List<Cell> cells() {
        return ring.cells();
    }
}

package circuitscope.simulate;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Candidates for spikes, one step after the other: a Poisson process of all neurons whose intensity per step is the sum of
 * a bound for each. An exponential clock runs down by this sum, and a candidate falls to a neuron by the cumulative bounds.
 * Keeping each with probability intensity / bound leaves exactly the process of the true intensities (thinning; Lewis and
 * Shedler, 1979).
 */
final class CandidateClock {
    private final UniformRandomProvider random;
    private final ContinuousSampler exponential;
    private final double[] cumulative;
    final double[] bound;
    private double clock;
    private double left;

    CandidateClock(int neurons, UniformRandomProvider random) {
        this.random = random;
        bound = new double[neurons];
        cumulative = new double[neurons];
        // its values come from tables: the same on every machine
        exponential = ZigguratSampler.Exponential.of(random);
        clock = exponential.sample();
    }

    /** Takes up new values of {@code bound}. */
    void renew() {
        double sum = 0;
        for (int i = 0; i < bound.length; i++) {
            sum += bound[i];
            cumulative[i] = sum;
        }
    }

    void beginStep() {
        left = cumulative[cumulative.length - 1];
    }

    /** The neuron of the next candidate in this step, or -1 if there is none. */
    int next() {
        if (clock >= left) {
            clock -= left;
            return -1;
        }
        left -= clock;
        clock = exponential.sample();
        double position = random.nextDouble() * cumulative[cumulative.length - 1];
        int at = Arrays.binarySearch(cumulative, position);
        int neuron = at >= 0 ? at + 1 : -at - 1;
        // a position that rounding has put on a border falls to the next neuron that can fire
        while (neuron < bound.length - 1 && bound[neuron] == 0) {
            neuron++;
        }
        return Math.min(neuron, bound.length - 1);
    }
}

package circuitscope.infer.glm;

import java.util.Arrays;

/**
 * How neurons recover from their own spikes: a factor of a neuron's rate by the time since its last spike, of any shape, beside
 * all that others do to it (the inhomogeneous Markov interval process of Kass and Ventura 2001, Neural Comput. 13, 1713). It holds
 * refractoriness, the reset of a membrane, and bursts.
 *
 * @param ends end of each interval of time but the last, which has none, in steps, increasing, shape (intervals - 1); empty
 *     without own history
 * @param factor factor of each neuron's rate in each interval, shape (N, intervals)
 * @param gain what held-out spikes gained by it when it was asked for, in nats by neuron, shape (N); it is taken if the sum is
 *     above 0
 */
public record Recovery(int[] ends, double[][] factor, double[] gain) {
    /** Spikes that a neuron's factor starts from, with the mean factor of all. */
    private static final double PRIOR_SPIKES = 20;

    /**
     * @param gain what held-out spikes would gain, in nats by neuron, shape (N); 0 where nobody asked
     * @return no own history: a factor of 1
     */
    public static Recovery none(double... gain) {
        double[][] ones = new double[gain.length][1];
        for (double[] one : ones) {
            one[0] = 1;
        }
        return new Recovery(new int[0], ones, gain);
    }

    /** The likeliest factors: spikes over expected spikes, shape (N, intervals) both, drawn to the ratio of all neurons. */
    static Recovery of(int[] ends, double[][] spikes, double[][] expected) {
        int n = spikes.length;
        double[][] factor = new double[n][ends.length + 1];
        for (int k = 0; k <= ends.length; k++) {
            double allSpikes = 0.5;
            double allExpected = 0.5;
            for (int i = 0; i < n; i++) {
                allSpikes += spikes[i][k];
                allExpected += expected[i][k];
            }
            for (int i = 0; i < n; i++) {
                factor[i][k] =
                        (spikes[i][k] + PRIOR_SPIKES * allSpikes / allExpected) / (expected[i][k] + PRIOR_SPIKES);
            }
        }
        return new Recovery(ends, factor, new double[n]);
    }

    /** {@return whether neurons have a history of their own} */
    public boolean isThere() {
        return ends.length > 0;
    }

    /** Log-likelihood with these factors less that without, in nats by neuron. */
    double[] gains(double[][] spikes, double[][] expected) {
        double[] gains = new double[spikes.length];
        for (int i = 0; i < gains.length; i++) {
            for (int k = 0; k < factor[i].length; k++) {
                gains[i] += spikes[i][k] * Math.log(factor[i][k]) - expected[i][k] * (factor[i][k] - 1);
            }
        }
        return gains;
    }

    /** Sum of the log factors at these spikes, counted by neuron and interval, in nats. */
    double atSpikes(double[][] spikes) {
        return Arrays.stream(gains(spikes, new double[spikes.length][factor[0].length]))
                .sum();
    }

    Recovery withGain(double... nats) {
        return new Recovery(ends, factor, nats);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recovery recovery
                && Arrays.equals(ends, recovery.ends)
                && Arrays.deepEquals(factor, recovery.factor)
                && Arrays.equals(gain, recovery.gain);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(factor);
    }

    @Override
    public String toString() {
        return isThere() ? "own history over " + factor[0].length + " intervals" : "no own history";
    }
}

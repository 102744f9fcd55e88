package circuitscope.network;

import circuitscope.InputException;

/**
 * A neuron spikes once in each step in which its input exceeds the threshold (paper, Eqs. 11 and 12). The noise is sparse:
 * b (1 + noise x) with x ~ N(0, 1), present only where a second normal variable of the neuron and step exceeds
 * {@code gate}.
 *
 * @param threshold threshold g_th of the input
 * @param noise s.d. of the noise relative to the drive b
 * @param gate value that a second normal variable must exceed for noise to be present; minus infinity for noise always
 */
public record ThresholdCrossing(double threshold, double noise, double gate) implements SpikeGeneration.Instantaneous {
    /** The paper's values, with the sparse noise that reproduces its rates. */
    public static final ThresholdCrossing STANDARD = new ThresholdCrossing(7.35e-4, 0.3, 1.5);

    /**
     * @param threshold threshold g_th of the input
     * @param noise s.d. of the noise relative to the drive b
     * @param gate value that a second normal variable must exceed for noise to be present; minus infinity for noise always
     * @throws InputException if the threshold is not finite, the noise not positive, or the gate so high that noise never
     *     acts
     */
    public ThresholdCrossing {
        if (!Double.isFinite(threshold)) {
            throw InputException.of("Threshold is %s, expected a finite number.", threshold);
        }
        InputException.requirePositive("Noise (s.d. relative to the drive)", noise);
        if (!(gate <= 6)) {
            throw InputException.of("Noise gate is %s, expected at most 6 standard deviations.", gate);
        }
    }

    /** {@return the probability that noise is present in a neuron and step} */
    public double gateProbability() {
        return NormalTail.probability(gate);
    }

    /**
     * @param other threshold g_th of the input
     * @return the same with another threshold
     */
    public ThresholdCrossing withThreshold(double other) {
        return new ThresholdCrossing(other, noise, gate);
    }

    @Override
    public TransferFunction transfer(double drive, double dtMs) {
        double gated = gateProbability();
        double margin = threshold - drive;
        double deviation = noise * drive;
        return new TransferFunction() {
            @Override
            public double rate(double recurrent) {
                double withoutNoise = recurrent > margin ? 1 - gated : 0;
                return withoutNoise + gated * NormalTail.interpolated((margin - recurrent) / deviation);
            }

            @Override
            public double slope(double recurrent) {
                double x = (margin - recurrent) / deviation;
                return gated * Math.exp(-x * x / 2) / (Math.sqrt(2 * Math.PI) * deviation);
            }
        };
    }
}

package circuitscope.network;

import circuitscope.InputException;

/**
 * The number of spikes in a step is Poisson with mean gain * max(0, g - threshold), without a factor of the step's length
 * (paper, Eqs. 13 and 14).
 *
 * @param threshold threshold g_th of the input
 * @param gain gain lambda_0, spikes per step and unit of input
 */
public record LinearNonlinearPoisson(double threshold, double gain) implements SpikeGeneration.Instantaneous {
    /** The values that reproduce the paper's rate of about 62 Hz and its four bumps. */
    public static final LinearNonlinearPoisson STANDARD = new LinearNonlinearPoisson(0, 32);

    /**
     * @param threshold threshold g_th of the input
     * @param gain gain lambda_0, spikes per step and unit of input
     * @throws InputException if the threshold is not finite, or the gain not positive
     */
    public LinearNonlinearPoisson {
        if (!Double.isFinite(threshold)) {
            throw InputException.of("Threshold is %s, expected a finite number.", threshold);
        }
        InputException.requirePositive("Gain (spikes per step and unit of input)", gain);
    }

    /**
     * @param other threshold g_th of the input
     * @return the same with another threshold
     */
    public LinearNonlinearPoisson withThreshold(double other) {
        return new LinearNonlinearPoisson(other, gain);
    }

    @Override
    public TransferFunction transfer(double drive, double dtMs) {
        double margin = threshold - drive;
        return new TransferFunction() {
            @Override
            public double rate(double recurrent) {
                return gain * Math.max(0, recurrent - margin);
            }

            @Override
            public double slope(double recurrent) {
                return recurrent > margin ? gain : 0;
            }
        };
    }
}

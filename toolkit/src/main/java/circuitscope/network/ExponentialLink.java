package circuitscope.network;

import circuitscope.InputException;

/**
 * The number of spikes in a step is Poisson with a rate that is exponential in the input: rateHz exp(gain g), up to a highest
 * rate. This is the neuron that a GLM with an exponential link takes for granted.
 *
 * @param rateHz rate without input in Hz
 * @param gain change of the log rate per unit of input
 * @param highestHz rate that no input exceeds, in Hz
 */
public record ExponentialLink(double rateHz, double gain, double highestHz) implements SpikeGeneration.Instantaneous {
    /**
     * @param rateHz rate without input in Hz
     * @param gain change of the log rate per unit of input
     * @param highestHz rate that no input exceeds, in Hz
     * @throws InputException if a number is not positive, or the highest rate below the rate without input
     */
    public ExponentialLink {
        InputException.requirePositive("Rate without input in Hz", rateHz);
        InputException.requirePositive("Gain per unit of input", gain);
        InputException.requireBetween("Highest rate in Hz", highestHz, rateHz, 1e6);
    }

    @Override
    public TransferFunction transfer(double drive, double dtMs) {
        double perStep = dtMs / 1000;
        return new TransferFunction() {
            @Override
            public double rate(double recurrent) {
                return perStep * Math.min(highestHz, rateHz * StrictMath.exp(gain * (recurrent + drive)));
            }

            @Override
            public double slope(double recurrent) {
                double rate = rate(recurrent);
                return rate < perStep * highestHz ? gain * rate : 0;
            }
        };
    }
}

package circuitscope.network;

import circuitscope.InputException;

/**
 * A leaky membrane: tau dV/dt = -V + b + r W s + noise sqrt(2 tau) xi(t), with white noise xi of each neuron, so that the
 * membrane without threshold has the standard deviation {@code noise}. At the threshold it spikes, and stays at the reset
 * value for the refractory time. Its rate given the spikes has no closed form, so it has no oracle and no limits here.
 *
 * @param tauMs time constant of the membrane in ms
 * @param threshold membrane potential at which it spikes, above rest, which is 0
 * @param reset membrane potential after a spike, below the threshold
 * @param refractoryMs time without spikes after a spike in ms
 * @param noise s.d. of the free membrane potential
 */
public record LeakyIntegrateAndFire(double tauMs, double threshold, double reset, double refractoryMs, double noise)
        implements SpikeGeneration {
    /** A cortical cell: 20 ms, threshold 20 mV above rest, reset 10 mV, 2 ms refractory, 5 mV of noise (Brunel 2000). */
    public static final LeakyIntegrateAndFire STANDARD = new LeakyIntegrateAndFire(20, 20, 10, 2, 5);

    /**
     * @param tauMs time constant of the membrane in ms
     * @param threshold membrane potential at which it spikes
     * @param reset membrane potential after a spike
     * @param refractoryMs time without spikes after a spike in ms
     * @param noise s.d. of the free membrane potential
     * @throws InputException if a number is out of range
     */
    public LeakyIntegrateAndFire {
        InputException.requirePositive("Membrane time constant in ms", tauMs);
        InputException.requirePositive("Threshold of the membrane", threshold);
        InputException.requireBetween("Reset of the membrane", reset, -1e6, Math.nextDown(threshold));
        InputException.requireBetween("Refractory time in ms", refractoryMs, 0, 1000);
        InputException.requireBetween("Noise of the membrane", noise, 0, 1e6);
    }
}

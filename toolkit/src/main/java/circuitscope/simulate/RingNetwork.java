package circuitscope.simulate;

import circuitscope.InputException;

/**
 * A ring of neurons with rotation-invariant weights (paper, Section 3.1, Appendix A, Table 4). In each step
 *
 * <pre>
 *   g = r W s + b (1 + noise),   spikes from g,   s &lt;- s (1 - dt / tau) + spikes
 * </pre>
 *
 * with W[i][j] the profile at the ring distance of i and j, its diagonal included.
 *
 * @param neurons number of neurons N
 * @param profile weight against distance
 * @param strength recurrent strength r
 * @param drive uniform feed-forward drive b
 * @param tauMs synaptic time constant in ms
 * @param dtMs time step in ms
 * @param spiking how input becomes spikes
 */
public record RingNetwork(
        int neurons,
        WeightProfile profile,
        double strength,
        double drive,
        double tauMs,
        double dtMs,
        SpikeGeneration spiking) {
    /** Most neurons that are simulated. */
    public static final int MAX_NEURONS = 10_000;

    /** Strength r, and the thresholds that hold the rate near 62 Hz: threshold-crossing model, LNP model. */
    private static final double[][] CALIBRATION = {
        {.0005, 1.378e-3, 7.86e-4},
        {.0025, 1.304e-3, 7.13e-4},
        {.005, 1.213e-3, 6.21e-4},
        {.0075, 1.123e-3, 5.29e-4},
        {.01, 1.033e-3, 4.37e-4},
        {.0125, 9.5e-4, 3.45e-4},
        {.015, 8.86e-4, 2.55e-4},
        {.0175, 8.47e-4, 1.8e-4},
        {.02, 8.08e-4, 1.17e-4},
        {.0225, 7.7e-4, 5.8e-5},
        {.025, 7.35e-4, 0},
    };

    /**
     * @param neurons number of neurons N
     * @param profile weight against distance
     * @param strength recurrent strength r
     * @param drive uniform feed-forward drive b
     * @param tauMs synaptic time constant in ms
     * @param dtMs time step in ms
     * @param spiking how input becomes spikes
     * @throws InputException if a number is out of range, or a step is not shorter than tau
     */
    public RingNetwork {
        InputException.requireBetween("Number of neurons", neurons, 2, MAX_NEURONS);
        InputException.requirePositive("Recurrent strength r", strength);
        InputException.requirePositive("Drive b", drive);
        InputException.requirePositive("Synaptic time constant in ms", tauMs);
        InputException.requirePositive("Time step in ms", dtMs);
        if (dtMs >= tauMs) {
            throw InputException.of(
                    "Time step is %s ms, expected it below the synaptic time constant of %s ms.", dtMs, tauMs);
        }
    }

    /** {@return the threshold-crossing network of the paper: 100 neurons, r = 0.025} */
    public static RingNetwork thresholdCrossing() {
        return new RingNetwork(100, WeightProfile.MEXICAN_HAT, 0.025, 1e-3, 10, 0.1, ThresholdCrossing.STANDARD);
    }

    /** {@return the linear-nonlinear Poisson network of the paper: 100 neurons, r = 0.025} */
    public static RingNetwork linearNonlinearPoisson() {
        return new RingNetwork(100, WeightProfile.MEXICAN_HAT, 0.025, 1e-3, 10, 0.1, LinearNonlinearPoisson.STANDARD);
    }

    /**
     * @param count number of neurons, from 2 to {@value #MAX_NEURONS}
     * @return the same network with another number of neurons
     */
    public RingNetwork withNeurons(int count) {
        return new RingNetwork(count, profile, strength, drive, tauMs, dtMs, spiking);
    }

    /**
     * @param other weight against distance
     * @return the same network with another profile
     */
    public RingNetwork withProfile(WeightProfile other) {
        return new RingNetwork(neurons, other, strength, drive, tauMs, dtMs, spiking);
    }

    /**
     * @param other how input becomes spikes
     * @return the same network with another way to spike
     */
    public RingNetwork withSpiking(SpikeGeneration other) {
        return new RingNetwork(neurons, profile, strength, drive, tauMs, dtMs, other);
    }

    /**
     * Changes the recurrent strength, and the threshold with it so that the mean rate stays near 62 Hz: the values of Das
     * and Fiete (2020), linear between them.
     *
     * @param r recurrent strength, from 0.0005 to 0.025
     * @return the same network with this strength
     * @throws InputException if {@code r} is outside the calibrated range
     */
    public RingNetwork withStrength(double r) {
        InputException.requireBetween(
                "Recurrent strength r", r, CALIBRATION[0][0], CALIBRATION[CALIBRATION.length - 1][0]);
        int column = spiking instanceof ThresholdCrossing ? 1 : 2;
        int k = 1;
        while (CALIBRATION[k][0] < r) {
            k++;
        }
        double[] low = CALIBRATION[k - 1];
        double[] high = CALIBRATION[k];
        double share = (r - low[0]) / (high[0] - low[0]);
        double threshold = low[column] + share * (high[column] - low[column]);
        return new RingNetwork(neurons, profile, r, drive, tauMs, dtMs, spiking.withThreshold(threshold));
    }

    /** {@return the factor by which synaptic activation decays in a step} */
    public double decay() {
        return 1 - dtMs / tauMs;
    }

    /** {@return the weight of each distance around the ring, shape (N), distance 0 first} */
    public double[] profileAroundRing() {
        double[] around = new double[neurons];
        for (int d = 0; d < neurons; d++) {
            around[d] = profile.at(Math.min(d, neurons - d));
        }
        return around;
    }

    /** {@return the true weights W[i][j] from neuron j to neuron i, shape (N, N), without the factor r} */
    public double[][] weights() {
        double[] around = profileAroundRing();
        double[][] weights = new double[neurons][neurons];
        for (int i = 0; i < neurons; i++) {
            for (int j = 0; j < neurons; j++) {
                weights[i][j] = around[Math.floorMod(i - j, neurons)];
            }
        }
        return weights;
    }
}

package circuitscope.network;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.network.wiring.Population;
import circuitscope.network.wiring.RandomWiring;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.network.wiring.Wiring;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A network that generates spikes. In each step (paper, Section 3.1, Appendix A, Table 4)
 *
 * <pre>
 *   g = r W s + b,   spikes from g,   s &lt;- s (1 - dt / tau) + spikes that arrive
 * </pre>
 *
 * from s uniform in [0, 1).
 *
 * @param wiring weights W
 * @param strength recurrent strength r
 * @param drive feed-forward drive b
 * @param synapse how spikes become synaptic activation s
 * @param spiking how input becomes spikes
 * @param dtMs time step in ms
 */
public record Network(
        Wiring wiring, double strength, Drive drive, Synapse synapse, SpikeGeneration spiking, double dtMs) {
    /** Mean inhibitory weight over mean excitatory weight of a random network; 4 would balance them. */
    private static final double INHIBITION = 4.2;

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
     * @param wiring weights W
     * @param strength recurrent strength r
     * @param drive feed-forward drive b
     * @param synapse how spikes become synaptic activation s
     * @param spiking how input becomes spikes
     * @param dtMs time step in ms
     * @throws InputException if a number is out of range, or a step is not shorter than the time constants
     */
    public Network {
        InputException.requirePositive("Recurrent strength r", strength);
        InputException.requirePositive("Time step in ms", dtMs);
        if (dtMs >= synapse.tauMs()) {
            throw InputException.of(
                    "Time step is %s ms, expected it below the synaptic time constant of %s ms.",
                    dtMs, synapse.tauMs());
        }
        if (spiking instanceof LeakyIntegrateAndFire membrane && dtMs >= membrane.tauMs()) {
            throw InputException.of(
                    "Time step is %s ms, expected it below the membrane time constant of %s ms.",
                    dtMs, membrane.tauMs());
        }
        if (drive instanceof Drive.Rotation && !(wiring instanceof Ring)) {
            throw InputException.of(
                    "The drive turns the weights along a ring, but the network is no ring; take another drive or a ring.");
        }
    }

    /** {@return the threshold-crossing network of the paper: a ring of 100 neurons, r = 0.025} */
    public static Network thresholdCrossing() {
        return ring(WeightProfile.MEXICAN_HAT, 0.025, ThresholdCrossing.STANDARD);
    }

    /** {@return the linear-nonlinear Poisson network of the paper: a ring of 100 neurons, r = 0.025} */
    public static Network linearNonlinearPoisson() {
        return ring(WeightProfile.MEXICAN_HAT, 0.025, LinearNonlinearPoisson.STANDARD);
    }

    /**
     * @param profile weight against distance
     * @param strength recurrent strength r
     * @param spiking how input becomes spikes
     * @return a ring of 100 neurons with the drive, synapse and time step of the paper
     */
    public static Network ring(WeightProfile profile, double strength, SpikeGeneration spiking) {
        return new Network(
                new Ring(100, profile), strength, new Drive.Constant(1e-3), Synapse.exponential(10), spiking, 0.1);
    }

    /**
     * Excitatory and inhibitory integrate-and-fire cells (4 to 1) with sparse random connections (12 %), log-normal weights,
     * synapses of 5 ms and latencies of 0.5 to 3 ms, at 5 to 10 Hz: a piece of cortex as nobody draws it. Weights fall with
     * the root of the number of neurons, and inhibition outweighs excitation a little, so that the rate stays.
     *
     * @param neurons number of neurons
     * @param seed seed of connections and latencies
     * @return the network
     */
    public static Network randomIntegrateAndFire(int neurons, long seed) {
        double size = 6 * Math.sqrt(60.0 / neurons);
        Population population = new Population(neurons, 0.8, size, INHIBITION * size, 0.5);
        return new Network(
                new RandomWiring(population, 0.12, seed),
                1,
                new Drive.Constant(12),
                new Synapse(5, 0.5, 3, seed),
                LeakyIntegrateAndFire.STANDARD,
                0.1);
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return wiring.neurons();
    }

    /** {@return the true weights W[i][j] from neuron j to neuron i, shape (N, N), without the factor r} */
    public double[][] weights() {
        return wiring.weights();
    }

    /** {@return the factor by which synaptic activation decays in a step} */
    public double decay() {
        return 1 - dtMs / synapse.tauMs();
    }

    /**
     * @param seed seed of a simulation
     * @return synaptic activations at its start, uniform in [0, 1), shape (N)
     */
    public double[] initialActivation(long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "initial activation");
        return DoubleStream.generate(random::nextDouble).limit(neurons()).toArray();
    }

    /**
     * @param other weights
     * @return the same network with other weights
     */
    public Network withWiring(Wiring other) {
        return new Network(other, strength, drive, synapse, spiking, dtMs);
    }

    /**
     * @param other how input becomes spikes
     * @return the same network with another way to spike
     */
    public Network withSpiking(SpikeGeneration other) {
        return new Network(wiring, strength, drive, synapse, other, dtMs);
    }

    /**
     * @param other feed-forward drive
     * @return the same network under another drive
     */
    public Network withDrive(Drive other) {
        return new Network(wiring, strength, other, synapse, spiking, dtMs);
    }

    /**
     * @param other how spikes become synaptic activation
     * @return the same network with other synapses
     */
    public Network withSynapse(Synapse other) {
        return new Network(wiring, strength, drive, other, spiking, dtMs);
    }

    /**
     * @param count number of neurons
     * @return the same ring with another number of neurons
     * @throws InputException if this is no ring, or the number is out of range
     */
    public Network withNeurons(int count) {
        if (wiring instanceof Ring ring) {
            return withWiring(new Ring(count, ring.profile()));
        }
        throw InputException.of("Only a ring can change its number of neurons; give another wiring.");
    }

    /**
     * Changes the recurrent strength, and the threshold with it so that the mean rate of the paper's rings stays near 62 Hz:
     * the values of Das and Fiete (2020), linear between them.
     *
     * @param r recurrent strength, from 0.0005 to 0.025
     * @return the same network with this strength
     * @throws InputException if {@code r} is outside the calibrated range, or this is not one of the paper's rings
     */
    public Network withStrength(double r) {
        InputException.requireBetween(
                "Recurrent strength r", r, CALIBRATION[0][0], CALIBRATION[CALIBRATION.length - 1][0]);
        if (!(wiring instanceof Ring ring) || !ring.profile().equals(WeightProfile.MEXICAN_HAT)) {
            throw InputException.of(
                    "Strengths are calibrated for the ring with the paper's Mexican hat only; give strength and threshold.");
        }
        int k = 1;
        while (CALIBRATION[k][0] < r) {
            k++;
        }
        double[] low = CALIBRATION[k - 1];
        double[] high = CALIBRATION[k];
        double share = (r - low[0]) / (high[0] - low[0]);
        SpikeGeneration other;
        if (spiking instanceof ThresholdCrossing model) {
            other = model.withThreshold(low[1] + share * (high[1] - low[1]));
        } else if (spiking instanceof LinearNonlinearPoisson model) {
            other = model.withThreshold(low[2] + share * (high[2] - low[2]));
        } else {
            throw InputException.of(
                    "Strengths are calibrated for threshold crossing and LNP only; give strength and threshold.");
        }
        return new Network(wiring, r, drive, synapse, other, dtMs);
    }
}

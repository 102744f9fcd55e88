package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.network.LeakyIntegrateAndFire;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.ThresholdCrossing;
import circuitscope.spikes.Recording;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How a recording is simulated: the same network, time and seed give the same spikes on every machine. Networks whose spikes
 * depend on the input of their step alone are simulated exactly: equal in law to drawing every random number of every neuron
 * and step, at a small part of the cost.
 *
 * @param network the network
 * @param seconds simulated time in s
 * @param seed seed of the initial activation and of all random numbers
 */
public record Simulation(Network network, double seconds, long seed) {
    private static final int STEPS_PER_REPORT = 1 << 15;

    /**
     * @param network the network
     * @param seconds simulated time in s
     * @param seed seed of the initial activation and of all random numbers
     * @throws InputException if the time is not positive or takes more than 2^31 steps
     */
    public Simulation {
        InputException.requirePositive("Simulated time in s", seconds);
        double exact = seconds * 1000 / network.dtMs();
        if (exact < 0.5 || exact > Integer.MAX_VALUE) {
            throw InputException.of(
                    "Simulated time is %s s or %.0f steps of %s ms, expected 1 to %d steps.",
                    seconds, exact, network.dtMs(), Integer.MAX_VALUE);
        }
    }

    /** Advances a network by one step at a time. */
    interface Engine {
        void step(int step, Recording.Builder spikes);
    }

    /** {@return the number of steps} */
    public int steps() {
        return (int) Math.round(seconds * 1000 / network.dtMs());
    }

    /** {@return synaptic activations at the first step, shape (N)} */
    public double[] initialActivation() {
        return network.initialActivation(seed);
    }

    /** {@return the spikes, with what is known of the cells} */
    public Recording run() {
        return run(Progress.silent());
    }

    /**
     * @param progress hears of finished steps
     * @return the spikes, with what is known of the cells
     * @throws InputException if no neuron fires
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Recording run(Progress progress) {
        int steps = steps();
        Turning turning = new Turning(network, steps);
        Engine engine = engine(turning);
        Recording.Builder spikes = Recording.builder(network.neurons(), steps, network.dtMs())
                .cells(network.wiring().cells());
        turning.covariate(steps).ifPresent(spikes::covariate);
        for (int step = 0; step < steps; step++) {
            engine.step(step, spikes);
            if ((step + 1) % STEPS_PER_REPORT == 0 || step + 1 == steps) {
                Progress.stopIfInterrupted("simulating");
                progress.update("simulating", step + 1L, steps);
            }
        }
        return spikes.build();
    }

    private Engine engine(Turning turning) {
        UniformRandomProvider random = RandomStreams.of(seed, "simulation");
        SynapticInput input = new SynapticInput(network, initialActivation());
        if (network.spiking() instanceof ThresholdCrossing threshold) {
            return new ThresholdSimulation(network, threshold, input, turning, random);
        }
        if (network.spiking() instanceof LeakyIntegrateAndFire membrane) {
            return new IntegrateAndFireSimulation(network, membrane, input, turning, random);
        }
        return new PoissonSimulation(
                network, (SpikeGeneration.Instantaneous) network.spiking(), input, turning, random);
    }
}

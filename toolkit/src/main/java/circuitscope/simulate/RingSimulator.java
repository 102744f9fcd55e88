package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.spikes.Recording;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Simulates a ring network. Both models are simulated exactly: equal in law to drawing every random number of every neuron
 * and step, at a small part of the cost. The same network and seed give the same spikes on every machine.
 */
public final class RingSimulator {
    private static final int STEPS_PER_REPORT = 1 << 15;

    private RingSimulator() {}

    /** Advances a network by one step at a time. */
    interface Engine {
        void step(int step, Recording.Builder spikes);
    }

    /**
     * @param network the network, at rest at time 0
     * @param seconds simulated time in s
     * @param seed seed of all random numbers
     * @return the spikes
     * @throws InputException if the time is not positive or takes more than 2^31 steps
     */
    public static Recording simulate(RingNetwork network, double seconds, long seed) {
        return simulate(network, seconds, seed, Progress.silent());
    }

    /**
     * @param network the network, at rest at time 0
     * @param seconds simulated time in s
     * @param seed seed of all random numbers
     * @param progress hears of finished steps
     * @return the spikes
     * @throws InputException if the time is not positive or takes more than 2^31 steps
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Recording simulate(RingNetwork network, double seconds, long seed, Progress progress) {
        InputException.requirePositive("Simulated time in s", seconds);
        double exact = seconds * 1000 / network.dtMs();
        if (exact < 0.5 || exact > Integer.MAX_VALUE) {
            throw InputException.of(
                    "Simulated time is %s s or %.0f steps of %s ms, expected 1 to %d steps.",
                    seconds, exact, network.dtMs(), Integer.MAX_VALUE);
        }
        int steps = (int) Math.round(exact);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        Engine engine = network.spiking() instanceof ThresholdCrossing threshold
                ? new ThresholdSimulation(network, threshold, random)
                : new PoissonSimulation(network, (LinearNonlinearPoisson) network.spiking(), random);
        Recording.Builder spikes = Recording.builder(network.neurons(), steps, network.dtMs());
        for (int step = 0; step < steps; step++) {
            engine.step(step, spikes);
            if ((step + 1) % STEPS_PER_REPORT == 0 || step + 1 == steps) {
                Progress.stopIfInterrupted("simulating");
                progress.update("simulating", step + 1L, steps);
            }
        }
        return spikes.build();
    }
}

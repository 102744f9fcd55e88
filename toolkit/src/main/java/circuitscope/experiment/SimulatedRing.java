package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.simulate.RingNetwork;
import circuitscope.simulate.RingSimulator;
import circuitscope.spikes.Recording;

/**
 * How a simulated recording is made: the same recipe gives the same spikes on every machine.
 *
 * @param label short name of the network for names of files, such as "threshold"
 * @param network the network
 * @param seconds simulated time in s
 * @param seed seed of all random numbers of the simulation
 */
public record SimulatedRing(String label, RingNetwork network, double seconds, long seed) {
    /**
     * @param label short name of the network for names of files, such as "threshold"
     * @param network the network
     * @param seconds simulated time in s
     * @param seed seed of all random numbers of the simulation
     * @throws InputException if the label can't be part of the name of a file, or the time is not positive
     */
    public SimulatedRing {
        requireLabel("Label of a recording", label);
        InputException.requirePositive("Simulated time in s", seconds);
    }

    /**
     * @param seconds simulated time in s
     * @param seed seed of the simulation
     * @return the paper's threshold-crossing network
     */
    public static SimulatedRing threshold(double seconds, long seed) {
        return new SimulatedRing("threshold", RingNetwork.thresholdCrossing(), seconds, seed);
    }

    /**
     * @param seconds simulated time in s
     * @param seed seed of the simulation
     * @return the paper's linear-nonlinear Poisson network
     */
    public static SimulatedRing lnp(double seconds, long seed) {
        return new SimulatedRing("lnp", RingNetwork.linearNonlinearPoisson(), seconds, seed);
    }

    /**
     * @param progress hears of finished steps
     * @return the spikes
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Recording simulate(Progress progress) {
        return RingSimulator.simulate(network, seconds, seed, progress);
    }

    static String requireLabel(String name, String label) {
        if (!label.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw InputException.of(
                    "%s is '%s', expected small letters, digits and single hyphens: it becomes part of a file's name.",
                    name, label);
        }
        return label;
    }
}

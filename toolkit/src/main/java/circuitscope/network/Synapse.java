package circuitscope.network;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * An exponential synapse: a spike adds 1 to the activation of its connections, which decays. It arrives after a latency that is
 * drawn uniformly for each connection; without latency it acts from the next step on.
 *
 * @param tauMs time constant in ms
 * @param shortestLatencyMs least latency in ms, 0 or more
 * @param longestLatencyMs greatest latency in ms
 * @param seed seed of the latencies
 */
public record Synapse(double tauMs, double shortestLatencyMs, double longestLatencyMs, long seed) {
    private static final double MOST_LATENCY_MS = 1000;

    /**
     * @param tauMs time constant in ms
     * @param shortestLatencyMs least latency in ms
     * @param longestLatencyMs greatest latency in ms
     * @param seed seed of the latencies
     * @throws InputException if a number is out of range
     */
    public Synapse {
        InputException.requirePositive("Synaptic time constant in ms", tauMs);
        InputException.requireBetween("Shortest latency in ms", shortestLatencyMs, 0, MOST_LATENCY_MS);
        InputException.requireBetween("Longest latency in ms", longestLatencyMs, shortestLatencyMs, MOST_LATENCY_MS);
    }

    /**
     * @param tauMs time constant in ms
     * @return a synapse without latency
     */
    public static Synapse exponential(double tauMs) {
        return new Synapse(tauMs, 0, 0, 0);
    }

    /** {@return whether spikes take time to arrive} */
    public boolean hasLatency() {
        return longestLatencyMs > 0;
    }

    /**
     * @param neurons number of neurons N
     * @return latency from neuron j to neuron i in ms at [i][j], shape (N, N); empty if there is none
     */
    public Optional<double[][]> latenciesMs(int neurons) {
        if (!hasLatency()) {
            return Optional.empty();
        }
        UniformRandomProvider random = RandomStreams.of(seed, "latencies");
        double[][] latencies = new double[neurons][neurons];
        for (double[] row : latencies) {
            for (int j = 0; j < neurons; j++) {
                row[j] = shortestLatencyMs + random.nextDouble() * (longestLatencyMs - shortestLatencyMs);
            }
        }
        return Optional.of(latencies);
    }
}

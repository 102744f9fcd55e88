package circuitscope.infer.tiling;

import circuitscope.InputException;

/**
 * Settings of the spike time tiling coefficient.
 *
 * @param windowMs longest time between two spikes that are close together, in ms
 */
public record TilingOptions(double windowMs) {
    /**
     * @param windowMs longest time between two spikes that are close together, in ms
     * @throws InputException if a setting is out of range
     */
    public TilingOptions {
        InputException.requirePositive("Window in ms", windowMs);
    }

    /**
     * {@return a window of 10 ms, which holds the latency and the time constant of most fast synapses; Cutts and Eglen
     * take 100 ms for waves of activity, which is the scale of common input rather than of connections}
     */
    public static TilingOptions standard() {
        return new TilingOptions(10);
    }

    /**
     * @param ms longest time between two spikes that are close together
     * @return the same settings with another window
     */
    public TilingOptions withWindow(double ms) {
        return new TilingOptions(ms);
    }
}

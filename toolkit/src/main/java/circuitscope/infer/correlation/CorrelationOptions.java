package circuitscope.infer.correlation;

import circuitscope.InputException;

/**
 * Settings of the pairwise correlation.
 *
 * @param binMs length of a bin in ms
 */
public record CorrelationOptions(double binMs) {
    /**
     * @param binMs length of a bin in ms
     * @throws InputException if a setting is out of range
     */
    public CorrelationOptions {
        InputException.requirePositive("Correlation bin in ms", binMs);
    }

    /** {@return bins of 10 ms, the synaptic time constant of the paper's networks} */
    public static CorrelationOptions standard() {
        return new CorrelationOptions(10);
    }

    /**
     * @param ms length of a bin in ms
     * @return the same settings with other bins
     */
    public CorrelationOptions withBin(double ms) {
        return new CorrelationOptions(ms);
    }
}

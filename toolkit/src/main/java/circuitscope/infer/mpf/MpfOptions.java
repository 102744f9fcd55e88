package circuitscope.infer.mpf;

import circuitscope.InputException;

/**
 * Settings of minimum probability flow.
 *
 * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
 * @param tolerance the fit ends when no entry of the gradient of the flow per bin is larger than this
 * @param iterations most steps of the search
 */
public record MpfOptions(double binMs, double tolerance, int iterations) {
    /**
     * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
     * @param tolerance the fit ends when no entry of the gradient of the flow per bin is larger than this
     * @param iterations most steps of the search
     * @throws InputException if a setting is out of range
     */
    public MpfOptions {
        InputException.requirePositive("Probability flow bin in ms", binMs);
        InputException.requirePositive("Probability flow tolerance", tolerance);
        InputException.requireBetween("Probability flow iterations", iterations, 1, 1_000_000);
    }

    /** {@return bins of 10 ms, the synaptic time constant, and a tolerance far below the sampling error} */
    public static MpfOptions standard() {
        return new MpfOptions(10, 1e-5, 1000);
    }

    /**
     * @param ms length of a bin in ms
     * @return the same settings with other bins
     */
    public MpfOptions withBin(double ms) {
        return new MpfOptions(ms, tolerance, iterations);
    }

    /**
     * @param largest the fit ends when no entry of the gradient of the flow per bin is larger than this
     * @param most most steps of the search
     * @return the same settings with another end
     */
    public MpfOptions withEnd(double largest, int most) {
        return new MpfOptions(binMs, largest, most);
    }
}

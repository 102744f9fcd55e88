package circuitscope.infer.ising;

import circuitscope.InputException;

/**
 * Settings of the inverse Ising problem.
 *
 * @param approximation how couplings follow from means and covariances
 * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
 */
public record IsingOptions(MeanField approximation, double binMs) {
    /**
     * @param approximation how couplings follow from means and covariances
     * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
     * @throws InputException if a setting is out of range
     */
    public IsingOptions {
        if (approximation == null) {
            throw InputException.of("Ising approximation is missing, expected NAIVE or TAP.");
        }
        InputException.requirePositive("Ising bin in ms", binMs);
    }

    /** {@return TAP on bins of 10 ms, as in Roudi, Tyrcha and Hertz (2009)} */
    public static IsingOptions standard() {
        return new IsingOptions(MeanField.TAP, 10);
    }

    /**
     * @param other how couplings follow from means and covariances
     * @return the same settings with another approximation
     */
    public IsingOptions withApproximation(MeanField other) {
        return new IsingOptions(other, binMs);
    }

    /**
     * @param ms length of a bin in ms
     * @return the same settings with other bins
     */
    public IsingOptions withBin(double ms) {
        return new IsingOptions(approximation, ms);
    }
}

package circuitscope.infer.transferentropy;

import circuitscope.InputException;

/**
 * Settings of the transfer entropy.
 *
 * @param binMs length of a bin in ms
 * @param leastDelay least delay that is tried, in bins; at least 1
 * @param mostDelay greatest delay that is tried, in bins; at most 1000
 * @param targetHistory bins of the target's own past, k, 1 to 6
 * @param sourceHistory bins of the source's past, l, 1 to 6
 */
public record TransferEntropyOptions(
        double binMs, int leastDelay, int mostDelay, int targetHistory, int sourceHistory) {
    private static final int MOST_DELAY = 1000;
    private static final int MOST_HISTORY = 6;

    /**
     * @param binMs length of a bin in ms
     * @param leastDelay least delay in bins
     * @param mostDelay greatest delay in bins
     * @param targetHistory bins of the target's own past
     * @param sourceHistory bins of the source's past
     * @throws InputException if a setting is out of range
     */
    public TransferEntropyOptions {
        InputException.requirePositive("Bin in ms", binMs);
        InputException.requireBetween("Greatest delay in bins", mostDelay, 1, MOST_DELAY);
        InputException.requireBetween("Least delay in bins", leastDelay, 1, mostDelay);
        InputException.requireBetween("Bins of the target's past", targetHistory, 1, MOST_HISTORY);
        InputException.requireBetween("Bins of the source's past", sourceHistory, 1, MOST_HISTORY);
    }

    /**
     * {@return bins of 1 ms, in which a neuron rarely fires twice, delays of 1 to 20 ms, within which a direct connection
     * acts, and one bin of past each}
     */
    public static TransferEntropyOptions standard() {
        return new TransferEntropyOptions(1, 1, 20, 1, 1);
    }

    /**
     * @param ms length of a bin
     * @return the same settings with other bins
     */
    public TransferEntropyOptions withBin(double ms) {
        return new TransferEntropyOptions(ms, leastDelay, mostDelay, targetHistory, sourceHistory);
    }

    /**
     * @param least least delay in bins
     * @param most greatest delay in bins
     * @return the same settings with other delays
     */
    public TransferEntropyOptions withDelays(int least, int most) {
        return new TransferEntropyOptions(binMs, least, most, targetHistory, sourceHistory);
    }

    /**
     * @param target bins of the target's own past
     * @param source bins of the source's past
     * @return the same settings with other pasts
     */
    public TransferEntropyOptions withHistories(int target, int source) {
        return new TransferEntropyOptions(binMs, leastDelay, mostDelay, target, source);
    }
}

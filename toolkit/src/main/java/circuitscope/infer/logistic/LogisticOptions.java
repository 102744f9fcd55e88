package circuitscope.infer.logistic;

import circuitscope.InputException;

/**
 * Settings of l1-regularized logistic regression. The penalty is tried from the smallest one that couples nobody down to a
 * small share of it, and chosen by the likelihood of the validation part.
 *
 * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
 * @param penalties number of penalties on the path, evenly spaced in their logarithm
 * @param leastPenalty smallest penalty as a share of the largest
 * @param tolerance a fit ends when no slope, in nats per bin, is further from its optimum than this share of the penalty
 * @param iterations most passes over the data for one penalty
 */
public record LogisticOptions(double binMs, int penalties, double leastPenalty, double tolerance, int iterations) {
    /**
     * @param binMs length of a bin in ms; a neuron is active in a bin if it fires at least once
     * @param penalties number of penalties on the path, evenly spaced in their logarithm
     * @param leastPenalty smallest penalty as a share of the largest
     * @param tolerance a fit ends when no slope, in nats per bin, is further from its optimum than this share of the
     *     penalty
     * @param iterations most passes over the data for one penalty
     * @throws InputException if a setting is out of range
     */
    public LogisticOptions {
        InputException.requirePositive("Logistic bin in ms", binMs);
        InputException.requireBetween("Logistic penalties", penalties, 2, 1000);
        InputException.requireBetween("Smallest logistic penalty as a share of the largest", leastPenalty, 1e-9, 0.999);
        InputException.requirePositive("Logistic tolerance", tolerance);
        InputException.requireBetween("Logistic iterations", iterations, 1, 1_000_000);
    }

    /** {@return bins of 10 ms, the synaptic time constant, and 20 penalties over three decades} */
    public static LogisticOptions standard() {
        return new LogisticOptions(10, 20, 1e-3, 0.02, 500);
    }

    /**
     * @param ms length of a bin in ms
     * @return the same settings with other bins
     */
    public LogisticOptions withBin(double ms) {
        return new LogisticOptions(ms, penalties, leastPenalty, tolerance, iterations);
    }

    /**
     * @param count number of penalties on the path
     * @param least smallest penalty as a share of the largest
     * @return the same settings with another path
     */
    public LogisticOptions withPath(int count, double least) {
        return new LogisticOptions(binMs, count, least, tolerance, iterations);
    }

    /**
     * @param share a fit ends when no slope is further from its optimum than this share of the penalty
     * @param most most passes over the data for one penalty
     * @return the same settings with another end
     */
    public LogisticOptions withEnd(double share, int most) {
        return new LogisticOptions(binMs, penalties, leastPenalty, share, most);
    }
}

package circuitscope.infer.seqnmf;

import circuitscope.InputException;

/**
 * Settings of seqNMF.
 *
 * @param binMs length of a bin in ms; the data X are spike counts per bin
 * @param components number of sequences K
 * @param length bins L of a sequence, at least 2: the interaction matrix is made of the first two
 * @param lambda strength of the penalty on sequences that explain the same spikes
 * @param recentre whether sequences are shifted to the middle of their L bins in every iteration
 * @param iterations number of multiplicative updates; the last one is without penalty
 */
public record SeqNmfOptions(double binMs, int components, int length, double lambda, boolean recentre, int iterations) {
    /**
     * @param binMs length of a bin in ms; the data X are spike counts per bin
     * @param components number of sequences K
     * @param length bins L of a sequence, at least 2: the interaction matrix is made of the first two
     * @param lambda strength of the penalty on sequences that explain the same spikes
     * @param recentre whether sequences are shifted to the middle of their L bins in every iteration
     * @param iterations number of multiplicative updates; the last one is without penalty
     * @throws InputException if a setting is out of range
     */
    public SeqNmfOptions {
        InputException.requirePositive("seqNMF bin in ms", binMs);
        InputException.requireBetween("seqNMF components", components, 1, 1000);
        InputException.requireBetween("seqNMF length in bins", length, 2, 1000);
        InputException.requireBetween("seqNMF lambda", lambda, 0, 1e12);
        InputException.requireBetween("seqNMF iterations", iterations, 1, 1_000_000);
    }

    /**
     * {@return the paper's settings, L = 2 and lambda = 0.001, with the defaults of Mackevicius et al. where the paper gives
     * none: 10 components, 100 iterations, recentring; bins of 10 ms, the synaptic time constant}
     */
    public static SeqNmfOptions standard() {
        return new SeqNmfOptions(10, 10, 2, 0.001, true, 100);
    }

    /**
     * @param ms length of a bin in ms
     * @return the same settings with other bins
     */
    public SeqNmfOptions withBin(double ms) {
        return new SeqNmfOptions(ms, components, length, lambda, recentre, iterations);
    }

    /**
     * @param count number of sequences K
     * @param bins bins L of a sequence
     * @return the same settings with other sequences
     */
    public SeqNmfOptions withSequences(int count, int bins) {
        return new SeqNmfOptions(binMs, count, bins, lambda, recentre, iterations);
    }

    /**
     * @param strength strength of the penalty on sequences that explain the same spikes
     * @return the same settings with another penalty
     */
    public SeqNmfOptions withLambda(double strength) {
        return new SeqNmfOptions(binMs, components, length, strength, recentre, iterations);
    }

    /**
     * @param shift whether sequences are shifted to the middle of their L bins in every iteration
     * @return the same settings with or without recentring
     */
    public SeqNmfOptions withRecentring(boolean shift) {
        return new SeqNmfOptions(binMs, components, length, lambda, shift, iterations);
    }

    /**
     * @param count number of multiplicative updates
     * @return the same settings with more or fewer iterations
     */
    public SeqNmfOptions withIterations(int count) {
        return new SeqNmfOptions(binMs, components, length, lambda, recentre, count);
    }
}

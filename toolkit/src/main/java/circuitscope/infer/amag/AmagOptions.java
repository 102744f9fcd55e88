package circuitscope.infer.amag;

import circuitscope.InputException;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.EpochTraining.Keep;

/**
 * Settings of AMAG.
 *
 * @param binMs length of a bin in ms
 * @param history bins that the encoder sees
 * @param hidden size of a hidden state
 * @param start where the adjacency matrices come from
 * @param rate learning rate of Adam
 * @param batch times of a training step
 * @param epochs passes over the times that are learned from
 * @param keep which epoch is kept
 * @param times most times to learn from; of a longer training part one in every so many steps, drawn at random
 */
public record AmagOptions(
        double binMs, int history, int hidden, Start start, double rate, int batch, int epochs, Keep keep, int times) {
    /** Where the adjacency matrices come from. */
    public enum Start {
        /** Correlations of the counts in bins. */
        CORRELATION,
        /** Uniform random numbers within 1 / sqrt(N). */
        RANDOM
    }

    /**
     * @param binMs length of a bin in ms
     * @param history bins that the encoder sees
     * @param hidden size of a hidden state
     * @param start where the adjacency matrices come from
     * @param rate learning rate of Adam
     * @param batch times of a training step
     * @param epochs passes over the times that are learned from
     * @param keep which epoch is kept
     * @param times most times to learn from
     * @throws InputException if a setting is out of range or missing
     */
    public AmagOptions {
        InputException.requirePositive("AMAG bin in ms", binMs);
        InputException.requireBetween("AMAG history in bins", history, 1, 10_000);
        InputException.requireBetween("AMAG hidden size", hidden, 1, 10_000);
        if (start == null) {
            throw InputException.of("Where AMAG starts is missing; give CORRELATION or RANDOM.");
        }
        new EpochTraining.Schedule(rate, batch, epochs, keep);
        InputException.requireBetween("AMAG times to learn from", times, 1, Integer.MAX_VALUE);
    }

    /** {@return hidden states of 64, batches of 128 and the rate 5e-4 of its authors; ten bins of 2 ms, 30 epochs} */
    public static AmagOptions standard() {
        return new AmagOptions(2, 10, 64, Start.CORRELATION, 5e-4, 128, 30, Keep.LAST, 40_000);
    }

    /**
     * @param ms length of a bin in ms
     * @param bins bins that the encoder sees
     * @return the same settings with other bins
     */
    public AmagOptions withBins(double ms, int bins) {
        return new AmagOptions(ms, bins, hidden, start, rate, batch, epochs, keep, times);
    }

    /**
     * @param size size of a hidden state
     * @param other where the adjacency matrices come from
     * @return the same settings with another network
     */
    public AmagOptions with(int size, Start other) {
        return new AmagOptions(binMs, history, size, other, rate, batch, epochs, keep, times);
    }

    /**
     * @param other learning rate of Adam
     * @param count times of a training step
     * @param passes passes over the times that are learned from
     * @param most most times to learn from
     * @return the same settings with another training
     */
    public AmagOptions training(double other, int count, int passes, int most) {
        return new AmagOptions(binMs, history, hidden, start, other, count, passes, keep, most);
    }
}

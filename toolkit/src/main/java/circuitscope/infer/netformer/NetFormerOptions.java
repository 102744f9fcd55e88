package circuitscope.infer.netformer;

import circuitscope.InputException;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.EpochTraining.Keep;

/**
 * Settings of NetFormer.
 *
 * @param history steps H of a token
 * @param embedding size of the embedding
 * @param rate learning rate of Adam
 * @param batch times of a training step
 * @param epochs passes over the times that are learned from
 * @param keep which network is kept
 * @param tauMs time constant of the synaptic activation that it is given, in ms
 * @param times most times to learn from; of a longer training part one step in every so many, drawn at random
 */
public record NetFormerOptions(
        int history, int embedding, double rate, int batch, int epochs, Keep keep, double tauMs, int times) {
    /**
     * @param history steps H of a token
     * @param embedding size of the embedding
     * @param rate learning rate of Adam
     * @param batch times of a training step
     * @param epochs passes over the times that are learned from
     * @param keep which network is kept
     * @param tauMs time constant of the synaptic activation in ms
     * @param times most times to learn from
     * @throws InputException if a setting is out of range
     */
    public NetFormerOptions {
        InputException.requireBetween("NetFormer history in steps", history, 1, 10_000);
        InputException.requireBetween("NetFormer embedding", embedding, 1, 10_000);
        new EpochTraining.Schedule(rate, batch, epochs, keep);
        InputException.requirePositive("NetFormer time constant in ms", tauMs);
        InputException.requireBetween("NetFormer times to learn from", times, 1, Integer.MAX_VALUE);
    }

    /** {@return the settings of its authors for the ring of 100 neurons with r from 0.0075 to 0.025, in steps of 0.1 ms} */
    public static NetFormerOptions standard() {
        return new NetFormerOptions(1, 100, 0.002, 32, 100, Keep.LAST, 10, 80_000);
    }

    /**
     * @param size size of the embedding
     * @param other learning rate of Adam
     * @return the same settings with these
     */
    public NetFormerOptions with(int size, double other) {
        return new NetFormerOptions(history, size, other, batch, epochs, keep, tauMs, times);
    }

    /**
     * @param count times of a training step
     * @param passes passes over the times that are learned from
     * @return the same settings with these
     */
    public NetFormerOptions withEpochs(int count, int passes) {
        return new NetFormerOptions(history, embedding, rate, count, passes, keep, tauMs, times);
    }

    /**
     * @param steps steps H of a token
     * @return the same settings with other tokens
     */
    public NetFormerOptions withHistory(int steps) {
        return new NetFormerOptions(steps, embedding, rate, batch, epochs, keep, tauMs, times);
    }

    /**
     * @param most most times to learn from
     * @return the same settings with these times
     */
    public NetFormerOptions withTimes(int most) {
        return new NetFormerOptions(history, embedding, rate, batch, epochs, keep, tauMs, most);
    }

    /**
     * @param other which network is kept
     * @return the same settings with this choice
     */
    public NetFormerOptions keeping(Keep other) {
        return new NetFormerOptions(history, embedding, rate, batch, epochs, other, tauMs, times);
    }
}

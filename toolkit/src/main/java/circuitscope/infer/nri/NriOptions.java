package circuitscope.infer.nri;

import circuitscope.InputException;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.EpochTraining.Keep;

/**
 * Settings of NRI on spikes.
 *
 * @param binMs length of a bin in ms
 * @param length bins that the encoder sees
 * @param network shape of the network and of its loss
 * @param rate learning rate of Adam
 * @param batch windows of a training step
 * @param epochs passes over the windows
 * @param keep which epoch is kept
 * @param times most windows to learn from; of a longer training part one in every so many steps, drawn at random
 */
public record NriOptions(
        double binMs, int length, Shape network, double rate, int batch, int epochs, Keep keep, int times) {
    /**
     * Shape of the network and of its loss.
     *
     * @param hidden size of all hidden layers
     * @param ahead steps that the decoder goes ahead from each true state
     * @param variance variance of the predicted states
     * @param temperature temperature of the drawn edges
     */
    public record Shape(int hidden, int ahead, double variance, double temperature) {
        /**
         * @param hidden size of all hidden layers
         * @param ahead steps that the decoder goes ahead from each true state
         * @param variance variance of the predicted states
         * @param temperature temperature of the drawn edges
         * @throws InputException if a number is out of range
         */
        public Shape {
            InputException.requireBetween("NRI hidden size", hidden, 1, 10_000);
            InputException.requireBetween("NRI steps ahead", ahead, 1, 10_000);
            InputException.requirePositive("NRI variance", variance);
            InputException.requirePositive("NRI temperature", temperature);
        }
    }

    /**
     * @param binMs length of a bin in ms
     * @param length bins that the encoder sees
     * @param network shape of the network and of its loss
     * @param rate learning rate of Adam
     * @param batch windows of a training step
     * @param epochs passes over the windows
     * @param keep which epoch is kept
     * @param times most windows to learn from
     * @throws InputException if a setting is out of range or missing
     */
    public NriOptions {
        InputException.requirePositive("NRI bin in ms", binMs);
        if (network == null) {
            throw InputException.of(
                    "The shape of NRI is missing; give hidden size, steps ahead, variance, temperature.");
        }
        InputException.requireBetween("NRI bins of a window", length, network.ahead(), 10_000);
        new EpochTraining.Schedule(rate, batch, epochs, keep);
        InputException.requireBetween("NRI windows to learn from", times, 1, Integer.MAX_VALUE);
    }

    /** {@return variance, temperature, steps ahead and rate of its authors; layers of 32 instead of 256, bins of 5 ms} */
    public static NriOptions standard() {
        return new NriOptions(5, 20, new Shape(32, 10, 5e-5, 0.5), 5e-4, 4, 5, Keep.LAST, 1000);
    }

    /**
     * @param ms length of a bin in ms
     * @param bins bins that the encoder sees
     * @param other shape of the network and of its loss
     * @return the same settings with these
     */
    public NriOptions with(double ms, int bins, Shape other) {
        return new NriOptions(ms, bins, other, rate, batch, epochs, keep, times);
    }

    /**
     * @param other learning rate of Adam
     * @param count windows of a training step
     * @param passes passes over the windows
     * @param most most windows to learn from
     * @return the same settings with another training
     */
    public NriOptions training(double other, int count, int passes, int most) {
        return new NriOptions(binMs, length, network, other, count, passes, keep, most);
    }
}

package circuitscope.infer;

import circuitscope.InputException;

/** What every method asks of the neurons that it is to couple. */
public final class ActiveNeurons {
    private ActiveNeurons() {}

    /**
     * @param counts spikes of each neuron in the training part, shape (N)
     * @return {@code counts}
     * @throws InputException if there is only one neuron, or one that does not fire
     */
    public static long[] require(long... counts) {
        if (counts.length < 2) {
            throw InputException.of("The recording has %d neuron, expected at least 2 to couple.", counts.length);
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw InputException.of(
                        "Neuron %d does not fire in the training part; leave it out of the recording.", i);
            }
        }
        return counts;
    }
}

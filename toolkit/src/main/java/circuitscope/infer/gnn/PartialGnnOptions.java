package circuitscope.infer.gnn;

import circuitscope.InputException;

/**
 * Settings of the graph neural network for a ring of which only some neurons were recorded.
 *
 * @param ringNeurons number of neurons N of the whole ring, at the angles 2 pi i / N
 * @param hidden number of hidden units that take part, at places where no neuron was recorded
 * @param placement how those places are chosen
 * @param network settings of the network, which starts from its teacher
 */
public record PartialGnnOptions(int ringNeurons, int hidden, Placement placement, GnnOptions network) {
    /** How the places of hidden units are chosen. */
    public enum Placement {
        /** Drawn among the free places. */
        RANDOM,
        /** As evenly as the free places allow. */
        EVEN
    }

    /**
     * @param ringNeurons number of neurons of the whole ring
     * @param hidden number of hidden units
     * @param placement how their places are chosen
     * @param network settings of the network
     * @throws InputException if a number is out of range, or the network does not start from its teacher
     */
    public PartialGnnOptions {
        InputException.requireBetween("Neurons of the whole ring", ringNeurons, 3, 1 << 16);
        InputException.requireBetween("Hidden units", hidden, 0, ringNeurons);
        if (network.start() != GnnOptions.Start.TEACHER) {
            throw InputException.of(
                    "A network with hidden units starts from %s, expected %s.",
                    network.start(), GnnOptions.Start.TEACHER);
        }
    }

    /** {@return a ring of 100 neurons without hidden units, with the standard settings of the network} */
    public static PartialGnnOptions standard() {
        return new PartialGnnOptions(100, 0, Placement.RANDOM, GnnOptions.standard());
    }
}

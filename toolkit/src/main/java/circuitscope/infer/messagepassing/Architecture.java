package circuitscope.infer.messagepassing;

import circuitscope.InputException;

/**
 * The shape of the network (paper, Section 3.2).
 *
 * @param windowMs length of the spike history that f_enc sees, in ms; 2 tau in the paper
 * @param binMs width of the lag bins in which a kernel is constant, in ms; the time step in the paper
 * @param kernels number of convolution kernels, the size d of a neuron's state h
 * @param messageSize size D of a message
 * @param messages what a message depends on
 * @param references number of windows from which the structure module reads a neuron
 * @param referenceStrideMs time between these windows in ms; 0 spreads them over the training part
 */
public record Architecture(
        double windowMs,
        double binMs,
        int kernels,
        int messageSize,
        Messages messages,
        int references,
        double referenceStrideMs) {
    /** Hidden units of the decoder f_dec. */
    public static final int HIDDEN = 32;

    /** What a message m_ij depends on (Eq. 5). */
    public enum Messages {
        /** phi([h_i, h_j]), as in the paper. */
        PAIR,
        /** phi(h_j): the sender alone. */
        SENDER
    }

    /**
     * @param windowMs length of the spike history in ms
     * @param binMs width of the lag bins in ms
     * @param kernels number of convolution kernels
     * @param messageSize size of a message
     * @param messages what a message depends on
     * @param references number of windows of the structure module
     * @param referenceStrideMs time between these windows in ms
     * @throws InputException if a setting is out of range
     */
    public Architecture {
        InputException.requirePositive("GNN bin in ms", binMs);
        InputException.requireBetween("GNN window in ms", windowMs, binMs, 10_000);
        InputException.requireBetween("GNN kernels", kernels, 1, 1024);
        InputException.requireBetween("GNN message size", messageSize, 1, 1024);
        InputException.requireBetween("GNN reference windows", references, 2, 1_000_000);
        InputException.requireBetween("GNN reference stride in ms", referenceStrideMs, 0, 1e9);
    }

    /** {@return the published sizes: kernels of 20 ms at the time step of 0.1 ms, with a stride of 2 ms over a reference of 2 s} */
    public static Architecture published() {
        return new Architecture(20, 0.1, 32, 32, Messages.PAIR, 1000, 2);
    }

    /** {@return a longer window, because a part of an exponential synapse acts after 2 tau, in bins of 1 ms} */
    public static Architecture standard() {
        return new Architecture(40, 1, 16, 16, Messages.PAIR, 400, 0);
    }

    /**
     * @param other what a message depends on
     * @return the same shape with other messages
     */
    public Architecture withMessages(Messages other) {
        return new Architecture(windowMs, binMs, kernels, messageSize, other, references, referenceStrideMs);
    }

    /**
     * @param d number of kernels
     * @param message size of a message
     * @return the same shape with other sizes
     */
    public Architecture withSizes(int d, int message) {
        return new Architecture(windowMs, binMs, d, message, messages, references, referenceStrideMs);
    }

    /**
     * @param dtMs length of a step in ms
     * @return steps of a lag bin
     */
    public int binSteps(double dtMs) {
        return (int) Math.max(1, Math.round(binMs / dtMs));
    }

    /**
     * @param dtMs length of a step in ms
     * @return lag bins of a window
     */
    public int bins(double dtMs) {
        return (int) Math.max(1, Math.round(windowMs / dtMs / binSteps(dtMs)));
    }
}

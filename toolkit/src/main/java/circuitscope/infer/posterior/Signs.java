package circuitscope.infer.posterior;

/** Which signs synapses may have. */
public enum Signs {
    /** All synapses of a presynaptic neuron have one sign. */
    DALE("sparse, Dale's law"),
    /** All are excitatory. */
    EXCITATORY("sparse, excitatory"),
    /** All are inhibitory. */
    INHIBITORY("sparse, inhibitory"),
    /** Each has its own. */
    ANY("sparse");

    private final String words;

    Signs(String words) {
        this.words = words;
    }

    /** {@return the hypothesis in words} */
    public String words() {
        return words;
    }

    /** Whether there may be synapses of a kind, 0 for excitatory, 1 for inhibitory. */
    boolean has(int kind) {
        return this != (kind == 0 ? INHIBITORY : EXCITATORY);
    }

    /** {@return the number of kinds of synapses} */
    int kinds() {
        return this == DALE || this == ANY ? 2 : 1;
    }
}

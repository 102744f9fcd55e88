package circuitscope.infer.posterior;

/**
 * Sparse synapses with Dale's law and without, whichever makes the evidence of all pairs likelier.
 *
 * @param withLaw posterior if all synapses of a neuron have one sign
 * @param without posterior if each has its own
 */
public record SparseChoice(SparsePosterior withLaw, SparsePosterior without) {
    /**
     * @param evidence what the recording says of each pair
     * @return both posteriors
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SparseChoice of(PairEvidence evidence) {
        return new SparseChoice(SparsePrior.posterior(evidence, true), SparsePrior.posterior(evidence, false));
    }

    /** {@return whether Dale's law is likelier} */
    public boolean law() {
        return withLaw.logEvidence() >= without.logEvidence();
    }

    /** {@return the likelier posterior} */
    public SparsePosterior chosen() {
        return law() ? withLaw : without;
    }

    /** {@return the likelier hypothesis in words} */
    public String hypothesis() {
        return law() ? "sparse, Dale's law" : "sparse";
    }
}

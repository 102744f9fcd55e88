package circuitscope.infer.posterior;

import circuitscope.Workers;
import java.util.Comparator;
import java.util.List;

/**
 * Sparse synapses with Dale's law, of one sign only, or of any: the likeliest of them for all pairs together, a kind of
 * synapse that explains little being left out (Bayesian information criterion).
 *
 * @param all a posterior for each of {@link Signs}, in their order
 */
public record SparseChoice(List<SparsePosterior> all) {
    /**
     * Keeps an immutable copy.
     *
     * @param all a posterior for each of {@link Signs}
     */
    public SparseChoice {
        all = List.copyOf(all);
    }

    /**
     * @param evidence what the recording says of each pair
     * @param workers threads
     * @return all posteriors
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SparseChoice of(PairEvidence evidence, Workers workers) {
        return new SparseChoice(workers.silently()
                .map(
                        List.of(Signs.values()),
                        "posterior of synapses",
                        signs -> SparsePrior.posterior(evidence, signs)));
    }

    /** {@return the likeliest posterior} */
    public SparsePosterior chosen() {
        return all.stream()
                .max(Comparator.comparingDouble(SparsePosterior::penalizedEvidence))
                .orElseThrow();
    }

    /** {@return the likeliest hypothesis in words} */
    public String hypothesis() {
        return chosen().signs().words();
    }
}

package circuitscope.infer.posterior;

import java.util.Arrays;
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
     * @return all posteriors
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SparseChoice of(PairEvidence evidence) {
        return new SparseChoice(Arrays.stream(Signs.values())
                .map(signs -> SparsePrior.posterior(evidence, signs))
                .toList());
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

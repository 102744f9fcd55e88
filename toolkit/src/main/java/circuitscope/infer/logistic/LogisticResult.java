package circuitscope.infer.logistic;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * Regressions of each neuron's activity on that of all others in the same bin.
 *
 * @param weights w[i][j], the change of the log odds that neuron i is active when neuron j is, shape (N, N), zero diagonal
 * @param bias log odds that each neuron is active when no other is, shape (N)
 * @param penalty the penalty that was chosen, in nats per bin and unit of weight
 * @param path all penalties that were tried, from the largest
 * @param provenance where the result comes from
 */
public record LogisticResult(double[][] weights, double[] bias, double penalty, List<Trial> path, Provenance provenance)
        implements Inference {
    /**
     * One penalty.
     *
     * @param penalty in nats per bin and unit of weight
     * @param validation mean log-likelihood of the validation part, summed over neurons, in nats per bin
     * @param couplings weights that are not zero
     * @param converged whether the fit came within the tolerance
     */
    public record Trial(double penalty, double validation, int couplings, boolean converged) {}

    /**
     * Keeps an immutable copy of the path.
     *
     * @param weights w[i][j], the change of the log odds that neuron i is active when neuron j is, shape (N, N)
     * @param bias log odds that each neuron is active when no other is, shape (N)
     * @param penalty the penalty that was chosen, in nats per bin and unit of weight
     * @param path all penalties that were tried, from the largest
     * @param provenance where the result comes from
     */
    public LogisticResult {
        path = List.copyOf(path);
    }

    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

package circuitscope.infer.logistic;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import java.util.List;

/**
 * Regressions of each neuron's activity on that of all others in the same bin.
 *
 * @param connectivity what is known of the connections
 * @param bias log odds that each neuron is active when no other is, shape (N)
 * @param penalty the penalty that was chosen, in nats per bin and unit of weight
 * @param path all penalties that were tried, from the largest
 * @param provenance where the result comes from
 */
public record LogisticResult(
        Connectivity connectivity, double[] bias, double penalty, List<Trial> path, Provenance provenance)
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
     * @param connectivity what is known of the connections
     * @param bias log odds that each neuron is active when no other is, shape (N)
     * @param penalty the penalty that was chosen, in nats per bin and unit of weight
     * @param path all penalties that were tried, from the largest
     * @param provenance where the result comes from
     */
    public LogisticResult {
        path = List.copyOf(path);
    }

    @Override
    public Convergence convergence() {
        return Convergence.of(
                path.stream().noneMatch(trial -> trial.penalty() == penalty && !trial.converged()), path.size());
    }
}

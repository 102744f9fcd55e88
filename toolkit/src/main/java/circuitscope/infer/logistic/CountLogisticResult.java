package circuitscope.infer.logistic;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import java.util.List;

/**
 * Regressions of whether each neuron fires on the spike counts of all others in the same bin.
 *
 * @param connectivity weights per spike, with standard errors
 * @param bias log odds that each neuron fires when all others have their mean counts, shape (N)
 * @param ridge the penalty that was chosen
 * @param path mean log-likelihood of the validation part, summed over neurons, against the penalty
 * @param convergence the most Newton steps of a neuron, and neurons that did not arrive
 * @param provenance where the result comes from
 */
public record CountLogisticResult(
        Connectivity connectivity,
        double[] bias,
        double ridge,
        Curve path,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public List<Curve> curves() {
        return List.of(path);
    }
}

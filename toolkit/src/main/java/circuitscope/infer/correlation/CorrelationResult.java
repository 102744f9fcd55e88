package circuitscope.infer.correlation;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;

/**
 * Correlations read as weights.
 *
 * @param connectivity what is known of the connections
 * @param provenance where the result comes from
 */
public record CorrelationResult(Connectivity connectivity, Provenance provenance) implements Inference {
    @Override
    public Convergence convergence() {
        return Convergence.closedForm();
    }
}

package circuitscope.infer.tiling;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;

/**
 * Tiling coefficients read as weights.
 *
 * @param connectivity what is known of the connections
 * @param provenance where the result comes from
 */
public record TilingResult(Connectivity connectivity, Provenance provenance) implements Inference {
    @Override
    public Convergence convergence() {
        return Convergence.closedForm();
    }
}

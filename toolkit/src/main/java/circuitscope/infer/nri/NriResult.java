package circuitscope.infer.nri;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import java.util.List;

/**
 * Probabilities of edges read as couplings.
 *
 * @param connectivity probability of each edge, averaged over windows of the part after the training part; without a sign
 * @param training loss in each epoch, of the training and of the validation part
 * @param convergence epochs; it always trains them all, so it counts as arrived
 * @param provenance where the result comes from
 */
public record NriResult(Connectivity connectivity, List<Curve> training, Convergence convergence, Provenance provenance)
        implements Inference {
    @Override
    public List<Curve> curves() {
        return training;
    }
}

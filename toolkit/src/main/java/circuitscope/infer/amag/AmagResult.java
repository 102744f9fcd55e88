package circuitscope.infer.amag;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * A learned adjacency matrix read as couplings.
 *
 * @param connectivity adjacency of the additive messages
 * @param multiplicative adjacency of the multiplicative messages, shape (N, N)
 * @param training loss in each epoch, of the training and of the validation part, in nats per neuron and bin, without what does
 *     not depend on the network
 * @param model the rates it predicts
 * @param convergence epochs; it always trains them all, so it counts as arrived
 * @param provenance where the result comes from
 */
public record AmagResult(
        Connectivity connectivity,
        double[][] multiplicative,
        List<Curve> training,
        RateModel model,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.of(model);
    }

    @Override
    public List<Curve> curves() {
        return training;
    }
}

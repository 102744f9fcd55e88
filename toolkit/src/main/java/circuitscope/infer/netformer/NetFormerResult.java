package circuitscope.infer.netformer;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * Attention read as couplings.
 *
 * @param connectivity attention off the diagonal, averaged over the steps after the training part
 * @param own attention of each neuron to itself, averaged likewise, shape (N); -1 undoes the direct path from input to output
 * @param training loss in each epoch, of the training and of the validation part, in nats per neuron and step, without what
 *     does not depend on the network
 * @param model the rates it predicts
 * @param convergence epochs; it always trains them all, so it counts as arrived
 * @param provenance where the result comes from
 */
public record NetFormerResult(
        Connectivity connectivity,
        double[] own,
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

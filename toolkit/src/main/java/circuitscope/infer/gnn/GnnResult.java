package circuitscope.infer.gnn;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trained graph neural network.
 *
 * @param connectivity weights w[i][j] from neuron j to neuron i (Eq. 2), symmetric, zero diagonal, free scale
 * @param embedding z_i (Eq. 1), shape (N, dimensions)
 * @param filter effect of one spike on the log rate of its targets against its lag in ms, in units of the largest
 * @param link log of the rate in Hz against synaptic drive in units of its standard deviation
 * @param training losses against the training step, all Eq. 9 in nats per spike: of the training part since the point before,
 *     of the validation part, and of the validation part through the simplest neurons with the present weights, NaN where
 *     weights are not compared
 * @param model the rates it predicts
 * @param convergence training steps; whether everything that was planned was trained
 * @param provenance where the result comes from
 */
public record GnnResult(
        Connectivity connectivity,
        double[][] embedding,
        Curve filter,
        Curve link,
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
        return Stream.concat(Stream.of(filter, link), training.stream()).toList();
    }
}

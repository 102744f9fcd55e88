package circuitscope.infer.gnn;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * A trained graph neural network.
 *
 * @param weights w[i][j] from neuron j to neuron i (Eq. 2), shape (N, N), symmetric, zero diagonal, free scale
 * @param embedding z_i (Eq. 1), shape (N, dimensions)
 * @param filter effect of one spike on the log rate of its targets against its lag, in units of the largest, shape
 *     (bins, 2): lag in ms, effect
 * @param link log rate against synaptic drive, shape (points, 2): drive in units of its standard deviation, log of the rate
 *     in Hz
 * @param curve training curve, shape (points, 4): step, loss of the training part since the point before, loss of the
 *     validation part, and its loss through the simplest neurons with the present weights, all Eq. 9 in nats per spike; the
 *     last is NaN where weights are not judged
 * @param model the rates it predicts
 * @param provenance where the result comes from
 */
public record GnnResult(
        double[][] weights,
        double[][] embedding,
        double[][] filter,
        double[][] link,
        double[][] curve,
        RateModel model,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.of(model);
    }
}

package circuitscope.infer.glm;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * A fitted GLM.
 *
 * @param weights w[i][j], the change of neuron i's log rate at the filter's peak after a spike of neuron j, shape (N, N),
 *     zero diagonal
 * @param bias log rate of each neuron without input, in spikes per step, shape (N)
 * @param filter coupling filter f by lag, entry 0 at lag 1, largest absolute value 1, shape (window)
 * @param logLikelihood Poisson log-likelihood of the training part, in nats, without the constant log(x!)
 * @param rounds rounds of solving for weights and filter that were taken
 * @param provenance where the result comes from
 */
public record GlmResult(
        double[][] weights, double[] bias, double[] filter, double logLikelihood, int rounds, Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.of(new GlmRates(weights, bias, filter));
    }
}

package circuitscope.infer.glm;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * A fitted GLM.
 *
 * @param weights w[i][j], the change of neuron i's log rate at the filter's peak after a spike of neuron j, shape (N, N),
 *     zero diagonal
 * @param bias log rate of each neuron without input, in spikes per step, shape (N)
 * @param filter coupling filter f by lag, entry 0 at lag 1, largest absolute value 1, shape (window)
 * @param tuning factors of cos theta, sin theta, cos 2 theta, ... in each neuron's log rate, for the angle theta of the
 *     recording, shape (N, 2 * harmonics)
 * @param penalty strength of the penalty, given or chosen
 * @param path strengths that were tried, from the largest; empty if only one was given
 * @param logLikelihood Poisson log-likelihood of the training part, in nats, without the constant log(x!)
 * @param rounds rounds of solving for weights and filter that were taken
 * @param provenance where the result comes from
 */
public record GlmResult(
        double[][] weights,
        double[] bias,
        double[] filter,
        double[][] tuning,
        double penalty,
        List<Trial> path,
        double logLikelihood,
        int rounds,
        Provenance provenance)
        implements Inference {
    /**
     * One strength of the penalty.
     *
     * @param penalty the strength
     * @param validation Poisson log-likelihood of the validation part, in nats, without the constant log(x!)
     * @param couplings weights that are not zero
     */
    public record Trial(double penalty, double validation, int couplings) {}

    /**
     * Keeps an immutable copy of the path.
     *
     * @param weights w[i][j], the change of neuron i's log rate at the filter's peak after a spike of neuron j, shape (N, N)
     * @param bias log rate of each neuron without input, in spikes per step, shape (N)
     * @param filter coupling filter f by lag, entry 0 at lag 1, shape (window)
     * @param tuning factors of cos theta, sin theta, cos 2 theta, ... in each neuron's log rate, shape (N, 2 * harmonics)
     * @param penalty strength of the penalty, given or chosen
     * @param path strengths that were tried, from the largest; empty if only one was given
     * @param logLikelihood Poisson log-likelihood of the training part, in nats, without the constant log(x!)
     * @param rounds rounds of solving for weights and filter that were taken
     * @param provenance where the result comes from
     */
    public GlmResult {
        path = List.copyOf(path);
    }

    @Override
    public Optional<RateModel> rates() {
        return Optional.of(new GlmRates(weights, bias, filter, tuning));
    }
}

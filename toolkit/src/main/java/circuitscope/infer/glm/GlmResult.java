package circuitscope.infer.glm;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * A fitted GLM.
 *
 * @param connectivity weights w[i][j], the change of neuron i's log rate at the filter's peak after a spike of neuron j; unless
 *     the penalty is l1 with standard errors, the filter being known, and with covariances if these were asked for
 * @param bias log rate of each neuron without input, in spikes per step, shape (N)
 * @param filter coupling filter f against the lag in ms, from one step on, largest absolute value 1, shape (window)
 * @param tuning factors of cos theta, sin theta, cos 2 theta, ... in each neuron's log rate, for the angle theta of the
 *     recording, shape (N, 2 * harmonics)
 * @param recovery factors of each neuron's rate by the time since its own last spike; none if they were not asked for, or
 *     held-out spikes did not want them
 * @param penalty strength of the penalty, given or chosen
 * @param path strengths that were tried, from the largest; empty if only one was given
 * @param logLikelihood Poisson log-likelihood of the training part, in nats, without the constant log(x!)
 * @param convergence rounds of solving for weights and filter, and neurons that did not arrive
 * @param provenance where the result comes from
 */
public record GlmResult(
        Connectivity connectivity,
        double[] bias,
        Curve filter,
        double[][] tuning,
        Recovery recovery,
        double penalty,
        List<Trial> path,
        double logLikelihood,
        Convergence convergence,
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
     * @param connectivity weights with their standard errors
     * @param bias log rate of each neuron without input, in spikes per step, shape (N)
     * @param filter coupling filter f against the lag in ms
     * @param tuning factors of cos theta, sin theta, cos 2 theta, ... in each neuron's log rate, shape (N, 2 * harmonics)
     * @param recovery factors of each neuron's rate by the time since its own last spike
     * @param penalty strength of the penalty, given or chosen
     * @param path strengths that were tried, from the largest; empty if only one was given
     * @param logLikelihood Poisson log-likelihood of the training part, in nats, without the constant log(x!)
     * @param convergence rounds of solving for weights and filter, and neurons that did not arrive
     * @param provenance where the result comes from
     */
    public GlmResult {
        path = List.copyOf(path);
    }

    /**
     * @param other what is known of the couplings
     * @return the same result with other couplings
     */
    public GlmResult with(Connectivity other) {
        return new GlmResult(
                other, bias, filter, tuning, recovery, penalty, path, logLikelihood, convergence, provenance);
    }

    @Override
    public Optional<RateModel> rates() {
        return Optional.of(new GlmRates(weights(), bias, filter.y(), tuning, recovery));
    }

    /** {@return the rates without own history: what others do to each neuron, up to a factor of each} */
    public RateModel coupledRates() {
        return new GlmRates(weights(), bias, filter.y(), tuning, Recovery.none(new double[bias.length]));
    }

    @Override
    public List<Curve> curves() {
        return List.of(filter);
    }
}

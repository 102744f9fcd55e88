package circuitscope.infer.flow;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * An Ising model with the energy E(x) = x^T J x of the active neurons x in {0, 1}^N.
 *
 * @param weights coupling -J[i][j], shape (N, N), symmetric, zero diagonal
 * @param bias -J[i][i] of each neuron, shape (N)
 * @param flow probability flow per bin that is left
 * @param iterations steps that the search took
 * @param converged whether the gradient fell below the tolerance
 * @param provenance where the result comes from
 */
public record FlowResult(
        double[][] weights, double[] bias, double flow, int iterations, boolean converged, Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

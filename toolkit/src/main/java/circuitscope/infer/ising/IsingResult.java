package circuitscope.infer.ising;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * An Ising model of the active and silent neurons.
 *
 * @param weights coupling J[i][j] of spins -1 and 1, shape (N, N), symmetric, zero diagonal
 * @param fields external field h of each neuron, shape (N)
 * @param unsolvedPairs pairs of neurons for which the TAP equation has no real solution; 0 in naive mean field
 * @param provenance where the result comes from
 */
public record IsingResult(double[][] weights, double[] fields, int unsolvedPairs, Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

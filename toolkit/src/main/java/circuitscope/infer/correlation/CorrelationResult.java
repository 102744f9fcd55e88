package circuitscope.infer.correlation;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Correlations read as weights.
 *
 * @param weights w[i][j], Pearson's correlation of the counts of neurons i and j, shape (N, N), symmetric, zero diagonal
 * @param provenance where the result comes from
 */
public record CorrelationResult(double[][] weights, Provenance provenance) implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

package circuitscope.infer.encoding;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * A fitted encoding GLM.
 *
 * @param connectivity weights w[i][j], the sum over lags of the change of neuron i's log rate after a spike of neuron j, with standard
 *     errors; all 0 without coupling
 * @param own the same of each neuron's own past, shape (N); 0 without history
 * @param harmonics harmonics of the angle; 0 without tuning
 * @param ridge chosen penalty of history and coupling
 * @param model its rates
 * @param convergence the most Newton steps of a neuron with the chosen penalty, and neurons that did not arrive
 * @param provenance where the result comes from
 */
public record EncodingResult(
        Connectivity connectivity,
        double[] own,
        int harmonics,
        double ridge,
        RateModel model,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.of(model);
    }
}

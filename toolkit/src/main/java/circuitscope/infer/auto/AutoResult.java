package circuitscope.infer.auto;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Auto} inferred, what it chose, and what the alternatives scored.
 *
 * @param connectivity posterior of each pair
 * @param modelError relative standard deviation of sparse weights that comes from the form of the model, and is in the deviations
 *     too; 0 where nothing tells it
 * @param estimate the method whose estimate of single pairs was chosen: "ccg", "glm" or "link-glm"
 * @param hypothesis what was found to hold of all weights together, such as "sparse, Dale's law"
 * @param alternatives everything that was compared
 * @param model the rates it predicts; empty if the slow course of the rates is not modelled
 * @param curves what was learned, such as a synaptic filter
 * @param correlograms all correlograms with baselines and synapses, for a look; empty if the choice did not need them
 * @param convergence how the fit of the chosen estimate ended
 * @param provenance where the result comes from
 */
public record AutoResult(
        Connectivity connectivity,
        double modelError,
        String estimate,
        String hypothesis,
        List<Alternative> alternatives,
        Optional<RateModel> model,
        List<Curve> curves,
        Optional<CorrelogramResult> correlograms,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return model;
    }
}

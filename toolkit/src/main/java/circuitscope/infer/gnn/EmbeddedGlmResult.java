package circuitscope.infer.gnn;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.selection.LinkRates;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Weights that are a function of an embedding, and what they predict through the simplest neurons.
 *
 * @param connectivity symmetric weights of any scale
 * @param embedding z of each neuron, shape (N, dimensions)
 * @param tauMs synaptic time constant in ms
 * @param model rates through exponential synapses and a link of any shape
 * @param convergence how the fit of the teacher ended
 * @param provenance where the result comes from
 */
public record EmbeddedGlmResult(
        Connectivity connectivity,
        double[][] embedding,
        double tauMs,
        LinkRates model,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.of(model);
    }
}

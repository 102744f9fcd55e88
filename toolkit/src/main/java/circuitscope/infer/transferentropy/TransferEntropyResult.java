package circuitscope.infer.transferentropy;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;

/**
 * Transfer entropies read as weights.
 *
 * @param connectivity weights in bits per bin, with the sign of the effect
 * @param delaysMs delay with the greatest transfer entropy from neuron j to neuron i in ms, shape (N, N); 0 on the
 *     diagonal
 * @param provenance where the result comes from
 */
public record TransferEntropyResult(Connectivity connectivity, double[][] delaysMs, Provenance provenance)
        implements Inference {
    @Override
    public Convergence convergence() {
        return Convergence.closedForm();
    }
}

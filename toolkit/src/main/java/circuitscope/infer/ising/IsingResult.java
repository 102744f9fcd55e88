package circuitscope.infer.ising;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;

/**
 * An Ising model of the active and silent neurons.
 *
 * @param connectivity what is known of the connections
 * @param fields external field h of each neuron, shape (N)
 * @param unsolvedPairs pairs of neurons for which the TAP equation has no real solution; 0 in naive mean field
 * @param provenance where the result comes from
 */
public record IsingResult(Connectivity connectivity, double[] fields, int unsolvedPairs, Provenance provenance)
        implements Inference {
    @Override
    public Convergence convergence() {
        return Convergence.closedForm();
    }
}

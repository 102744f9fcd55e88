package circuitscope.infer.mpf;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;

/**
 * An Ising model with the energy E(x) = x^T J x of the active neurons x in {0, 1}^N.
 *
 * @param connectivity what is known of the connections
 * @param bias -J[i][i] of each neuron, shape (N)
 * @param flow probability flow per bin that is left
 * @param convergence whether the gradient fell below the tolerance
 * @param provenance where the result comes from
 */
public record MpfResult(
        Connectivity connectivity, double[] bias, double flow, Convergence convergence, Provenance provenance)
        implements Inference {}

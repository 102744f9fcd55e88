package circuitscope.infer.seqnmf;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import java.util.List;

/**
 * Sequences, and the interaction matrix E = 1/K sum_k W_k0 (x) W_k1 sum_t H_k(t) read from them (Algorithm 3).
 *
 * @param connectivity what is known of the connections
 * @param sequences W[k][l][n], the spikes of neuron n in bin l of sequence k, shape (K, L, N)
 * @param times H[k][t], how strongly sequence k starts in bin t of the training part, each row of length 1, shape (K, bins)
 * @param cost root mean square error of the reconstruction before the first and after every iteration, in spikes per bin,
 *     shape (iterations + 1)
 * @param provenance where the result comes from
 */
public record SeqNmfResult(
        Connectivity connectivity, double[][][] sequences, double[][] times, double[] cost, Provenance provenance)
        implements Inference {
    @Override
    public List<Curve> curves() {
        return List.of(Curve.ofSequence("reconstruction error", "iteration", "spikes per bin", 0, cost));
    }

    /** {@inheritDoc} All iterations are always taken, as published. */
    @Override
    public Convergence convergence() {
        return Convergence.of(true, cost.length - 1);
    }
}

package circuitscope.infer.seqnmf;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Sequences, and the interaction matrix E = 1/K sum_k W_k0 (x) W_k1 sum_t H_k(t) read from them (Algorithm 3).
 *
 * @param weights w[i][j], the interaction of neuron j in the first bin of a sequence with neuron i in the second, shape
 *     (N, N), not negative, zero diagonal
 * @param sequences W[k][l][n], the spikes of neuron n in bin l of sequence k, shape (K, L, N)
 * @param times H[k][t], how strongly sequence k starts in bin t of the training part, each row of length 1, shape (K, bins)
 * @param cost root mean square error of the reconstruction before the first and after every iteration, in spikes per bin,
 *     shape (iterations + 1)
 * @param provenance where the result comes from
 */
public record SeqNmfResult(
        double[][] weights, double[][][] sequences, double[][] times, double[] cost, Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

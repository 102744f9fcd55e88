package circuitscope.infer.tca;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Components x_ntk ~ sum_r w_n^r u_t^r v_k^r, and the interaction matrix E = 1/R sum_r w^r (x) w^r (sum_t u_t^r)
 * (sum_k v_k^r) read from them (Algorithm 2). Signs are such that no sum over t or k is negative.
 *
 * @param weights w[i][j], the interaction of neurons i and j, shape (N, N), symmetric, zero diagonal
 * @param neuronFactors w[n][r], shape (N, R)
 * @param timeFactors u[t][r] within a segment, shape (T, R)
 * @param trialFactors v[k][r] over segments, shape (K, R)
 * @param error ||X - X~||_F / ||X||_F after every sweep, shape (sweeps taken)
 * @param provenance where the result comes from
 */
public record TcaResult(
        double[][] weights,
        double[][] neuronFactors,
        double[][] timeFactors,
        double[][] trialFactors,
        double[] error,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }
}

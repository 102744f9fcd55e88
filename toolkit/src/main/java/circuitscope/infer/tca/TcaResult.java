package circuitscope.infer.tca;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import java.util.List;

/**
 * Components x_ntk ~ sum_r w_n^r u_t^r v_k^r, and the interaction matrix E = 1/R sum_r w^r (x) w^r (sum_t u_t^r)
 * (sum_k v_k^r) read from them (Algorithm 2). Signs are such that no sum over t or k is negative.
 *
 * @param connectivity what is known of the connections
 * @param neuronFactors w[n][r], shape (N, R)
 * @param timeFactors u[t][r] within a segment, shape (T, R)
 * @param trialFactors v[k][r] over segments, shape (K, R)
 * @param error ||X - X~||_F / ||X||_F after every sweep, shape (sweeps taken)
 * @param convergence how the search ended
 * @param provenance where the result comes from
 */
public record TcaResult(
        Connectivity connectivity,
        double[][] neuronFactors,
        double[][] timeFactors,
        double[][] trialFactors,
        double[] error,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public List<Curve> curves() {
        return List.of(Curve.ofSequence("reconstruction error", "sweep", "relative error", 1, error));
    }
}

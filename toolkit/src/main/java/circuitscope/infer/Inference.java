package circuitscope.infer;

import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/** What a method inferred, whether it arrived, and where it comes from. */
public interface Inference {
    /** {@return what is known of the connections} */
    Connectivity connectivity();

    /** {@return inferred weights w[i][j] from neuron j to neuron i, shape (N, N), with zero diagonal and free scale} */
    default double[][] weights() {
        return connectivity().weights();
    }

    /** {@return the rates that the method predicts, if it predicts spikes at all} */
    default Optional<RateModel> rates() {
        return Optional.empty();
    }

    /** {@return curves that the method has learned or that tell how learning went, such as a synaptic filter} */
    default List<Curve> curves() {
        return List.of();
    }

    /** {@return whether the search for the best solution arrived, and after how many iterations} */
    Convergence convergence();

    /** {@return where the result comes from} */
    Provenance provenance();
}

package circuitscope.infer;

import circuitscope.spikes.RateModel;
import java.util.Optional;

/** What a method inferred, and where it comes from. */
public interface Inference {
    /** {@return inferred weights w[i][j] from neuron j to neuron i, shape (N, N), with zero diagonal and free scale} */
    double[][] weights();

    /** {@return the rates that the method predicts, if it predicts spikes at all} */
    Optional<RateModel> rates();

    /** {@return where the result comes from} */
    Provenance provenance();
}

package circuitscope.infer.drive;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import java.util.List;
import java.util.stream.Stream;

/** A fit of couplings that knows of an angle, after a search for what the angle does. */
public sealed interface SteeredResult extends Inference permits RotatingResult, DrivenResult {
    /** {@return the fit of the couplings} */
    Inference fit();

    /** {@return what was tried in the search, and how likely it makes the spikes} */
    Curve search();

    @Override
    default Connectivity connectivity() {
        return fit().connectivity();
    }

    @Override
    default List<Curve> curves() {
        return Stream.concat(fit().curves().stream(), Stream.of(search())).toList();
    }

    @Override
    default Convergence convergence() {
        return fit().convergence();
    }
}

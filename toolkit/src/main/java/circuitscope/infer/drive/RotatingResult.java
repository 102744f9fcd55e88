package circuitscope.infer.drive;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Couplings that an angle turns, as they are at the angle 0.
 *
 * @param rotation how they turn
 * @param search gains that were tried, and how likely they make the spikes
 * @param fit the fit of the couplings
 * @param provenance where the result comes from
 */
public record RotatingResult(Rotation rotation, Curve search, Inference fit, Provenance provenance)
        implements Inference {
    @Override
    public Connectivity connectivity() {
        return fit.connectivity();
    }

    @Override
    public Optional<RateModel> rates() {
        return fit.rates().map(rotation::rates);
    }

    @Override
    public List<Curve> curves() {
        return Stream.concat(fit.curves().stream(), Stream.of(search)).toList();
    }

    @Override
    public Convergence convergence() {
        return fit.convergence();
    }
}

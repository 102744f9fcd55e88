package circuitscope.infer.drive;

import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Couplings that an angle turns, as they are at the angle 0.
 *
 * @param rotation how they turn
 * @param search gains that were tried, and how likely they make the spikes
 * @param fit the fit of the couplings
 * @param provenance where the result comes from
 */
public record RotatingResult(Rotation rotation, Curve search, Inference fit, Provenance provenance)
        implements SteeredResult {
    @Override
    public Optional<RateModel> rates() {
        return fit.rates().map(rotation::rates);
    }
}

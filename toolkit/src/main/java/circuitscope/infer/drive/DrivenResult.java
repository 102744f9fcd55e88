package circuitscope.infer.drive;

import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * Couplings of neurons that an angle drives beside them.
 *
 * @param harmonics harmonics of the angle, 0 if it makes held-out spikes no likelier
 * @param search numbers of harmonics that were tried, and how likely they make held-out spikes
 * @param fit the fit of the couplings with these harmonics
 * @param provenance where the result comes from
 */
public record DrivenResult(int harmonics, Curve search, Inference fit, Provenance provenance) implements SteeredResult {
    @Override
    public Optional<RateModel> rates() {
        return fit.rates();
    }
}

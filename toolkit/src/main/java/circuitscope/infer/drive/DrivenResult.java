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
 * Couplings of neurons that an angle drives beside them.
 *
 * @param harmonics harmonics of the angle, 0 if it makes held-out spikes no likelier
 * @param search numbers of harmonics that were tried, and how likely they make held-out spikes
 * @param fit the fit of the couplings with these harmonics
 * @param provenance where the result comes from
 */
public record DrivenResult(int harmonics, Curve search, Inference fit, Provenance provenance) implements Inference {
    @Override
    public Connectivity connectivity() {
        return fit.connectivity();
    }

    @Override
    public Optional<RateModel> rates() {
        return fit.rates();
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

package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

/**
 * Cells that fire by their tuning alone: Poisson spikes whose rate follows the angle of a recording, each cell for itself. What a
 * method finds among them is no coupling.
 */
public final class TunedSpikes {
    private TunedSpikes() {}

    /**
     * @param recording a recording with an angle; its own spikes are not used
     * @param curves tuning curve of each cell, shape (N)
     * @param seed seed of the spikes
     * @return spikes at the same steps, segments and angle; none where the angle is unknown
     * @throws InputException if the recording has no angle, or not as many neurons as there are curves
     */
    public static Recording draw(Recording recording, List<TuningCurve> curves, long seed) {
        Covariate.Circular angle = recording
                .angle()
                .orElseThrow(
                        () -> InputException.of("The recording has no angle, expected one that cells can follow."));
        if (curves.size() != recording.neurons()) {
            throw InputException.of(
                    "There are %d tuning curves for %d neurons, expected one for each.",
                    curves.size(), recording.neurons());
        }
        UniformRandomProvider random = RandomStreams.of(seed, "spikes by tuning alone");
        Recording.Builder builder = Recording.builder(recording.neurons(), recording.steps(), recording.dtMs())
                .segments(recording.segments())
                .cells(recording.cells());
        recording.covariates().forEach(builder::covariate);
        for (Segment segment : recording.segments()) {
            for (int step = segment.start(); step < segment.end(); step++) {
                double theta = angle.at(step);
                for (int i = 0; !Double.isNaN(theta) && i < curves.size(); i++) {
                    double expected = curves.get(i).hzAt(theta) * recording.dtMs() / 1000;
                    int spikes =
                            expected > 0 ? PoissonSampler.of(random, expected).sample() : 0;
                    for (int k = 0; k < spikes; k++) {
                        builder.add(step, i);
                    }
                }
            }
        }
        return builder.build();
    }
}

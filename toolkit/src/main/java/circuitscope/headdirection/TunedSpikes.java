package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Cells that fire by their tuning alone: Poisson spikes whose rate follows the angle of a recording, each cell for itself. What a
 * method finds among them is no coupling.
 */
public final class TunedSpikes {
    private TunedSpikes() {}

    /**
     * What takes the place of a session where there is none: cells with even preferred directions and von Mises curves of 30 Hz that
     * follow a head which turns at random, in steps of 10 ms.
     *
     * @param cells number of cells
     * @param seconds length in s
     * @param seed seed of turns and spikes
     * @return the recording; it says of each cell that it is simulated
     * @throws InputException if there is no cell, or the length is not a whole number of steps above 0
     */
    public static Recording standIn(int cells, double seconds, long seed) {
        InputException.requireBetween("Number of simulated cells", cells, 1, Recording.MAX_NEURONS);
        int steps = (int) Math.round(InputException.requireBetween("Length in s", seconds, 1, 1e6) * 100);
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "turns of a head"));
        double[] angle = new double[steps];
        double velocity = 0;
        for (int t = 1; t < steps; t++) {
            velocity = 0.98 * velocity + 0.02 * normal.sample();
            angle[t] = Covariate.Circular.wrap(angle[t - 1] + velocity);
        }
        List<TuningCurve> curves = IntStream.range(0, cells)
                .mapToObj(i -> new TuningCurve(IntStream.range(0, 120)
                        .mapToDouble(k -> 0.5
                                + 30 * Math.exp(5 * (Math.cos((k + 0.5) * Math.PI / 60 - 2 * Math.PI * i / cells) - 1)))
                        .toArray()))
                .toList();
        Recording head = Recording.builder(cells, steps, 10)
                .add(0, 0)
                .covariate(new Covariate.Circular("head direction", 1, angle))
                .cells(IntStream.range(0, cells)
                        .mapToObj(i -> Cell.of("simulated cell " + (i + 1)).preferring(2 * Math.PI * i / cells))
                        .toList())
                .build();
        return draw(head, curves, seed);
    }

    /**
     * @param recording a recording with an angle; its own spikes are not used
     * @param curves tuning curve of each cell, shape (N)
     * @param seed seed of the spikes
     * @return spikes at the same steps, segments and angle; none where the angle is unknown
     * @throws InputException if the recording has no angle, or not as many neurons as there are curves
     */
    public static Recording draw(Recording recording, List<TuningCurve> curves, long seed) {
        return draw(recording, curves, 0, 1, seed);
    }

    /**
     * The same for cells that follow a direction of their own: the angle of the recording and an error that wanders about 0, common to
     * all cells and known to nobody.
     *
     * @param recording a recording with an angle; its own spikes are not used
     * @param curves tuning curve of each cell, shape (N)
     * @param errorRadians standard deviation of the error in rad
     * @param errorSeconds time constant of the error in s (an Ornstein-Uhlenbeck process)
     * @param seed seed of error and spikes
     * @return spikes at the same steps and segments, with the angle of the recording
     * @throws InputException if the recording has no angle, or not as many neurons as there are curves, or a number is out of range
     */
    public static Recording draw(
            Recording recording, List<TuningCurve> curves, double errorRadians, double errorSeconds, long seed) {
        InputException.requireBetween("Error of the direction in rad", errorRadians, 0, Math.PI);
        InputException.requirePositive("Time constant of this error in s", errorSeconds);
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
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "error of the direction"));
        double decay = Math.exp(-recording.dtMs() / 1000 / errorSeconds);
        double error = errorRadians * normal.sample();
        for (Segment segment : recording.segments()) {
            for (int step = segment.start(); step < segment.end(); step++) {
                error = decay * error + errorRadians * Math.sqrt(1 - decay * decay) * normal.sample();
                double theta = angle.at(step) + error;
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

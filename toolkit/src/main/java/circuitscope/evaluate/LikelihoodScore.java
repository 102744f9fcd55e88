package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Spike prediction score L_bps (paper, Eq. 19): the gain of the Poisson log-likelihood over a homogeneous rate of the same
 * neuron in the same stretches, per spike, averaged over neurons. With natural logarithms, which reproduce the paper's
 * scale, it is in nats per spike.
 *
 * @param natsPerSpike the score; neurons without a spike are left out of the mean
 * @param standardError standard error of the score from drawing steps; 0 if all were scored
 * @param neurons neurons in the mean
 * @param silent neurons that were left out because they did not fire
 * @param spikes spikes in the stretches
 */
public record LikelihoodScore(double natsPerSpike, double standardError, int neurons, int silent, long spikes) {
    private static final int STEPS_PER_PIECE = 1 << 16;

    /** {@return the score in bits per spike} */
    public double bitsPerSpike() {
        return natsPerSpike / Math.log(2);
    }

    /**
     * Scores every step of some stretches.
     *
     * @param recording the spikes
     * @param stretches steps to predict, each within one segment
     * @param model rates given the past
     * @param workers threads, and who hears of finished pieces
     * @return the score
     * @throws InputException if no neuron fires in these stretches, or the model gives a rate that is negative or not
     *     finite, or 0 where a spike is
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static LikelihoodScore of(Recording recording, List<Segment> stretches, RateModel model, Workers workers) {
        return sampled(recording, stretches, model, 1, 0, workers);
    }

    /**
     * Estimates the score from one step in every {@code stride}, drawn at random within each run of so many: unbiased, at
     * a part of the cost.
     *
     * @param recording the spikes
     * @param stretches steps to predict, each within one segment
     * @param model rates given the past
     * @param stride one step in so many is scored
     * @param seed seed of the drawn steps
     * @param workers threads, and who hears of finished pieces
     * @return the score with its standard error
     * @throws InputException if no neuron fires in these stretches, or the model gives a rate that is negative or not
     *     finite, or 0 where a spike is
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static LikelihoodScore sampled(
            Recording recording, List<Segment> stretches, RateModel model, int stride, long seed, Workers workers) {
        InputException.requireBetween("Stride of the score", stride, 1, STEPS_PER_PIECE);
        long steps = stretches.stream().mapToLong(Segment::length).sum();
        long[] counts = recording.spikeCounts(stretches);
        int scored = (int) Arrays.stream(counts).filter(count -> count > 0).count();
        if (scored == 0) {
            throw InputException.of("No neuron fires in the stretches to score; take longer ones.");
        }
        List<Sum> sums = workers.map(
                pieces(stretches, stride),
                "scoring",
                piece -> score(recording, piece, drawn(piece, stride, seed), stride, model, counts, steps, scored));
        Sum total = sums.stream().reduce(new Sum(0, 0, 0), Sum::plus);
        double variance = stride == 1 ? 0 : total.squares - total.gain * total.gain / Math.max(1, total.rows);
        return new LikelihoodScore(
                total.gain,
                Math.sqrt(Math.max(0, variance)),
                scored,
                counts.length - scored,
                Arrays.stream(counts).sum());
    }

    /**
     * The score of each neuron by itself, from every step.
     *
     * @param recording the spikes
     * @param stretches steps to predict, each within one segment
     * @param model rates given the past
     * @return gain over a homogeneous rate in nats per spike, shape (N); 0 for a neuron that does not fire there
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static double[] byNeuron(Recording recording, List<Segment> stretches, RateModel model) {
        long[] counts = recording.spikeCounts(stretches);
        double steps = stretches.stream().mapToLong(Segment::length).sum();
        double[] gains = new double[counts.length];
        for (Segment part : stretches) {
            Progress.stopIfInterrupted("scoring");
            int[] every = IntStream.range(part.start(), part.end()).toArray();
            model.visit(recording, every, (step, rates) -> {
                for (int i = 0; i < gains.length; i++) {
                    gains[i] += counts[i] / steps - rates[i];
                }
                for (int k = recording.firstSpikeFrom(step); k < recording.firstSpikeFrom(step + 1); k++) {
                    int i = recording.neuronOf(k);
                    gains[i] += Math.log(rates[i] * steps / counts[i]);
                }
            });
        }
        for (int i = 0; i < gains.length; i++) {
            gains[i] = counts[i] == 0 ? 0 : gains[i] / counts[i];
        }
        return gains;
    }

    /** Summed contributions of rows to the score, and their squares. */
    private record Sum(double gain, double squares, long rows) {
        Sum plus(Sum other) {
            return new Sum(gain + other.gain, squares + other.squares, rows + other.rows);
        }
    }

    private static List<Segment> pieces(List<Segment> stretches, int stride) {
        int length = STEPS_PER_PIECE / stride * stride;
        List<Segment> pieces = new ArrayList<>();
        for (Segment stretch : stretches) {
            for (int start = stretch.start(); start < stretch.end(); start += length) {
                pieces.add(new Segment(start, Math.min(stretch.end(), start + length)));
            }
        }
        return pieces;
    }

    /** One step of every run; the last run may be shorter, and then counts for less in the sum. */
    private static int[] drawn(Segment piece, int stride, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "scored steps", piece.start());
        int[] steps = new int[(piece.length() - 1) / stride + 1];
        for (int k = 0; k < steps.length; k++) {
            int start = piece.start() + k * stride;
            steps[k] = start + (stride == 1 ? 0 : random.nextInt(Math.min(stride, piece.end() - start)));
        }
        return steps;
    }

    /** Contributions of some rows: every neuron's gain over its homogeneous rate, per spike, averaged over neurons. */
    private static Sum score(
            Recording recording,
            Segment piece,
            int[] drawn,
            int stride,
            RateModel model,
            long[] counts,
            long steps,
            int scored) {
        int lastRun = piece.length() - (drawn.length - 1) * stride;
        double[] homogeneous = Arrays.stream(counts)
                .mapToDouble(count -> (double) count / steps)
                .toArray();
        double[] gain = new double[1];
        double[] squares = new double[1];
        model.visit(recording, drawn, new RateModel.Visitor() {
            private int next = recording.firstSpikeFrom(drawn[0]);
            private int rows;

            @Override
            public void rates(int step, double[] rates) {
                double row = 0;
                for (int i = 0; i < counts.length; i++) {
                    if (!(rates[i] >= 0 && rates[i] < Double.POSITIVE_INFINITY)) {
                        throw InputException.of(
                                "The model gives neuron %d a rate of %s at step %d, expected a finite number of 0 or more.",
                                i, rates[i], step);
                    }
                    if (counts[i] > 0) {
                        row -= (rates[i] - homogeneous[i]) / counts[i];
                    }
                }
                while (next < recording.spikes() && recording.stepOf(next) < step) {
                    next++;
                }
                for (; next < recording.spikes() && recording.stepOf(next) == step; next++) {
                    int i = recording.neuronOf(next);
                    if (rates[i] == 0) {
                        throw InputException.of(
                                "The model gives neuron %d a rate of 0 at step %d, where it fires.", i, step);
                    }
                    row += Math.log(rates[i] / homogeneous[i]) / counts[i];
                }
                rows++;
                row *= (double) (rows == drawn.length ? lastRun : stride) / scored;
                gain[0] += row;
                squares[0] += row * row;
                if (rows % 4096 == 0) {
                    Progress.stopIfInterrupted("scoring");
                }
            }
        });
        return new Sum(gain[0], squares[0], drawn.length);
    }
}

package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Spike prediction score L_bps (paper, Eq. 19): the gain of the Poisson log-likelihood over a homogeneous rate of the same
 * neuron in the same stretches, per spike, averaged over neurons. With natural logarithms, which reproduce the paper's
 * scale, it is in nats per spike.
 *
 * @param natsPerSpike the score; neurons without a spike are left out of the mean
 * @param neurons neurons in the mean
 * @param silent neurons that were left out because they did not fire
 * @param spikes spikes that were predicted
 */
public record LikelihoodScore(double natsPerSpike, int neurons, int silent, long spikes) {
    private static final int STEPS_PER_PIECE = 1 << 16;

    /** {@return the score in bits per spike} */
    public double bitsPerSpike() {
        return natsPerSpike / Math.log(2);
    }

    /**
     * Scores every step of some stretches, on all processors.
     *
     * @param recording the spikes
     * @param stretches steps to predict, each within one segment
     * @param model rates given the past
     * @param progress hears of finished steps
     * @return the score
     * @throws InputException if no neuron fires in these stretches, or the model gives a rate that is negative or not
     *     finite, or 0 where a spike is
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static LikelihoodScore of(Recording recording, List<Segment> stretches, RateModel model, Progress progress) {
        List<Segment> pieces = pieces(stretches);
        int neurons = recording.neurons();
        List<double[]> gains =
                Parallel.map(pieces, "scoring", progress, piece -> logLikelihood(recording, piece, model));
        double[] logLikelihood = new double[neurons];
        for (double[] gain : gains) {
            for (int i = 0; i < neurons; i++) {
                logLikelihood[i] += gain[i];
            }
        }
        long steps = stretches.stream().mapToLong(Segment::length).sum();
        long[] counts = recording.spikeCounts(stretches);
        double sum = 0;
        int scored = 0;
        for (int i = 0; i < neurons; i++) {
            if (counts[i] > 0) {
                double homogeneous = counts[i] * Math.log((double) counts[i] / steps) - counts[i];
                sum += (logLikelihood[i] - homogeneous) / counts[i];
                scored++;
            }
        }
        if (scored == 0) {
            throw InputException.of("No neuron fires in the stretches to score; take longer ones.");
        }
        return new LikelihoodScore(
                sum / scored, scored, neurons - scored, Arrays.stream(counts).sum());
    }

    private static List<Segment> pieces(List<Segment> stretches) {
        List<Segment> pieces = new ArrayList<>();
        for (Segment stretch : stretches) {
            for (int start = stretch.start(); start < stretch.end(); start += STEPS_PER_PIECE) {
                pieces.add(new Segment(start, Math.min(stretch.end(), start + STEPS_PER_PIECE)));
            }
        }
        return pieces;
    }

    /** The log-likelihood of each neuron in one piece, without the constant log(x!). */
    private static double[] logLikelihood(Recording recording, Segment piece, RateModel model) {
        double[] sums = new double[recording.neurons()];
        model.visit(recording, piece, new RateModel.Visitor() {
            private int next = recording.firstSpikeFrom(piece.start());

            @Override
            public void rates(int step, double[] rates) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] -= rates[i];
                }
                for (; next < recording.spikes() && recording.stepOf(next) == step; next++) {
                    double rate = rates[recording.neuronOf(next)];
                    if (!(rate > 0)) {
                        throw InputException.of(
                                "The model gives neuron %d a rate of %s at step %d, where it fires.",
                                recording.neuronOf(next), rate, step);
                    }
                    sums[recording.neuronOf(next)] += Math.log(rate);
                }
                if (step % 4096 == 0) {
                    Progress.stopIfInterrupted("scoring");
                }
            }
        });
        for (int i = 0; i < sums.length; i++) {
            if (!Double.isFinite(sums[i])) {
                throw InputException.of("The model gives neuron %d a rate that is not finite.", i);
            }
        }
        return sums;
    }
}

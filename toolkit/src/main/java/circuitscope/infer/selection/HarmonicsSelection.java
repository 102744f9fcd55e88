package circuitscope.infer.selection;

import circuitscope.infer.Curve;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.PoissonRegression;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many harmonics of an angle the tuning of the neurons has: those with which the validation part is likeliest by tuning alone,
 * log lambda_i = b_i + harmonics of theta. Angles are taken in bins of 3 degrees.
 */
public final class HarmonicsSelection {
    private static final int BINS = 120;
    private static final int MOST = 10;
    private static final int ITERATIONS = 50;

    private final Request request;
    private final Covariate.Circular theta;
    private final double[] losses = new double[MOST + 1];

    /**
     * @param request a recording with its training and validation parts
     * @param theta its angle
     */
    public HarmonicsSelection(Request request, Covariate.Circular theta) {
        this.request = request;
        this.theta = theta;
    }

    /** {@return the harmonics; none if the angle makes nothing likelier} */
    public AngleHarmonics likeliest() {
        Recording recording = request.recording();
        Occupancy training = Occupancy.of(recording, theta, request.training());
        Occupancy validation = Occupancy.of(recording, theta, request.split().validation());
        int most = (int) Math.min(
                MOST, (Arrays.stream(training.steps).filter(s -> s > 0).count() - 1) / 2);
        int best = 0;
        for (int h = 0; h <= most; h++) {
            losses[h] = loss(training, validation, h);
            best = losses[h] < losses[best] ? h : best;
            request.progress().update("harmonics of the angle, trials", h + 1, most + 1);
        }
        for (int h = most + 1; h <= MOST; h++) {
            losses[h] = Double.NaN;
        }
        return AngleHarmonics.of(recording, best);
    }

    private double loss(Occupancy training, Occupancy validation, int harmonics) {
        int[] bins = IntStream.range(0, BINS).filter(k -> training.steps[k] > 0).toArray();
        double[] offset = at(bins, k -> Math.log(training.steps[k]));
        PoissonRegression model = new PoissonRegression(terms(bins, harmonics));
        int[] all = IntStream.range(0, BINS).toArray();
        PoissonRegression everywhere = new PoissonRegression(terms(all, harmonics));
        List<Double> sums = request.workers().silently().map(training.counts.length, "tuning to the angle", i -> {
            int[] counts = Arrays.stream(bins).map(k -> training.counts[i][k]).toArray();
            double[] start = new double[model.size()];
            start[0] = Math.log((Arrays.stream(counts).sum() + 0.5)
                    / Arrays.stream(training.steps).sum());
            double[] rate = everywhere.expected(
                    new double[BINS],
                    model.fit(counts, offset, start, ITERATIONS).coefficients());
            double loss = 0;
            for (int k = 0; k < BINS; k++) {
                loss += validation.steps[k] * rate[k] - validation.counts[i][k] * Math.log(rate[k]);
            }
            return loss;
        });
        double spikes =
                Arrays.stream(validation.counts).flatMapToInt(Arrays::stream).sum();
        return sums.stream().mapToDouble(Double::doubleValue).sum() / spikes;
    }

    private static double[] at(int[] bins, IntToDoubleFunction value) {
        return Arrays.stream(bins).mapToDouble(value).toArray();
    }

    private static double[][] terms(int[] bins, int harmonics) {
        double[][] terms = new double[1 + 2 * harmonics][];
        terms[0] = at(bins, bin -> 1);
        for (int k = 1; k < terms.length; k++) {
            int term = k - 1;
            terms[k] = at(bins, bin -> AngleHarmonics.of((bin + 0.5) * 2 * Math.PI / BINS, term));
        }
        return terms;
    }

    /**
     * Steps and spikes by angle.
     *
     * @param steps shape (bins)
     * @param counts shape (N, bins)
     */
    private record Occupancy(long[] steps, int[][] counts) {
        static Occupancy of(Recording recording, Covariate.Circular theta, List<Segment> parts) {
            Occupancy occupancy = new Occupancy(new long[BINS], new int[recording.neurons()][BINS]);
            for (Segment part : parts) {
                for (int step = part.start(); step < part.end(); step++) {
                    if (!Double.isNaN(theta.at(step))) {
                        occupancy.steps[Covariate.Circular.bin(theta.at(step), BINS)]++;
                    }
                }
                int end = recording.firstSpikeFrom(part.end());
                for (int s = recording.firstSpikeFrom(part.start()); s < end; s++) {
                    double angle = theta.at(recording.stepOf(s));
                    if (!Double.isNaN(angle)) {
                        occupancy.counts[recording.neuronOf(s)][Covariate.Circular.bin(angle, BINS)]++;
                    }
                }
            }
            return occupancy;
        }
    }

    /** {@return the loss of the validation part against the number of harmonics, after the choice} */
    public Curve curve() {
        return new Curve(
                "tuning to the angle",
                "harmonics",
                "held-out negative log-likelihood (nats per spike)",
                IntStream.rangeClosed(0, MOST).mapToDouble(h -> h).toArray(),
                losses.clone());
    }
}

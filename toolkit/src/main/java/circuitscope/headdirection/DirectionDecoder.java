package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Bayesian decoding of the direction of the head from the spikes in a window (Zhang et al. 1998): cells are independent Poisson
 * neurons with known tuning curves, every direction is equally likely before. A check that spikes and angle of a session belong
 * together.
 */
public final class DirectionDecoder {
    /** Rate in Hz that stands for 0, so that one spike out of place does not exclude a direction. */
    private static final double LEAST_HZ = 0.05;

    private final double[][] logHz;
    private final double[] totalHz;

    private DirectionDecoder(double[][] logHz, double[] totalHz) {
        this.logHz = logHz;
        this.totalHz = totalHz;
    }

    /**
     * @param curves tuning curve of each cell with as many bins, shape (N); directions that were never visited get the least rate
     * @return a decoder
     * @throws InputException if there is no curve, or they differ in their bins
     */
    public static DirectionDecoder of(List<TuningCurve> curves) {
        if (curves.isEmpty()) {
            throw InputException.of("There is no tuning curve, expected one for each cell.");
        }
        int bins = curves.get(0).bins();
        double[][] logHz = new double[curves.size()][bins];
        double[] total = new double[bins];
        for (int i = 0; i < curves.size(); i++) {
            if (curves.get(i).bins() != bins) {
                throw InputException.of(
                        "Tuning curve %d has %d bins, expected %d as the first.",
                        i, curves.get(i).bins(), bins);
            }
            for (int k = 0; k < bins; k++) {
                double hz = curves.get(i).hz(k);
                double known = hz > LEAST_HZ ? hz : LEAST_HZ;
                logHz[i][k] = Math.log(known);
                total[k] += known;
            }
        }
        return new DirectionDecoder(logHz, total);
    }

    /**
     * What was decoded, window by window.
     *
     * @param radians decoded direction in rad, the mean of the posterior, shape (windows)
     * @param certainty length of the posterior's mean vector, 0 (even) to 1 (one direction), shape (windows)
     * @param logEvidence log of the mean likelihood over all directions in nats, without the constant of the counts: higher if the cells
     *     are those of the curves than if they are mixed up, shape (windows)
     * @param truth direction in the middle of each window in rad; NaN where it is unknown or was not measured, shape (windows)
     */
    public record Decoded(double[] radians, double[] certainty, double[] logEvidence, double[] truth) {
        /** {@return the absolute error of each window with a known direction in rad, 0 to pi} */
        public double[] errors() {
            return IntStream.range(0, radians.length)
                    .filter(k -> !Double.isNaN(truth[k]))
                    .mapToDouble(k -> Math.abs(Math.IEEEremainder(radians[k] - truth[k], 2 * Math.PI)))
                    .toArray();
        }

        /** {@return the median of the errors in rad; NaN if no direction is known} */
        public double medianError() {
            return new Median().evaluate(errors());
        }

        /** {@return the mean log evidence of a window in nats} */
        public double meanLogEvidence() {
            return Arrays.stream(logEvidence).average().orElse(Double.NaN);
        }
    }

    /**
     * @param recording spikes of the same cells, with or without an angle
     * @param parts stretches to decode, such as those that the curves were not measured in
     * @param windowMs length of a window in ms, rounded to whole steps; windows do not overlap and cross no border
     * @return what was decoded; windows without a spike are left out
     * @throws InputException if there are not as many neurons as curves, or a window is shorter than a step
     */
    public Decoded decode(Recording recording, List<Segment> parts, double windowMs) {
        int width = (int)
                Math.round(InputException.requireBetween("Window of decoding in ms", windowMs, recording.dtMs(), 1e9)
                        / recording.dtMs());
        if (recording.neurons() != logHz.length) {
            throw InputException.of(
                    "The recording has %d neurons, expected %d as there are tuning curves.",
                    recording.neurons(), logHz.length);
        }
        double[][] found = parts.stream()
                .flatMapToInt(part -> IntStream.range(0, part.length() / width).map(b -> part.start() + b * width))
                .filter(start -> recording.firstSpikeFrom(start) < recording.firstSpikeFrom(start + width))
                .mapToObj(start -> decode(recording, start, width))
                .toArray(double[][]::new);
        return new Decoded(column(found, 0), column(found, 1), column(found, 2), column(found, 3));
    }

    /**
     * How much better cells in their own order explain their spikes than cells that are mixed up: positive if they keep their
     * order on the ring, also where nobody knows the direction, as in sleep.
     *
     * @param recording spikes of the same cells, with or without an angle
     * @param parts stretches to decode
     * @param windowMs length of a window in ms
     * @param mixtures number of mixed orders
     * @return mean log evidence of the own order less that of each mixed one, in nats per window, shape (mixtures)
     * @throws InputException if there are not as many neurons as curves, or a number is out of range
     */
    public double[] evidenceOfOrder(Recording recording, List<Segment> parts, double windowMs, int mixtures) {
        InputException.requireBetween("Number of mixed orders", mixtures, 1, 100_000);
        double own = decode(recording, parts, windowMs).meanLogEvidence();
        return IntStream.range(0, mixtures)
                .mapToDouble(k -> {
                    int count = recording.neurons();
                    int[] mixed =
                            new Random(k).ints(0, count).distinct().limit(count).toArray();
                    return own
                            - decode(recording.ofNeurons(mixed), parts, windowMs)
                                    .meanLogEvidence();
                })
                .toArray();
    }

    private static double[] column(double[][] rows, int k) {
        return Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
    }

    private double[] decode(Recording recording, int start, int width) {
        int bins = totalHz.length;
        double[] log = new double[bins];
        for (int k = 0; k < bins; k++) {
            log[k] = -totalHz[k] * width * recording.dtMs() / 1000;
        }
        int end = recording.firstSpikeFrom(start + width);
        for (int s = recording.firstSpikeFrom(start); s < end; s++) {
            double[] own = logHz[recording.neuronOf(s)];
            for (int k = 0; k < bins; k++) {
                log[k] += own[k];
            }
        }
        double highest = Arrays.stream(log).max().orElseThrow();
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int k = 0; k < bins; k++) {
            double share = Math.exp(log[k] - highest);
            double angle = (k + 0.5) * 2 * Math.PI / bins;
            x += share * Math.cos(angle);
            y += share * Math.sin(angle);
            sum += share;
        }
        double truth = recording
                .angle()
                .map(Covariate.Circular.class::cast)
                .map(angle -> angle.at(start + width / 2))
                .orElse(Double.NaN);
        return new double[] {
            Covariate.Circular.wrap(Math.atan2(y, x)), Math.hypot(x, y) / sum, highest + Math.log(sum / bins), truth
        };
    }
}

package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Firing rate of one neuron as a function of head direction, in equal bins over the circle: bin k of n is centred at
 * (k + 1/2) 2 pi / n. The recipe is that of the paper's Appendix E: spikes per bin over time spent in it, then a circular
 * boxcar over neighbouring bins.
 *
 * <p>Steps whose angle is unknown are left out. A direction which was never visited has no rate (NaN); the boxcar
 * averages the visited bins beneath it, so that a single gap closes.
 *
 * @param hz rate in Hz, shape (bins); NaN where neither the bin nor its neighbours under the boxcar were visited
 */
public record TuningCurve(double[] hz) {
    /**
     * How a tuning curve is measured.
     *
     * @param binDegrees width of a bin in degrees, which divides 360; the paper has 3
     * @param boxcarDegrees width of the smoothing window in degrees, rounded to the nearest odd number of bins; the paper
     *     has 14.5, which is 5 bins of 3 degrees
     */
    public record Options(double binDegrees, double boxcarDegrees) {
        /**
         * @param binDegrees width of a bin in degrees
         * @param boxcarDegrees width of the smoothing window in degrees
         * @throws InputException if a bin does not divide the circle in 4 or more, or the boxcar is wider than the circle
         */
        public Options {
            InputException.requireBetween("Width of a tuning bin in degrees", binDegrees, 0.01, 90);
            InputException.requireBetween("Width of the tuning boxcar in degrees", boxcarDegrees, 0, 360 - binDegrees);
            double bins = 360 / binDegrees;
            if (Math.abs(bins - Math.rint(bins)) > 1e-9) {
                throw InputException.of(
                        "Width of a tuning bin is %s degrees, expected a number that divides 360.", binDegrees);
            }
        }

        /** {@return bins of 3 degrees and a boxcar of 14.5 degrees, as in Appendix E} */
        public static Options paper() {
            return new Options(3, 14.5);
        }

        /** {@return the number of bins over the circle} */
        public int bins() {
            return (int) Math.rint(360 / binDegrees);
        }

        /** {@return the number of bins to each side of the one that is smoothed} */
        int reach() {
            return (int) Math.max(0, Math.rint((boxcarDegrees / binDegrees - 1) / 2));
        }
    }

    /**
     * @param hz rate in Hz, shape (bins); copied
     * @throws InputException if there are fewer than 4 bins, or none has a rate above 0, or one is negative or infinite
     */
    public TuningCurve {
        InputException.requireBetween("Number of bins of a tuning curve", hz.length, 4, Integer.MAX_VALUE);
        double sum = 0;
        for (int k = 0; k < hz.length; k++) {
            if (hz[k] < 0 || Double.isInfinite(hz[k])) {
                throw InputException.of("Tuning curve, bin %d: rate is %s Hz, expected 0 or more.", k, hz[k]);
            }
            sum += Double.isNaN(hz[k]) ? 0 : hz[k];
        }
        if (sum == 0) {
            throw InputException.of("The tuning curve is 0 Hz or unknown in every bin: it has no direction.");
        }
        hz = hz.clone();
    }

    /**
     * @param recording spikes with an angle
     * @param neuron whose curve
     * @param options widths of bins and boxcar
     * @return its tuning curve
     * @throws InputException if there is no such neuron, the recording has no angle, the angle is unknown everywhere, or
     *     the neuron is silent wherever the angle is known
     */
    public static TuningCurve of(Recording recording, int neuron, Options options) {
        InputException.requireBetween("Neuron", neuron, 0, recording.neurons() - 1);
        DirectionBins bins = DirectionBins.of(recording, options);
        return bins.curve(neuron);
    }

    /**
     * @param recording spikes with an angle
     * @param options widths of bins and boxcar
     * @return the tuning curve of each neuron, in order
     * @throws InputException if the recording has no angle, the angle is unknown everywhere, or a neuron is silent
     *     wherever the angle is known
     */
    public static List<TuningCurve> all(Recording recording, Options options) {
        return all(recording, recording.segments(), options);
    }

    /**
     * @param recording spikes with an angle
     * @param parts the only stretches that count, such as the training part
     * @param options widths of bins and boxcar
     * @return the tuning curve of each neuron, in order
     * @throws InputException if the recording has no angle, the angle is unknown everywhere there, or a neuron is silent there wherever
     *     the angle is known
     */
    public static List<TuningCurve> all(Recording recording, List<Segment> parts, Options options) {
        DirectionBins bins = DirectionBins.of(recording, parts, options);
        List<TuningCurve> curves = new ArrayList<>(recording.neurons());
        for (int neuron = 0; neuron < recording.neurons(); neuron++) {
            curves.add(bins.curve(neuron));
        }
        return List.copyOf(curves);
    }

    /**
     * @param recording spikes with an angle
     * @param options widths of bins and boxcar
     * @return the same recording, in which each cell prefers the angle at which it fires most; a cell without a spike at a known angle
     *     stays as it is
     * @throws InputException if the recording has no angle, or the angle is unknown everywhere
     */
    public static Recording withPreferences(Recording recording, Options options) {
        DirectionBins bins = DirectionBins.of(recording, options);
        return recording.withCells(IntStream.range(0, recording.neurons())
                .mapToObj(i -> {
                    Cell cell = recording.cells().isEmpty()
                            ? Cell.of(String.valueOf(i + 1))
                            : recording.cells().get(i);
                    return bins.fires(i) ? cell.preferring(bins.curve(i).preferredDirection()) : cell;
                })
                .toList());
    }

    /** {@return a copy of the rates in Hz, shape (bins)} */
    @Override
    public double[] hz() {
        return hz.clone();
    }

    /** {@return the number of bins} */
    public int bins() {
        return hz.length;
    }

    /**
     * @param bin a bin
     * @return the rate there in Hz, NaN if unknown
     */
    public double hz(int bin) {
        return hz[bin];
    }

    /**
     * @param bin a bin
     * @return its centre in rad, in [0, 2 pi)
     */
    public double radians(int bin) {
        return (bin + 0.5) * 2 * Math.PI / hz.length;
    }

    /**
     * @param radians any angle
     * @return the rate there in Hz, on a straight line between the centres of the two nearest bins
     */
    public double hzAt(double radians) {
        double place = Covariate.Circular.wrap(radians) / (2 * Math.PI) * hz.length - 0.5;
        int below = (int) Math.floor(place);
        double share = place - below;
        return (1 - share) * hz[Math.floorMod(below, hz.length)] + share * hz[Math.floorMod(below + 1, hz.length)];
    }

    /** {@return the bin of the highest rate; the first one if several are equal} */
    public int peakBin() {
        int peak = -1;
        for (int k = 0; k < hz.length; k++) {
            if (!Double.isNaN(hz[k]) && (peak < 0 || hz[k] > hz[peak])) {
                peak = k;
            }
        }
        return peak;
    }

    /** {@return the highest rate in Hz} */
    public double peakHz() {
        return hz[peakBin()];
    }

    /** {@return the preferred head direction in rad: the centre of the bin of the highest rate (Appendix E, Figure 6)} */
    public double preferredDirection() {
        return radians(peakBin());
    }

    /** {@return the direction of the mean vector of the curve in rad, in [0, 2 pi): less noisy than the peak, biased by skew} */
    public double meanDirection() {
        double[] vector = vector(hz);
        return Covariate.Circular.wrap(Math.atan2(vector[1], vector[0]));
    }

    /**
     * {@return the Rayleigh vector length |sum r_k exp(i a_k)| / sum r_k of the rates r_k at the bin centres a_k: 0 without
     * tuning, 1 if only one bin has spikes (the paper's HD score, Appendix E)}
     */
    public double vectorLength() {
        return vectorLength(hz);
    }

    static double vectorLength(double[] hz) {
        double[] vector = vector(hz);
        return Math.hypot(vector[0], vector[1]) / vector[2];
    }

    /** Sums of r cos a, r sin a and r over the bins of known rate. */
    private static double[] vector(double[] hz) {
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int k = 0; k < hz.length; k++) {
            if (!Double.isNaN(hz[k])) {
                double angle = (k + 0.5) * 2 * Math.PI / hz.length;
                x += hz[k] * Math.cos(angle);
                y += hz[k] * Math.sin(angle);
                sum += hz[k];
            }
        }
        return new double[] {x, y, sum};
    }
}

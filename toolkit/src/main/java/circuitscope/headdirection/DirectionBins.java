package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of known angle, moved together: which bin each one lies in, and at which of them each neuron fires. Shifting
 * spikes on this shortened time keeps every one of them at a known angle.
 */
final class DirectionBins {
    private final TuningCurve.Options options;
    private final char[] binOfTracked;
    private final double[] dwellSeconds;
    private final int[][] spikes;

    private DirectionBins(TuningCurve.Options options, char[] binOfTracked, double[] dwellSeconds, int[][] spikes) {
        this.options = options;
        this.binOfTracked = binOfTracked;
        this.dwellSeconds = dwellSeconds;
        this.spikes = spikes;
    }

    static DirectionBins of(Recording recording, TuningCurve.Options options) {
        return of(recording, recording.segments(), options);
    }

    static DirectionBins of(Recording recording, List<Segment> parts, TuningCurve.Options options) {
        Covariate.Circular angle = recording
                .angle()
                .orElseThrow(
                        () -> InputException.of(
                                "The recording has no angle beside its spikes, which tuning curves need; load a session with one."));
        int bins = options.bins();
        char[] binOfTracked = new char[recording.steps()];
        int[] trackedOf = new int[recording.steps()];
        Arrays.fill(trackedOf, -1);
        int tracked = 0;
        for (Segment segment : parts) {
            for (int step = segment.start(); step < segment.end(); step++) {
                double radians = angle.at(step);
                if (!Double.isNaN(radians)) {
                    binOfTracked[tracked] = (char) Covariate.Circular.bin(radians, bins);
                    trackedOf[step] = tracked++;
                }
            }
        }
        if (tracked == 0) {
            throw InputException.of(
                    "%s is NaN at all of %d steps, expected an angle in rad at some; check the tracking of this session.",
                    angle.name(), recording.steps());
        }
        double[] dwellSeconds = new double[bins];
        for (int k = 0; k < tracked; k++) {
            dwellSeconds[binOfTracked[k]] += recording.dtMs() / 1000;
        }
        return new DirectionBins(
                options, Arrays.copyOf(binOfTracked, tracked), dwellSeconds, trackedSpikes(recording, trackedOf));
    }

    private static int[][] trackedSpikes(Recording recording, int[] trackedOf) {
        int[] count = new int[recording.neurons()];
        for (int k = 0; k < recording.spikes(); k++) {
            if (trackedOf[recording.stepOf(k)] >= 0) {
                count[recording.neuronOf(k)]++;
            }
        }
        int[][] spikes = new int[recording.neurons()][];
        for (int neuron = 0; neuron < spikes.length; neuron++) {
            spikes[neuron] = new int[count[neuron]];
        }
        for (int k = recording.spikes() - 1; k >= 0; k--) {
            int at = trackedOf[recording.stepOf(k)];
            if (at >= 0) {
                int neuron = recording.neuronOf(k);
                spikes[neuron][--count[neuron]] = at;
            }
        }
        return spikes;
    }

    /** Number of steps of known angle. */
    int tracked() {
        return binOfTracked.length;
    }

    boolean fires(int neuron) {
        return spikes[neuron].length > 0;
    }

    TuningCurve curve(int neuron) {
        if (spikes[neuron].length == 0) {
            throw InputException.of(
                    "Neuron %d has no spike while its angle is known, expected at least one; leave this neuron out.",
                    neuron);
        }
        return new TuningCurve(hz(neuron, 0));
    }

    /** Smoothed rates after moving every spike by {@code shift} steps of known angle, those at the end to the start. */
    double[] hz(int neuron, int shift) {
        double[] rate = new double[dwellSeconds.length];
        int length = binOfTracked.length;
        for (int at : spikes[neuron]) {
            // at + shift may exceed the range of int, at - (length - shift) can't
            int moved = at - (length - shift);
            rate[binOfTracked[moved < 0 ? moved + length : moved]]++;
        }
        for (int k = 0; k < rate.length; k++) {
            rate[k] = dwellSeconds[k] > 0 ? rate[k] / dwellSeconds[k] : Double.NaN;
        }
        return smooth(rate, options.reach());
    }

    private static double[] smooth(double[] rate, int reach) {
        double[] smooth = new double[rate.length];
        for (int k = 0; k < rate.length; k++) {
            double sum = 0;
            int visited = 0;
            for (int d = -reach; d <= reach; d++) {
                double neighbour = rate[Math.floorMod(k + d, rate.length)];
                if (!Double.isNaN(neighbour)) {
                    sum += neighbour;
                    visited++;
                }
            }
            smooth[k] = visited > 0 ? sum / visited : Double.NaN;
        }
        return smooth;
    }
}

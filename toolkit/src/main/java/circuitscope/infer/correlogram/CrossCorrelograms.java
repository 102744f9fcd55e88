package circuitscope.infer.correlogram;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How often neuron i fires how long after neuron j, counted for all pairs. Bins are centred: bin b holds lags around
 * (b - half) times the width of a bin, and positive lags mean that j fires first. No pair reaches over the border of a part.
 */
public final class CrossCorrelograms {
    private final int[][][] counts;
    private final long[] spikes;
    private final int half;
    private final double binMs;

    private CrossCorrelograms(int[][][] counts, long[] spikes, int half, double binMs) {
        this.counts = counts;
        this.spikes = spikes;
        this.half = half;
        this.binMs = binMs;
    }

    /**
     * @param recording the spikes
     * @param parts stretches of time in which they are counted
     * @param windowMs longest lag on either side in ms
     * @param binMs width of a bin in ms; it becomes the nearest odd number of steps, so that a bin has a step in its middle
     * @param workers threads
     * @return the counts
     * @throws InputException if the window is not longer than a few bins
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static CrossCorrelograms count(
            Recording recording, List<Segment> parts, double windowMs, double binMs, Workers workers) {
        return count(recording, parts, windowMs, binMs, i -> true, workers);
    }

    /** Counts only pairs with one of some neurons. */
    static CrossCorrelograms count(
            Recording recording,
            List<Segment> parts,
            double windowMs,
            double binMs,
            IntPredicate some,
            Workers workers) {
        int width = 2 * (int) Math.max(0, Math.round((binMs / recording.dtMs() - 1) / 2)) + 1;
        double exact = width * recording.dtMs();
        int half = (int) Math.floor(windowMs / exact);
        InputException.requireBetween("Bins of a correlogram on either side", half, 10, 1 << 20);
        int n = recording.neurons();
        Memory.require("Correlograms of " + n + " neurons", 16.0 * n * n * (2 * half + 1));
        List<int[]> trains = recording.spikeTrains(parts);
        int[][][] counts = workers.map(n, "counting pairs of spikes", i -> {
                    if (!some.test(i)) {
                        return new int[n][];
                    }
                    int[][] rows = new int[n][2 * half + 1];
                    for (Segment part : parts) {
                        countPart(recording, part, trains.get(i), width, half, rows);
                    }
                    rows[i][half] = 0;
                    return rows;
                })
                .toArray(int[][][]::new);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (!some.test(i) && some.test(j)) {
                    counts[i][j] = reversed(counts[j][i]);
                }
            }
        }
        return new CrossCorrelograms(counts, recording.spikeCounts(parts), half, exact);
    }

    private static int[] reversed(int... counts) {
        int[] reversed = new int[counts.length];
        Arrays.setAll(reversed, b -> counts[counts.length - 1 - b]);
        return reversed;
    }

    private static void countPart(Recording recording, Segment part, int[] train, int width, int half, int[][] rows) {
        int reach = half * width + width / 2;
        int first = recording.firstSpikeFrom(part.start());
        int end = recording.firstSpikeFrom(part.end());
        int seen = 0;
        for (int time : train) {
            if (time < part.start() || time >= part.end()) {
                continue;
            }
            if ((++seen & 1023) == 0) {
                Progress.stopIfInterrupted("counting pairs of spikes");
            }
            while (first < end && recording.stepOf(first) < time - reach) {
                first++;
            }
            for (int k = first; k < end; k++) {
                int lag = time - recording.stepOf(k);
                if (lag < -reach) {
                    break;
                }
                rows[recording.neuronOf(k)][(lag + reach) / width]++;
            }
        }
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return counts.length;
    }

    /** {@return the number of bins, which is odd} */
    public int bins() {
        return 2 * half + 1;
    }

    /** {@return the width of a bin in ms} */
    public double binMs() {
        return binMs;
    }

    /** {@return the lag in the middle of each bin in ms, shape (bins)} */
    public double[] lagsMs() {
        double[] lags = new double[bins()];
        for (int b = 0; b < lags.length; b++) {
            lags[b] = (b - half) * binMs;
        }
        return lags;
    }

    /** Whether two different neurons were counted. */
    boolean has(int to, int from) {
        return to != from && counts[to][from] != null;
    }

    /**
     * @param to the neuron i whose spikes are counted
     * @param from the neuron j that they are counted after
     * @return counts by lag, shape (bins); of a neuron with itself, 0 at lag 0
     */
    public int[] counts(int to, int from) {
        return counts[to][from];
    }

    /**
     * @param neuron a neuron
     * @return the number of its spikes in the counted parts
     */
    public long spikes(int neuron) {
        return spikes[neuron];
    }
}

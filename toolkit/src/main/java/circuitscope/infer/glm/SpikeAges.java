package circuitscope.infer.glm;

import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The time since each neuron's last spike at given steps, as the number of an interval. Times grow by a factor from one interval
 * to the next; the last has no end, and nothing is known across the border of a segment. Thread-safe.
 */
final class SpikeAges {
    private static final double LONGEST_MS = 100;
    /** Ratio of the ends of neighbouring intervals. */
    private static final double RATIO = 1.35;

    /**
     * How neurons recover, with the ages that it is told by.
     *
     * @param recovery factors; none where held-out spikes did not want any
     * @param ages time since each neuron's last spike
     */
    record History(Recovery recovery, SpikeAges ages) {
        /** Multiplies a neuron's rate at each of {@code number} steps with its factor there. */
        void scale(int neuron, int[] steps, int from, int number, double[] rate) {
            if (recovery.isThere()) {
                ages.scale(neuron, recovery.factor()[neuron], steps, from, number, rate);
            }
        }
    }

    private final List<Segment> segments;
    private final List<int[]> trains;
    /** Number of the interval of each age up to that where the last interval begins. */
    private final byte[] interval;

    private final int count;

    SpikeAges(Recording recording) {
        segments = recording.segments();
        trains = recording.spikeTrains(segments);
        int[] ends = ends(recording.dtMs());
        count = ends.length + 1;
        interval = new byte[ends[ends.length - 1] + 1];
        for (int age = 1; age < interval.length; age++) {
            int place = Arrays.binarySearch(ends, age);
            interval[age] = (byte) (place >= 0 ? place : -place - 1);
        }
    }

    /** Oldest age of each interval but the last, in steps. */
    static int[] ends(double dtMs) {
        List<Integer> ends = new ArrayList<>();
        for (double end = 1; end <= Math.max(2, LONGEST_MS / dtMs); end = Math.max(end + 1, end * RATIO)) {
            ends.add((int) end);
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    int intervals() {
        return count;
    }

    /** Fills {@code out} with the neuron's interval at each of {@code number} steps, which increase. */
    void fill(int neuron, int[] steps, int from, int number, int[] out) {
        if (number == 0) {
            return;
        }
        int[] train = trains.get(neuron);
        int before = Arrays.binarySearch(train, steps[from]);
        before = before >= 0 ? before : -before - 1;
        int segment = segmentOf(steps[from]);
        for (int t = 0; t < number; t++) {
            int step = steps[from + t];
            while (before < train.length && train[before] < step) {
                before++;
            }
            while (segments.get(segment).end() <= step) {
                segment++;
            }
            boolean isKnown =
                    before > 0 && train[before - 1] >= segments.get(segment).start();
            int age = isKnown ? step - train[before - 1] : Integer.MAX_VALUE;
            out[t] = age < interval.length ? interval[age] : count - 1;
        }
    }

    private int segmentOf(int step) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (segments.get(middle).end() <= step) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Multiplies a neuron's rate at each of these steps with the factor of its interval. */
    void scale(int neuron, double[] factors, int[] steps, int from, int number, double[] rate) {
        int[] at = new int[number];
        fill(neuron, steps, from, number, at);
        for (int t = 0; t < number; t++) {
            rate[t] *= factors[at[t]];
        }
    }

    /** Spikes of each neuron by interval, shape (N, intervals). */
    double[][] counts(List<int[]> spikes) {
        double[][] counts = new double[spikes.size()][count];
        for (int i = 0; i < counts.length; i++) {
            int[] at = new int[spikes.get(i).length];
            fill(i, spikes.get(i), 0, at.length, at);
            for (int k : at) {
                counts[i][k]++;
            }
        }
        return counts;
    }
}

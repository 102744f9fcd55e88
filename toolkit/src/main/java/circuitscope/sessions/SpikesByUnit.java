package circuitscope.sessions;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** Sorts spikes that lie one behind the other into the units that fired them, each in the order it had. */
final class SpikesByUnit {
    private SpikesByUnit() {}

    /**
     * @param clusters unit of each spike
     * @param seconds time of spike k in s
     * @return spike times in s of each unit, in the order of their numbers
     */
    static Map<Long, double[]> of(long[] clusters, IntToDoubleFunction seconds) {
        Map<Long, double[]> trains = new TreeMap<>();
        Map<Long, int[]> counts = new LinkedHashMap<>();
        for (long cluster : clusters) {
            counts.computeIfAbsent(cluster, id -> new int[1])[0]++;
        }
        counts.forEach((id, count) -> trains.put(id, new double[count[0]]));
        counts.values().forEach(count -> count[0] = 0);
        for (int k = 0; k < clusters.length; k++) {
            trains.get(clusters[k])[counts.get(clusters[k])[0]++] = seconds.applyAsDouble(k);
        }
        return trains;
    }

    /** Whole numbers of a file, such as clusters. */
    static long[] whole(String where, double... numbers) {
        long[] whole = new long[numbers.length];
        for (int k = 0; k < whole.length; k++) {
            whole[k] = (long) numbers[k];
            if (whole[k] != numbers[k]) {
                throw InputException.of("%s, element %d: found %s, expected a whole number.", where, k, numbers[k]);
            }
        }
        return whole;
    }

    static void requireSorted(String where, double... seconds) {
        for (int k = 1; k < seconds.length; k++) {
            if (seconds[k] < seconds[k - 1]) {
                throw InputException.of(
                        "%s, spike %d: the clock goes from %s back to %s s; see whether two files were joined.",
                        where, k, seconds[k - 1], seconds[k]);
            }
        }
    }

    static double[] times(long[] samples, double rateHz) {
        return Arrays.stream(samples).mapToDouble(sample -> sample / rateHz).toArray();
    }
}

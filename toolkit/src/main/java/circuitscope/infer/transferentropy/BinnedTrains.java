package circuitscope.infer.transferentropy;

import circuitscope.InputException;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which bins each neuron fires in, and how often its next bin, its past and that of another neuron go together. */
final class BinnedTrains {
    private final List<Segment> runs;
    private final int bins;
    private final int[][] trains;

    private BinnedTrains(List<Segment> runs, int bins, int[][] trains) {
        this.runs = runs;
        this.bins = bins;
        this.trains = trains;
    }

    static BinnedTrains of(SpikeCounts counts) {
        int[][] trains = new int[counts.neurons()][16];
        int[] filled = new int[counts.neurons()];
        for (int bin = 0; bin < counts.bins(); bin++) {
            for (int k = counts.firstEntry(bin); k < counts.firstEntry(bin + 1); k++) {
                int neuron = counts.neuronOf(k);
                if (filled[neuron] == trains[neuron].length) {
                    trains[neuron] = Arrays.copyOf(trains[neuron], 2 * filled[neuron]);
                }
                trains[neuron][filled[neuron]++] = bin;
            }
        }
        Arrays.setAll(trains, neuron -> Arrays.copyOf(trains[neuron], filled[neuron]));
        return new BinnedTrains(counts.runs(), counts.bins(), trains);
    }

    int neurons() {
        return trains.length;
    }

    /** Runs without the bins whose past, at any delay, would reach out of them. */
    List<Segment> predicted(int past) {
        List<Segment> predicted = new ArrayList<>();
        for (Segment run : runs) {
            if (run.length() > past) {
                predicted.add(new Segment(run.start() + past, run.end()));
            }
        }
        if (predicted.isEmpty()) {
            throw InputException.of(
                    "Delay and past are %d bins long, and no stretch of training is longer; take shorter ones, or a longer"
                            + " recording.",
                    past);
        }
        return predicted;
    }

    /** State of a neuron in each bin: bit 0 whether it fires, bit b whether it did b bins before; one entry per bin. */
    byte[] states(int neuron, int history) {
        byte[] states = new byte[bins];
        for (int spike : trains[neuron]) {
            for (int b = 0; b <= history && spike + b < bins; b++) {
                states[spike + b] |= (byte) (1 << b);
            }
        }
        return states;
    }

    /** Bins in which a neuron fires or did within {@code history} bins, in order; their last bin is {@code history - 1} later. */
    Past past(int neuron, int history) {
        int[] at = new int[Math.multiplyExact(trains[neuron].length, history)];
        byte[] state = new byte[at.length];
        int count = 0;
        int next = 0;
        int[] train = trains[neuron];
        for (int k = 0; k < train.length; k++) {
            next = Math.max(next, train[k]);
            int until = Math.min(bins, train[k] + history);
            for (; next < until; next++) {
                int bits = 0;
                // spikes after this one may already lie in the same past
                for (int m = k; m < train.length && train[m] <= next; m++) {
                    bits |= 1 << next - train[m];
                }
                for (int m = k - 1; m >= 0 && next - train[m] < history; m--) {
                    bits |= 1 << next - train[m];
                }
                at[count] = next;
                state[count++] = (byte) bits;
            }
        }
        return new Past(Arrays.copyOf(at, count), Arrays.copyOf(state, count));
    }

    /**
     * The bins in which the recent past of a neuron is not empty.
     *
     * @param at the bins, in order
     * @param state bit b: whether it fired b bins before
     */
    record Past(int[] at, byte[] state) {}
}

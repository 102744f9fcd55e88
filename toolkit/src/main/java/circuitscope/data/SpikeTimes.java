package circuitscope.data;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/**
 * Spike times in ms on their way to whole time steps. They may come in any order. A spike belongs to the step that it begins
 * or lies in.
 */
final class SpikeTimes {
    /** Steps to choose from, in the order of preference. */
    private static final double[] STEPS_MS = {1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01};

    /** The step of times that lie on no grid. */
    private static final double OFF_GRID_MS = 0.1;

    /** How far off the grid a time may be that was computed in floating-point numbers, in steps. */
    private static final double TOLERANCE = 1e-3;

    private final int neurons;
    private double[] ms = new double[1024];
    private char[] neuron = new char[1024];
    private int count;

    SpikeTimes(int neurons) {
        this.neurons = InputException.requireBetween("Number of neurons", neurons, 1, Recording.MAX_NEURONS);
    }

    void add(double timeMs, int index) {
        if (!(timeMs >= 0 && timeMs < Double.POSITIVE_INFINITY)) {
            throw InputException.of(
                    "a spike of neuron %d is at %s ms, expected a finite time of 0 or more.", index, timeMs);
        }
        if (count == ms.length) {
            int more = (int) Math.min(Integer.MAX_VALUE - 8, 2L * count);
            ms = Arrays.copyOf(ms, more);
            neuron = Arrays.copyOf(neuron, more);
        }
        ms[count] = timeMs;
        neuron[count++] = (char) index;
    }

    /**
     * In the longest step of 1, 0.5, 0.2, 0.1, 0.05, 0.02 and 0.01 ms on whose grid all times lie; in steps of 0.1 ms,
     * rounded down, if they lie on none. It ends with the last spike.
     */
    Recording recording() {
        double dtMs = Arrays.stream(STEPS_MS).filter(this::isGrid).findFirst().orElse(OFF_GRID_MS);
        double last = Arrays.stream(ms, 0, count).max().orElse(0);
        return recording(dtMs, Math.floor(last / dtMs + TOLERANCE) + 1);
    }

    /** In steps of a given length and number; one more if a spike lies on the step after the last. */
    Recording recording(double dtMs, double steps) {
        if (!(steps >= 1 && steps < Integer.MAX_VALUE) || steps != Math.rint(steps)) {
            throw InputException.of(
                    "the recording is %s steps of %s ms long, expected a whole number of 1 to %d.",
                    steps, dtMs, Integer.MAX_VALUE - 1);
        }
        // a step and a neuron in one number, so that spikes of one step come in the order of neurons
        long[] events = new long[count];
        int length = (int) steps;
        for (int k = 0; k < count; k++) {
            double step = Math.floor(ms[k] / dtMs + TOLERANCE);
            if (step > steps) {
                throw InputException.of(
                        "a spike of neuron %d is at %s ms, expected at most %s ms, where the recording ends.",
                        (int) neuron[k], ms[k], steps * dtMs);
            }
            length = Math.max(length, (int) step + 1);
            events[k] = (long) step << Character.SIZE | neuron[k];
        }
        Arrays.sort(events);
        Recording.Builder builder = Recording.builder(neurons, length, dtMs);
        for (long event : events) {
            builder.add((int) (event >> Character.SIZE), (char) event);
        }
        return builder.build();
    }

    private boolean isGrid(double dtMs) {
        for (int k = 0; k < count; k++) {
            double steps = ms[k] / dtMs;
            if (Math.abs(steps - Math.rint(steps)) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}

package circuitscope.infer.sampling;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/**
 * Recent activity at some times, and what follows: what networks that predict learn from.
 *
 * @param history steps H of a window
 * @param past activity of the last H steps, the latest last, shape (times, H * N): all neurons at a time
 * @param target what follows, shape (times, N)
 */
public record Windows(int history, float[][] past, float[][] target) {
    /**
     * @param history steps H of a window
     * @param past activity of the last H steps, the latest last, shape (times, H * N)
     * @param target what follows, shape (times, N)
     * @throws InputException if there is none, or shapes do not match
     */
    public Windows {
        InputException.requireBetween("Steps of a window", history, 1, 10_000);
        if (past.length == 0 || past.length != target.length || past[0].length != history * target[0].length) {
            throw InputException.of(
                    "There are %d windows and %d targets, expected as many, at least one, and windows of %d steps of all"
                            + " neurons.",
                    past.length, target.length, history);
        }
    }

    /**
     * @param series activity, shape (times, N)
     * @param history steps H of a window
     * @return every stretch of H steps with the step that follows
     * @throws InputException if the series is not longer than a window
     */
    public static Windows of(double[][] series, int history) {
        int count = Math.max(0, series.length - history);
        float[][] past = new float[count][];
        float[][] target = new float[count][];
        for (int k = 0; k < count; k++) {
            int n = series[k].length;
            past[k] = new float[history * n];
            target[k] = new float[n];
            for (int j = 0; j < n; j++) {
                for (int h = 0; h < history; h++) {
                    past[k][h * n + j] = (float) series[k + h][j];
                }
                target[k][j] = (float) series[k + history][j];
            }
        }
        return new Windows(history, past, target);
    }

    /**
     * Exponentially filtered spikes before each step, and the spikes in it. A window does not reach out of its segment.
     *
     * @param acting the spikes that act
     * @param explained the spikes that are to be explained
     * @param steps steps to predict, increasing
     * @param history steps H of a window
     * @param tauMs time constant of the filter in ms
     * @return windows at these steps
     */
    public static Windows filtered(Recording acting, Recording explained, int[] steps, int history, double tauMs) {
        int n = acting.neurons();
        float[][] past = new float[steps.length][history * n];
        float[][] target = new float[steps.length][n];
        float[][] recent = new float[history][n];
        SynapticTraces traces = new SynapticTraces(acting, tauMs, Math.max(0, steps[0] - history + 1));
        int filled = -1;
        int segment = 0;
        int spike = explained.firstSpikeFrom(steps[0]);
        for (int k = 0; k < steps.length; k++) {
            int step = steps[k];
            while (acting.segments().get(segment).end() <= step) {
                segment++;
            }
            Segment here = acting.segments().get(segment);
            int first = Math.max(here.start(), step - history + 1);
            for (int s = Math.max(filled + 1, first); s <= step; s++) {
                traces.fill(s, recent[s % history]);
                filled = s;
            }
            for (int s = first; s <= step; s++) {
                System.arraycopy(recent[s % history], 0, past[k], (s - step + history - 1) * n, n);
            }
            while (spike < explained.spikes() && explained.stepOf(spike) < step) {
                spike++;
            }
            for (; spike < explained.spikes() && explained.stepOf(spike) == step; spike++) {
                target[k][explained.neuronOf(spike)]++;
            }
        }
        return new Windows(history, past, target);
    }

    /**
     * Counts in bins right before each step, and in the bin that begins with it. A window does not reach out of its segment.
     *
     * @param acting the spikes that act
     * @param explained the spikes that are to be explained
     * @param steps first steps of the bins to predict, increasing
     * @param history bins H of a window
     * @param width steps of a bin
     * @return windows at these steps
     */
    public static Windows counted(Recording acting, Recording explained, int[] steps, int history, int width) {
        int n = acting.neurons();
        float[][] past = new float[steps.length][history * n];
        float[][] target = new float[steps.length][n];
        SpikeHistory spikes = new SpikeHistory(acting, history * width);
        for (int k = 0; k < steps.length; k++) {
            spikes.moveTo(steps[k]);
            for (int s = spikes.firstSpike(); s < spikes.endSpike(); s++) {
                int back = (steps[k] - 1 - acting.stepOf(s)) / width;
                past[k][(history - 1 - back) * n + acting.neuronOf(s)]++;
            }
            int end = explained.firstSpikeFrom(steps[k] + width);
            for (int s = explained.firstSpikeFrom(steps[k]); s < end; s++) {
                target[k][explained.neuronOf(s)]++;
            }
        }
        return new Windows(history, past, target);
    }

    /** {@return the number of neurons N} */
    public int neurons() {
        return target[0].length;
    }

    /** {@return the number of times} */
    public int size() {
        return past.length;
    }

    /**
     * @param times numbers of some times, at least one
     * @return the windows of these times
     */
    public Windows at(int... times) {
        return new Windows(
                history,
                Arrays.stream(times).mapToObj(k -> past[k]).toArray(float[][]::new),
                Arrays.stream(times).mapToObj(k -> target[k]).toArray(float[][]::new));
    }
}

package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.stream.IntStream;

/** What the spikes of neurons on a ring do, neurons being in their order around it. */
public final class RingActivity {
    /** Spikes that are looked at: enough for any figure. */
    private static final int SPIKES = 400_000;

    private RingActivity() {}

    /**
     * Where bumps of activity stand: the phase of a Fourier mode of the spikes, unwrapped.
     *
     * @param recording the spikes
     * @param bumps number of bumps around the ring, the Fourier mode
     * @param windowMs spikes are counted in windows of so many ms
     * @return position in each window in turns of one distance between bumps, shape (windows)
     * @throws InputException if a number is out of range
     */
    public static double[] bumpPosition(Recording recording, int bumps, double windowMs) {
        InputException.requireBetween("Number of bumps", bumps, 1, recording.neurons());
        int window = windowSteps(recording, windowMs);
        double[] turns = new double[recording.steps() / window];
        double before = 0;
        int spike = 0;
        for (int k = 0; k < turns.length; k++) {
            double cosine = 0;
            double sine = 0;
            for (; spike < recording.spikes() && recording.stepOf(spike) < (k + 1) * window; spike++) {
                double phase = 2 * Math.PI * bumps * recording.neuronOf(spike) / recording.neurons();
                cosine += Math.cos(phase);
                sine += Math.sin(phase);
            }
            double phase = Math.atan2(sine, cosine) / (2 * Math.PI);
            turns[k] = phase + Math.round(before - phase);
            before = turns[k];
        }
        return turns;
    }

    /**
     * Rate of a neuron after a spike of another one, by their distance.
     *
     * @param recording the spikes
     * @param windowMs how long after the spike, in ms
     * @return rate in Hz at distances 1, 2, ..., N / 2, shape (N / 2)
     * @throws InputException if the window is shorter than a step
     */
    public static double[] rateAfterSpike(Recording recording, double windowMs) {
        int window = windowSteps(recording, windowMs);
        int n = recording.neurons();
        long[] pairs = new long[n / 2 + 1];
        SpikeHistory history = new SpikeHistory(recording, window);
        int some = Math.min(recording.spikes(), SPIKES);
        for (int k = 0; k < some; k++) {
            history.moveTo(recording.stepOf(k));
            for (int before = history.firstSpike(); before < history.endSpike(); before++) {
                int apart = Math.abs(recording.neuronOf(k) - recording.neuronOf(before));
                pairs[Math.min(apart, n - apart)]++;
            }
        }
        double seconds = window * recording.dtMs() / 1000;
        return IntStream.rangeClosed(1, n / 2)
                .mapToDouble(d -> pairs[d] / (seconds * some * (2 * d == n ? 1 : 2)))
                .toArray();
    }

    static int windowSteps(Recording recording, double windowMs) {
        int window = (int) Math.round(windowMs / recording.dtMs());
        if (window < 1) {
            throw InputException.of(
                    "Window is %s ms, expected at least one step of %s ms.", windowMs, recording.dtMs());
        }
        return window;
    }
}

package circuitscope.infer.glm;

import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;

/**
 * Exponentially filtered spikes s_j(t) = sum over spikes of neuron j at t - lag, lag >= 1, of exp(-(lag - 1) dt / tau), at
 * some steps. A segment begins without memory.
 */
final class SynapticTraces {
    private final Recording recording;
    private final double decay;
    private final double[] scaled;
    private double scale = 1;
    private int segment;
    private int step;
    private int next;

    SynapticTraces(Recording recording, double tauMs, int firstStep) {
        this.recording = recording;
        decay = Math.exp(-recording.dtMs() / tauMs);
        scaled = new double[recording.neurons()];
        while (recording.segments().get(segment).end() <= firstStep) {
            segment++;
        }
        int memory = (int) Math.min(Integer.MAX_VALUE, Math.ceil(40 * tauMs / recording.dtMs()));
        step = Math.max(recording.segments().get(segment).start(), firstStep - memory);
        next = recording.firstSpikeFrom(step);
    }

    /** Moves to a step, not before the one given last, and says the factor that turns stored values into traces. */
    double moveTo(int target) {
        Segment current = recording.segments().get(segment);
        while (current.end() <= target) {
            current = recording.segments().get(++segment);
            Arrays.fill(scaled, 0);
            scale = 1;
            step = current.start();
            next = recording.firstSpikeFrom(step);
        }
        while (step < target) {
            int spikeStep = next < recording.spikes() ? Math.min(target, recording.stepOf(next)) : target;
            if (spikeStep > step) {
                shrink(spikeStep - step);
                step = spikeStep;
            }
            if (step < target) {
                shrink(1);
                for (; next < recording.spikes() && recording.stepOf(next) == step; next++) {
                    scaled[recording.neuronOf(next)] += 1 / scale;
                }
                step++;
            }
        }
        return scale;
    }

    private void shrink(int steps) {
        scale *= steps == 1 ? decay : Math.pow(decay, steps);
        if (scale < 1e-100) {
            for (int j = 0; j < scaled.length; j++) {
                scaled[j] *= scale;
            }
            scale = 1;
        }
    }

    /** The stored value of a neuron; times the factor of {@link #moveTo} it is the trace. */
    double stored(int neuron) {
        return scaled[neuron];
    }

    /** Traces of all neurons at some steps, increasing; shape (neurons, steps), in single precision. */
    static float[][] at(Recording recording, double tauMs, int[] steps) {
        int n = recording.neurons();
        float[][] traces = new float[n][steps.length];
        if (steps.length == 0) {
            return traces;
        }
        SynapticTraces walk = new SynapticTraces(recording, tauMs, steps[0]);
        for (int k = 0; k < steps.length; k++) {
            double factor = walk.moveTo(steps[k]);
            for (int j = 0; j < n; j++) {
                traces[j][k] = (float) (walk.scaled[j] * factor);
            }
        }
        return traces;
    }
}

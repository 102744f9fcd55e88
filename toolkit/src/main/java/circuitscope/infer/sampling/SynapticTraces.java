package circuitscope.infer.sampling;

import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;

/**
 * Exponentially filtered spikes s_j(t) = sum over spikes of neuron j at t - lag, lag >= 1, of exp(-(lag - 1) dt / tau), at
 * some steps, and after those of all neurons the terms of an angle, if there is one. A segment begins without memory.
 */
public final class SynapticTraces {
    /** Traces below are 0: of a neuron that is long silent they would become denormal, which makes arithmetic many times slower. */
    private static final double NONE = 1e-15;

    private final Recording recording;
    private final double decay;
    /** Powers of the decay: spikes of a population follow each other closely. */
    private final double[] powers = new double[64];

    private final double[] scaled;
    private final AngleHarmonics tuning;
    private double scale = 1;
    private int segment;
    private int step;
    private int next;

    /**
     * @param recording the recording
     * @param tauMs time constant in ms
     * @param firstStep first step at which traces will be asked for, in a segment or before one
     */
    public SynapticTraces(Recording recording, double tauMs, int firstStep) {
        this(recording, tauMs, AngleHarmonics.none(), firstStep);
    }

    /**
     * @param recording the recording
     * @param tauMs time constant in ms
     * @param tuning terms of the angle
     * @param firstStep first step at which traces will be asked for, in a segment or before one
     */
    public SynapticTraces(Recording recording, double tauMs, AngleHarmonics tuning, int firstStep) {
        this.recording = recording;
        this.tuning = tuning;
        decay = Math.exp(-recording.dtMs() / tauMs);
        Arrays.setAll(powers, k -> Math.pow(decay, k));
        scaled = new double[recording.neurons()];
        while (recording.segments().get(segment).end() <= firstStep) {
            segment++;
        }
        int memory = (int) Math.min(Integer.MAX_VALUE, Math.ceil(40 * tauMs / recording.dtMs()));
        step = Math.max(recording.segments().get(segment).start(), firstStep - memory);
        next = recording.firstSpikeFrom(step);
    }

    /** Moves to a step, not before the one given last, and says the factor that turns stored values into traces. */
    private double moveTo(int target) {
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
        scale *= steps < powers.length ? powers[steps] : Math.pow(decay, steps);
        if (scale < 1e-100) {
            for (int j = 0; j < scaled.length; j++) {
                scaled[j] *= scale;
            }
            scale = 1;
        }
    }

    /**
     * @param target a step, not before the one given last
     * @param traces receives the traces of all neurons and the terms of the angle, shape (N + terms)
     */
    public void fill(int target, float[] traces) {
        double factor = moveTo(target);
        for (int j = 0; j < scaled.length; j++) {
            double trace = scaled[j] * factor;
            traces[j] = trace < NONE ? 0 : (float) trace;
        }
        for (int k = 0; k < tuning.size(); k++) {
            traces[scaled.length + k] = (float) tuning.at(target, k);
        }
    }
}

package circuitscope.infer.messagepassing;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Values from which training starts. */
public final class Initialization {
    /** Spread of the logarithm of the kernels' time constants about the teacher's. */
    private static final double SPREAD = 0.5;

    private Initialization() {}

    /**
     * @param recording the spikes
     * @param shape shape of the network
     * @param tuning terms of the angle that is an input of every neuron
     * @param logMeanRate log of the mean expected count per neuron and step
     * @param random where values are drawn from
     * @return random values, uniform within the usual bounds, and the decoder at the mean rate
     */
    public static Parameters random(
            Recording recording,
            Architecture shape,
            AngleHarmonics tuning,
            double logMeanRate,
            UniformRandomProvider random) {
        int d = shape.kernels();
        int size = shape.messageSize();
        int bins = shape.bins(recording.dtMs());
        int hidden = Architecture.HIDDEN;
        int state = d + (tuning.size() > 0 ? AngleEncoder.SIZE : 0);
        Parameters p = new Parameters();
        p.put(Layers.KERNEL, PairwiseMlp.uniform(bins * d, bins, random));
        p.put(Layers.KERNEL_BIAS, PairwiseMlp.uniform(d, bins, random));
        p.put(Layers.NORM_SCALE, new float[d]).put(Layers.NORM_SHIFT, new float[d]);
        Arrays.fill(p.get(Layers.NORM_SCALE), 1);
        Normalization.storeNone(d, p);
        p.put(Layers.PHI_TARGET, PairwiseMlp.uniform(size * d, 2 * d, random));
        p.put(Layers.PHI_SENDER, PairwiseMlp.uniform(size * d, 2 * d, random));
        p.put(Layers.PHI_BIAS, PairwiseMlp.uniform(size, 2 * d, random));
        p.put(Layers.PHI_OUT, PairwiseMlp.uniform(size * (size + 1), size, random));
        p.put(Layers.GRU_INPUT, PairwiseMlp.uniform(3 * state * size, state, random));
        p.put(Layers.GRU_STATE, PairwiseMlp.uniform(3 * state * state, state, random));
        p.put(Layers.GRU_INPUT_BIAS, PairwiseMlp.uniform(3 * state, state, random));
        p.put(Layers.GRU_STATE_BIAS, PairwiseMlp.uniform(3 * state, state, random));
        p.put(Layers.DECODER, PairwiseMlp.uniform(hidden * state, state, random));
        p.put(Layers.DECODER_BIAS, PairwiseMlp.uniform(hidden, state, random));
        p.put(Layers.DECODER_OUT, PairwiseMlp.uniform(hidden, hidden, random));
        p.put(Layers.DECODER_OUT_BIAS, new float[] {(float) logMeanRate});
        if (tuning.size() > 0) {
            p.put(Layers.ANGLE, PairwiseMlp.uniform(AngleEncoder.SIZE * tuning.size(), tuning.size(), random));
            p.put(Layers.ANGLE_BIAS, PairwiseMlp.uniform(AngleEncoder.SIZE, tuning.size(), random));
        }
        return p;
    }

    /**
     * Kernels that decay about as the teacher's synapse, with thresholds spread over the range of its trace, so that their
     * rectified values can add up to any smooth function of it.
     *
     * @param p receives the kernels
     * @param recording the spikes
     * @param shape shape of the network
     * @param tauMs synaptic time constant in ms
     * @param random where values are drawn from
     */
    public static void kernels(
            Parameters p, Recording recording, Architecture shape, double tauMs, UniformRandomProvider random) {
        int d = shape.kernels();
        int bins = shape.bins(recording.dtMs());
        double binMs = shape.binSteps(recording.dtMs()) * recording.dtMs();
        double rate = recording.spikes() / recording.recordedSeconds() / recording.neurons() / 1000;
        float[] kernel = p.get(Layers.KERNEL);
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        for (int c = 0; c < d; c++) {
            double tau = tauMs * Math.exp(SPREAD * normal.sample());
            for (int b = 0; b < bins; b++) {
                kernel[b * d + c] = (float) Math.exp(-(b + 0.5) * binMs / tau);
            }
            // active neurons fire a few times faster than the mean
            p.get(Layers.KERNEL_BIAS)[c] = (float) (-4 * rate * tau * c / d);
        }
    }
}

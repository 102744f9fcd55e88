package circuitscope.infer.gnn;

import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Values from which training starts. */
final class Initialization {
    /** Spread of the logarithm of the kernels' time constants about the teacher's. */
    private static final double SPREAD = 0.5;

    private Initialization() {}

    /** Random values, uniform within the usual bounds, and the decoder at the mean rate. */
    static Parameters random(
            Recording recording, Architecture shape, double logMeanRate, UniformRandomProvider random) {
        int d = shape.kernels();
        int size = shape.messageSize();
        int bins = shape.bins(recording.dtMs());
        int hidden = Architecture.HIDDEN;
        Parameters p = new Parameters();
        p.put(Parameters.KERNEL, PairwiseMlp.uniform(bins * d, bins, random));
        p.put(Parameters.KERNEL_BIAS, PairwiseMlp.uniform(d, bins, random));
        p.put(Parameters.NORM_SCALE, new float[d]).put(Parameters.NORM_SHIFT, new float[d]);
        Arrays.fill(p.get(Parameters.NORM_SCALE), 1);
        Normalization.storeNone(d, p);
        p.put(Parameters.PHI_TARGET, PairwiseMlp.uniform(size * d, 2 * d, random));
        p.put(Parameters.PHI_SENDER, PairwiseMlp.uniform(size * d, 2 * d, random));
        p.put(Parameters.PHI_BIAS, PairwiseMlp.uniform(size, 2 * d, random));
        p.put(Parameters.PHI_OUT, PairwiseMlp.uniform(size * (size + 1), size, random));
        p.put(Parameters.GRU_INPUT, PairwiseMlp.uniform(3 * d * size, d, random));
        p.put(Parameters.GRU_STATE, PairwiseMlp.uniform(3 * d * d, d, random));
        p.put(Parameters.GRU_INPUT_BIAS, PairwiseMlp.uniform(3 * d, d, random));
        p.put(Parameters.GRU_STATE_BIAS, PairwiseMlp.uniform(3 * d, d, random));
        p.put(Parameters.DECODER, PairwiseMlp.uniform(hidden * d, d, random));
        p.put(Parameters.DECODER_BIAS, PairwiseMlp.uniform(hidden, d, random));
        p.put(Parameters.DECODER_OUT, PairwiseMlp.uniform(hidden, hidden, random));
        p.put(Parameters.DECODER_OUT_BIAS, new float[] {(float) logMeanRate});
        return p;
    }

    /**
     * Kernels that decay about as the teacher's synapse, with thresholds spread over the range of its trace, so that their
     * rectified values can add up to any smooth function of it.
     */
    static void kernels(
            Parameters p, Recording recording, Architecture shape, double tauMs, UniformRandomProvider random) {
        int d = shape.kernels();
        int bins = shape.bins(recording.dtMs());
        double binMs = shape.binSteps(recording.dtMs()) * recording.dtMs();
        double rate = recording.spikes() / recording.recordedSeconds() / recording.neurons() / 1000;
        float[] kernel = p.get(Parameters.KERNEL);
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        for (int c = 0; c < d; c++) {
            double tau = tauMs * Math.exp(SPREAD * normal.sample());
            for (int b = 0; b < bins; b++) {
                kernel[b * d + c] = (float) Math.exp(-(b + 0.5) * binMs / tau);
            }
            // active neurons fire a few times faster than the mean
            p.get(Parameters.KERNEL_BIAS)[c] = (float) (-4 * rate * tau * c / d);
        }
    }
}

package circuitscope.infer.messagepassing;

import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;

/**
 * Batch normalisation y = scale (x - mean) / deviation + shift. Its statistics are those of the reference windows; they count
 * as constants in gradients.
 *
 * @param mean mean of each feature
 * @param deviation standard deviation of each feature
 * @param gain factor of x
 * @param offset what is added to it
 */
record Normalization(float[] mean, float[] deviation, float[] gain, float[] offset) {
    private static final double EPSILON = 1e-5;

    static Normalization of(Parameters p) {
        float[] mean = p.get(Layers.NORM_MEAN);
        float[] deviation = p.get(Layers.NORM_DEVIATION);
        float[] gain = new float[mean.length];
        float[] offset = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            gain[c] = p.get(Layers.NORM_SCALE)[c] / deviation[c];
            offset[c] = p.get(Layers.NORM_SHIFT)[c] - mean[c] * gain[c];
        }
        return new Normalization(mean, deviation, gain, offset);
    }

    /** Keeps statistics beside the trained parameters. */
    static void store(double[] mean, double[] variance, Parameters p) {
        for (int c = 0; c < mean.length; c++) {
            p.get(Layers.NORM_MEAN)[c] = (float) mean[c];
            p.get(Layers.NORM_DEVIATION)[c] = (float) Math.sqrt(variance[c] + EPSILON);
        }
    }

    static void storeNone(int d, Parameters p) {
        p.put(Layers.NORM_MEAN, new float[d]);
        p.put(Layers.NORM_DEVIATION, new float[d]);
        Arrays.fill(p.get(Layers.NORM_DEVIATION), 1);
    }
}

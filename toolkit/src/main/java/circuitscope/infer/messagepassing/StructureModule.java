package circuitscope.infer.messagepassing;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * z_i = f_out(vec(f_Conv1D(x_i))) (Eq. 1): the convolution of f_enc at some reference windows of the training part, ReLU, batch
 * normalisation, the feature maps flattened over the windows, and a linear layer. The whole train would do the same with
 * 240,000 windows.
 */
public final class StructureModule {
    private static final double RIDGE = 1e-5;

    private final SparseEncoder encoder;
    private final int[] step;
    private final int n;
    private final int d;
    private final int features;

    /**
     * @param recording the spikes
     * @param shape shape of the network
     * @param training where the reference windows lie
     */
    public StructureModule(Recording recording, Architecture shape, List<Segment> training) {
        encoder = new SparseEncoder(recording, shape);
        n = recording.neurons();
        d = shape.kernels();
        step = referenceSteps(training, shape, recording.dtMs());
        features = step.length * d;
    }

    /** Spread evenly, or one after the other from the first full window on. */
    private static int[] referenceSteps(List<Segment> training, Architecture shape, double dtMs) {
        int[] all = training.stream()
                .flatMapToInt(part -> IntStream.range(part.start(), part.end()))
                .toArray();
        int count = Math.min(shape.references(), all.length);
        int first = Math.min(all.length - 1, shape.bins(dtMs) * shape.binSteps(dtMs));
        double stride = shape.referenceStrideMs() == 0
                ? (double) (all.length - first) / count
                : shape.referenceStrideMs() / dtMs;
        return IntStream.range(0, count)
                .map(q -> (int) (first + q * stride))
                .filter(k -> k < all.length)
                .map(k -> all[k])
                .toArray();
    }

    /** {@return the number of features of a neuron} */
    public int features() {
        return features;
    }

    /** {@return the steps behind which the reference windows lie} */
    public int[] referenceSteps() {
        return step.clone();
    }

    /**
     * Encodes the reference windows with the present kernels.
     *
     * @param p parameters
     */
    public void encode(Parameters p) {
        encoder.encode(step, 0, step.length, p);
    }

    /**
     * Takes fresh statistics of batch normalisation for the present kernels; its scale and shift must be 1 and 0.
     *
     * @param p parameters, which receive the statistics
     */
    public void normalize(Parameters p) {
        Normalization.storeNone(d, p);
        encode(p);
        storeStatistics(p);
    }

    private void storeStatistics(Parameters p) {
        double[] mean = new double[d];
        double[] variance = new double[d];
        int active = encoder.columns() - 1;
        double all = (double) n * step.length;
        for (int c = 0; c < d; c++) {
            float[] r = encoder.states()[c];
            double sum = r[0] * (all - active);
            double squares = r[0] * r[0] * (all - active);
            for (int x = 1; x <= active; x++) {
                sum += r[x];
                squares += (double) r[x] * r[x];
            }
            mean[c] = sum / all;
            variance[c] = Math.max(0, squares / all - mean[c] * mean[c]);
        }
        Normalization.store(mean, variance, p);
    }

    /**
     * @param p parameters
     * @return z of the encoded windows, flat, shape (N, dimensions)
     */
    public float[] embed(Parameters p) {
        float[] out = p.get(Layers.OUT);
        int dimensions = out.length / features;
        float[] z = new float[n * dimensions];
        float[][] h = encoder.states();
        for (int r = 0; r < dimensions; r++) {
            double[] sum = new double[n];
            for (int c = 0; c < d; c++) {
                double silent = 0;
                for (int q = 0; q < step.length; q++) {
                    float weight = out[r * features + c * step.length + q];
                    silent += weight;
                    for (int x = encoder.firstColumn(q); x < encoder.firstColumn(q + 1); x++) {
                        sum[encoder.neuronOf(x)] += (double) weight * (h[c][x] - h[c][0]);
                    }
                }
                for (int i = 0; i < n; i++) {
                    sum[i] += silent * h[c][0];
                }
            }
            for (int i = 0; i < n; i++) {
                z[i * dimensions + r] = (float) sum[i];
            }
        }
        return z;
    }

    /**
     * @param p parameters
     * @param zGradient gradient of z, flat, shape (N, dimensions)
     * @param gradient gradients of kernels and normalisation are added here
     */
    public void backward(Parameters p, float[] zGradient, Parameters gradient) {
        int dimensions = zGradient.length / n;
        float[] out = p.get(Layers.OUT);
        float[][] back = encoder.stateGradients();
        for (int c = 0; c < d; c++) {
            double toSilent = 0;
            for (int q = 0; q < step.length; q++) {
                for (int r = 0; r < dimensions; r++) {
                    float weight = out[r * features + c * step.length + q];
                    double all = 0;
                    for (int i = 0; i < n; i++) {
                        all += zGradient[i * dimensions + r];
                    }
                    for (int x = encoder.firstColumn(q); x < encoder.firstColumn(q + 1); x++) {
                        float z = zGradient[encoder.neuronOf(x) * dimensions + r];
                        back[c][x] += weight * z;
                        all -= z;
                    }
                    toSilent += weight * all;
                }
            }
            back[c][0] += (float) toSilent;
        }
        encoder.backward(p, gradient);
    }

    /**
     * @param factor a factor for each neuron and dimension, flat, shape (N, dimensions)
     * @return the sum over neurons of the factors times their features: the gradient of f_out for one of z
     */
    public float[] outGradient(float[] factor) {
        int dimensions = factor.length / n;
        float[] out = new float[dimensions * features];
        float[][] h = encoder.states();
        for (int r = 0; r < dimensions; r++) {
            double all = 0;
            for (int i = 0; i < n; i++) {
                all += factor[i * dimensions + r];
            }
            for (int c = 0; c < d; c++) {
                for (int q = 0; q < step.length; q++) {
                    double sum = all * h[c][0];
                    for (int x = encoder.firstColumn(q); x < encoder.firstColumn(q + 1); x++) {
                        sum += (double) factor[encoder.neuronOf(x) * dimensions + r] * (h[c][x] - h[c][0]);
                    }
                    out[r * features + c * step.length + q] = (float) sum;
                }
            }
        }
        return out;
    }

    /** Inverse of the ridged Gram matrix of the neurons' features, shape (N, N). */
    private double[][] inverseGram() {
        float[][] h = encoder.states();
        double[][] gram = new double[n][n];
        double[] dense = new double[n];
        for (int q = 0; q < step.length; q++) {
            for (int c = 0; c < d; c++) {
                Arrays.fill(dense, h[c][0]);
                for (int x = encoder.firstColumn(q); x < encoder.firstColumn(q + 1); x++) {
                    dense[encoder.neuronOf(x)] = h[c][x];
                }
                for (int i = 0; i < n; i++) {
                    double[] row = gram[i];
                    double value = dense[i];
                    for (int j = 0; j < n; j++) {
                        row[j] += value * dense[j];
                    }
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += gram[i][i];
        }
        for (int i = 0; i < n; i++) {
            gram[i][i] += RIDGE * trace / n + 1e-12;
        }
        return PositiveDefinite.of(gram).inverse();
    }

    /**
     * @param z embedding, flat, shape (N, dimensions)
     * @return f_out by ridge regression of it on the features of the encoded windows
     */
    public float[] regression(float[] z) {
        int dimensions = z.length / n;
        double[][] inverse = inverseGram();
        float[] factor = new float[n * dimensions];
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < dimensions; r++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += inverse[i][j] * z[j * dimensions + r];
                }
                factor[i * dimensions + r] = (float) sum;
            }
        }
        return outGradient(factor);
    }
}

package circuitscope.lowrank.flow;

import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.FusedRows;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A multilayer perceptron u(x, t, condition) with SiLU units, forward and backward, and its divergence by x. Plain Java on rows
 * of columns: results are the same whatever the number of threads, several flows are trained and sampled side by side, and no
 * engine is loaded. Tests hold its gradients to those of the engine's operators.
 *
 * <ul>
 *   <li>input: (dimensions + 1 + conditions, columns), x, then t, then the condition
 *   <li>output: (dimensions, columns)
 * </ul>
 *
 * Not thread-safe: it has memory of its own for one block of columns.
 */
final class VelocityNetwork {
    /** Columns of a block: with more of them, rows of 64 units leave the cache. */
    static final int COLUMNS = 256;

    /** Numbers of a cache line. */
    private static final int LINE = 16;

    private static final float SATURATED = 7.9053111f;

    private final int dimensions;
    private final int inputs;
    private final int width;
    private final int layers;
    private final float[][][] activation;
    private final float[][][] sigmoid;
    private final float[][] output;
    private final float[][] back;
    private final float[][] nextBack;
    private final float[][] transposed;
    private final float[] flat;
    private float[][] input;

    VelocityNetwork(int dimensions, int conditions, int width, int layers) {
        this.dimensions = dimensions;
        this.inputs = dimensions + 1 + conditions;
        this.width = width;
        this.layers = layers;
        activation = new float[layers][width][COLUMNS];
        sigmoid = new float[layers][width][COLUMNS];
        output = new float[dimensions][COLUMNS];
        int widest = Math.max(width, inputs);
        back = new float[widest][COLUMNS];
        nextBack = new float[widest][COLUMNS];
        transposed = new float[COLUMNS][widest];
        flat = new float[Math.max(width, dimensions) * COLUMNS];
    }

    static VelocityNetwork of(int dimensions, int conditions, FlowOptions options) {
        return new VelocityNetwork(dimensions, conditions, options.width(), options.layers());
    }

    static String weights(int layer) {
        return "w" + layer;
    }

    static String biases(int layer) {
        return "b" + layer;
    }

    private int in(int layer) {
        return layer == 0 ? inputs : width;
    }

    private int out(int layer) {
        return layer == layers ? dimensions : width;
    }

    /** Uniform within 1 / sqrt(inputs of the layer), as in PyTorch. */
    Parameters initial(long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "flow weights");
        Parameters p = new Parameters();
        for (int layer = 0; layer <= layers; layer++) {
            double limit = 1 / Math.sqrt(in(layer));
            p.put(weights(layer), uniform(random, out(layer) * in(layer), limit));
            p.put(biases(layer), uniform(random, out(layer), limit));
        }
        return p;
    }

    private static float[] uniform(UniformRandomProvider random, int count, double limit) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) (limit * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    /**
     * @param p parameters
     * @param rows input, shape (dimensions + 1 + conditions, count or more), kept until the way back
     * @param count number of columns, at most {@link #COLUMNS}
     * @return output, shape (dimensions, {@link #COLUMNS}), of use until the next call
     */
    float[][] forward(Parameters p, float[][] rows, int count) {
        input = rows;
        float[][] below = rows;
        for (int layer = 0; layer < layers; layer++) {
            float[][] here = activation[layer];
            linear(p, layer, below, count, here);
            for (int r = 0; r < width; r++) {
                silu(here[r], sigmoid[layer][r], count);
            }
            below = here;
        }
        linear(p, layers, below, count, output);
        return output;
    }

    private void linear(Parameters p, int layer, float[][] below, int count, float[][] result) {
        float[] bias = p.get(biases(layer));
        for (int r = 0; r < bias.length; r++) {
            Arrays.fill(result[r], 0, count, bias[r]);
        }
        FusedRows.addProduct(p.get(weights(layer)), below, bias.length, in(layer), count, result);
    }

    /**
     * x becomes x sigma(x). sigma(x) = (1 + tanh(x / 2)) / 2 with the rational approximation of tanh that Eigen has: nothing but
     * sums, products and a quotient, so that the loop is compiled to vector instructions.
     */
    static void silu(float[] x, float[] sigma, int count) {
        for (int k = 0; k < count; k++) {
            // x / 2 within bounds, exact inside of them; Math.min and max would also look for NaN
            float above = x[k] - 2 * SATURATED;
            float below = x[k] + 2 * SATURATED;
            float t = 0.5f * x[k] - 0.25f * (Math.abs(above) + above) + 0.25f * (Math.abs(below) - below);
            float s = t * t;
            float numerator = -2.76076847742355e-16f;
            numerator = Math.fma(numerator, s, 2.00018790482477e-13f);
            numerator = Math.fma(numerator, s, -8.60467152213735e-11f);
            numerator = Math.fma(numerator, s, 5.12229709037114e-08f);
            numerator = Math.fma(numerator, s, 1.48572235717979e-05f);
            numerator = Math.fma(numerator, s, 6.37261928875436e-04f);
            numerator = t * Math.fma(numerator, s, 4.89352455891786e-03f);
            float denominator = Math.fma(1.19825839466702e-06f, s, 1.18534705686654e-04f);
            denominator = Math.fma(denominator, s, 2.26843463243900e-03f);
            denominator = Math.fma(denominator, s, 4.89352518554385e-03f);
            sigma[k] = 0.5f + 0.5f * (numerator / denominator);
            x[k] *= sigma[k];
        }
    }

    /** Multiplies by the derivative of SiLU, sigma + y (1 - sigma) where y = x sigma. */
    private static void timesSlope(float[] values, float[] y, float[] sigma, int count) {
        for (int k = 0; k < count; k++) {
            values[k] *= sigma[k] + y[k] * (1 - sigma[k]);
        }
    }

    /**
     * The way back from the last call of {@link #forward}.
     *
     * @param p parameters
     * @param slopes derivative of the loss by the output, shape (dimensions, count or more)
     * @param count number of columns
     * @param gradient derivatives by the parameters are added here
     */
    void backward(Parameters p, float[][] slopes, int count, Parameters gradient) {
        float[][] above = slopes;
        float[][] free = back;
        for (int layer = layers; layer >= 0; layer--) {
            float[][] below = layer == 0 ? input : activation[layer - 1];
            int rows = out(layer);
            addGradients(above, below, rows, in(layer), count, gradient, layer);
            if (layer > 0) {
                for (int k = 0; k < width; k++) {
                    Arrays.fill(free[k], 0, count, 0);
                }
                FusedRows.addTransposed(p.get(weights(layer)), above, rows, width, count, free);
                for (int k = 0; k < width; k++) {
                    timesSlope(free[k], activation[layer - 1][k], sigmoid[layer - 1][k], count);
                }
                above = free;
                free = free == back ? nextBack : back;
            }
        }
    }

    /** Inner products over columns are sums over transposed rows: those are compiled to vector instructions. */
    private void addGradients(
            float[][] above, float[][] below, int rows, int size, int count, Parameters gradient, int layer) {
        float[] bias = gradient.get(biases(layer));
        for (int r = 0; r < rows; r++) {
            System.arraycopy(above[r], 0, flat, r * count, count);
            bias[r] += (float) FloatRows.sum(above[r], count);
        }
        float[] total = gradient.get(weights(layer));
        if (layer == 0) {
            // rows as short as the input would be no vectors
            FloatRows.addInner(above, below, rows, count, total);
            return;
        }
        for (int from = 0; from < count; from += LINE) {
            int to = Math.min(count, from + LINE);
            for (int k = 0; k < size; k++) {
                float[] row = below[k];
                for (int x = from; x < to; x++) {
                    transposed[x][k] = row[x];
                }
            }
        }
        float[][] sums = new float[rows][size];
        FusedRows.addProduct(flat, transposed, rows, count, size, sums);
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < size; k++) {
                total[r * size + k] += sums[r][k];
            }
        }
    }

    /**
     * Divergence of the output of the last call of {@link #forward} by x, exact: one pass forward for each dimension.
     *
     * @param p parameters
     * @param count number of columns
     * @param divergence receives it, shape (count or more)
     */
    void divergence(Parameters p, int count, float[] divergence) {
        Arrays.fill(divergence, 0, count, 0);
        for (int d = 0; d < dimensions; d++) {
            float[][] here = back;
            float[][] free = nextBack;
            float[] first = p.get(weights(0));
            for (int r = 0; r < width; r++) {
                Arrays.fill(here[r], 0, count, first[r * inputs + d]);
                timesSlope(here[r], activation[0][r], sigmoid[0][r], count);
            }
            for (int layer = 1; layer < layers; layer++) {
                for (int r = 0; r < width; r++) {
                    Arrays.fill(free[r], 0, count, 0);
                }
                FusedRows.addProduct(p.get(weights(layer)), here, width, width, count, free);
                for (int r = 0; r < width; r++) {
                    timesSlope(free[r], activation[layer][r], sigmoid[layer][r], count);
                }
                float[][] last = here;
                here = free;
                free = last;
            }
            float[] end = p.get(weights(layers));
            for (int k = 0; k < width; k++) {
                FloatRows.add(end[d * width + k], here[k], count, divergence);
            }
        }
    }
}

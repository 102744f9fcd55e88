package circuitscope.infer.embedding;

import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * w_ij = MLP([z_i, z_j]) (Eq. 2), two hidden layers of 32, without diagonal; symmetric as the mean of both directions unless it
 * is made for directed weights. The embedding is standardised over
 * the neurons first: raw z_i are nearly equal, and learning would hardly start.
 *
 * <p>The first layer is linear in [z_i, z_j], so it is taken once per neuron, A z_i + C z_j + a, and not once per pair; the
 * pairs of one i at a time are rows that stay in the cache.
 *
 * <ul>
 *   <li>input: z (N, dimensions)
 *   <li>output: w (N, N)
 * </ul>
 */
public final class PairwiseMlp {
    /** Units of each hidden layer. */
    public static final int UNITS = 32;

    /** Embedding (Eq. 1), shape (N, dimensions). */
    public static final String Z = "z";

    /** First layer, cut in two for z_i and z_j, shape (32, dimensions) each. */
    public static final String TO = "mlp.to";

    /** The part of the first layer for z_j. */
    public static final String FROM = "mlp.from";

    /** Bias of the first layer, shape (32). */
    public static final String BIAS = "mlp.bias";

    /** Second layer, shape (32, 32). */
    public static final String HIDDEN = "mlp.hidden";

    /** Bias of the second layer, shape (32). */
    public static final String HIDDEN_BIAS = "mlp.hidden_bias";

    /** Last layer, shape (1, 32). */
    public static final String OUT = "mlp.out";

    /** Bias of the last layer, shape (1). */
    public static final String OUT_BIAS = "mlp.out_bias";

    /** Names of all layers. */
    public static final List<String> NAMES = List.of(TO, FROM, BIAS, HIDDEN, HIDDEN_BIAS, OUT, OUT_BIAS);

    private final int n;
    private final boolean directed;
    /** N, or N + 1 if that is even: products take two rows at a time, and the last may be 0. */
    private final int even;

    /** Standardised z, shape (dimensions, N), and by what. */
    private float[][] standard;

    private Standard statistics;
    /** A z_i + a and C z_j, shape (32, N), and the same with a row per neuron. */
    private final float[][] to;

    private final float[][] from;
    private final float[][] toOfNeuron;
    private final float[][] fromOfNeuron;
    /** Rectified first layer for the pairs of one i, shape (32, N), and the same with a row per j. */
    private final float[][] first;

    private final float[][] firstOfNeuron;
    private final float[][] firstGradient;
    /** Rectified second layer of all pairs, shape (N, 32, N), kept for the way back: to take it again costs a third more. */
    private final float[][][] second;

    private final float[] secondGradient;
    /** MLP([z_i, z_j]), and then its gradient. */
    private final float[][] raw;

    private final float[][] toGradient;
    private final float[][] fromGradient;
    private final float[][] hiddenGradient;
    /** Terms of each j in the gradients of the last matrix and of the second bias, shape (32, N). */
    private final float[][] outTerms;

    private final float[][] biasTerms;

    /**
     * For symmetric weights.
     *
     * @param neurons number of neurons N
     */
    public PairwiseMlp(int neurons) {
        this(neurons, false);
    }

    /**
     * @param neurons number of neurons N
     * @param directed whether w_ij and w_ji may differ
     */
    public PairwiseMlp(int neurons, boolean directed) {
        n = neurons;
        this.directed = directed;
        even = n + n % 2;
        to = new float[UNITS][n];
        from = new float[UNITS][n];
        toOfNeuron = new float[n][UNITS];
        fromOfNeuron = new float[n][UNITS];
        first = new float[UNITS][n];
        firstOfNeuron = new float[even][UNITS];
        firstGradient = new float[UNITS][n];
        second = new float[n][UNITS][n];
        secondGradient = new float[UNITS * even];
        raw = new float[n][n];
        toGradient = new float[UNITS][n];
        fromGradient = new float[UNITS][n];
        hiddenGradient = new float[UNITS][UNITS];
        outTerms = new float[UNITS][n];
        biasTerms = new float[UNITS][n];
    }

    /**
     * @param p receives random layers
     * @param dimensions size of z
     * @param random where they are drawn from
     */
    public static void initialize(Parameters p, int dimensions, UniformRandomProvider random) {
        p.put(TO, uniform(UNITS * dimensions, 2 * dimensions, random));
        p.put(FROM, uniform(UNITS * dimensions, 2 * dimensions, random));
        p.put(BIAS, uniform(UNITS, 2 * dimensions, random));
        p.put(HIDDEN, uniform(UNITS * UNITS, UNITS, random));
        p.put(HIDDEN_BIAS, uniform(UNITS, UNITS, random));
        p.put(OUT, uniform(UNITS, UNITS, random));
        p.put(OUT_BIAS, uniform(1, UNITS, random));
    }

    /**
     * @param count number of values
     * @param inputs inputs of a unit
     * @param random where they are drawn from
     * @return values uniform between plus and minus 1 / sqrt(inputs), as is usual for layers
     */
    public static float[] uniform(int count, int inputs, UniformRandomProvider random) {
        float[] values = new float[count];
        double bound = 1 / Math.sqrt(inputs);
        for (int k = 0; k < count; k++) {
            values[k] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /**
     * @param p parameters
     * @param z embedding, flat, shape (N, dimensions)
     * @param neurons number of neurons N
     * @return w, flat, shape (N, N)
     */
    public static float[] weights(Parameters p, float[] z, int neurons) {
        return new PairwiseMlp(neurons).forward(p, z);
    }

    /**
     * @param p parameters
     * @param neurons number of neurons N
     * @param directed whether w_ij and w_ji may differ
     * @return w of the embedding among the parameters, shape (N, N)
     */
    public static double[][] matrix(Parameters p, int neurons, boolean directed) {
        return FloatRows.matrix(new PairwiseMlp(neurons, directed).forward(p, p.get(Z)), neurons);
    }

    /**
     * @param p parameters
     * @param z embedding, flat, shape (N, dimensions)
     * @return w, flat, shape (N, N)
     */
    public float[] forward(Parameters p, float[] z) {
        return forward(p, z, Standard.of(z, z.length / n));
    }

    /**
     * Mean and standard deviation of each dimension of an embedding over its neurons.
     *
     * @param mean shape (dimensions)
     * @param deviation shape (dimensions)
     * @param own whether they are those of the neurons of a pass, so that gradients go through them
     */
    private record Standard(double[] mean, double[] deviation, boolean own) {
        static Standard of(float[] z, int dimensions) {
            int n = z.length / dimensions;
            double[] mean = new double[dimensions];
            double[] deviation = new double[dimensions];
            for (int r = 0; r < dimensions; r++) {
                for (int i = 0; i < n; i++) {
                    mean[r] += z[i * dimensions + r] / (double) n;
                }
                double variance = 0;
                for (int i = 0; i < n; i++) {
                    double centred = z[i * dimensions + r] - mean[r];
                    variance += centred * centred / n;
                }
                deviation[r] = Math.sqrt(variance + 1e-8);
            }
            return new Standard(mean, deviation, true);
        }
    }

    /**
     * Some neurons out of more.
     *
     * @param p parameters
     * @param z embedding of these neurons, flat, shape (N, dimensions)
     * @param population embedding of all, over which z is standardised, flat, shape (more, dimensions); it counts as constant
     * @return w, flat, shape (N, N)
     */
    public float[] forward(Parameters p, float[] z, float[] population) {
        Standard all = Standard.of(population, z.length / n);
        return forward(p, z, new Standard(all.mean(), all.deviation(), false));
    }

    private float[] forward(Parameters p, float[] z, Standard by) {
        standardize(z, by);
        fillFirstOfNeurons(p);
        float[] hidden = p.get(HIDDEN);
        float[] bias = p.get(HIDDEN_BIAS);
        float[] out = p.get(OUT);
        float outBias = p.get(OUT_BIAS)[0];
        for (int i = 0; i < n; i++) {
            fillFirst(i);
            for (int k = 0; k < UNITS; k++) {
                Arrays.fill(second[i][k], bias[k]);
            }
            addProduct(hidden, UNITS, 1, first, n, second[i]);
            for (float[] row : second[i]) {
                rectify(row);
            }
            Arrays.fill(raw[i], outBias);
            FloatRows.addProduct(out, second[i], 1, n, new float[][] {raw[i]});
        }
        float[] w = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i * n + j] = i == j ? 0 : directed ? raw[i][j] : 0.5f * (raw[i][j] + raw[j][i]);
            }
        }
        return w;
    }

    private void standardize(float[] z, Standard by) {
        int dimensions = z.length / n;
        statistics = by;
        standard = new float[dimensions][n];
        for (int r = 0; r < dimensions; r++) {
            for (int i = 0; i < n; i++) {
                standard[r][i] = (float) ((z[i * dimensions + r] - by.mean()[r]) / by.deviation()[r]);
            }
        }
    }

    private void fillFirstOfNeurons(Parameters p) {
        for (int m = 0; m < UNITS; m++) {
            Arrays.fill(to[m], p.get(BIAS)[m]);
        }
        clear(from);
        FloatRows.addProduct(p.get(TO), standard, UNITS, n, to);
        FloatRows.addProduct(p.get(FROM), standard, UNITS, n, from);
        for (int i = 0; i < n; i++) {
            for (int m = 0; m < UNITS; m++) {
                toOfNeuron[i][m] = to[m][i];
                fromOfNeuron[i][m] = from[m][i];
            }
        }
    }

    private void fillFirst(int i) {
        for (int m = 0; m < UNITS; m++) {
            addRectified(to[m][i], from[m], first[m]);
        }
    }

    private void addRectified(float a, float[] b, float[] out) {
        for (int j = 0; j < n; j++) {
            out[j] = Math.max(0, a + b[j]);
        }
    }

    private void rectify(float[] row) {
        for (int j = 0; j < n; j++) {
            row[j] = Math.max(0, row[j]);
        }
    }

    /**
     * Once after each {@link #forward}, with the same parameters.
     *
     * @param p parameters
     * @param weightGradient gradient of w, flat, shape (N, N)
     * @param gradient gradients of the parameters of {@link #NAMES} are added here
     * @return gradient of z, flat, shape (N, dimensions)
     */
    public float[] backward(Parameters p, float[] weightGradient, Parameters gradient) {
        clear(fromGradient);
        clear(hiddenGradient);
        clear(outTerms);
        clear(biasTerms);
        double outBias = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                float own = weightGradient[i * n + j];
                raw[i][j] = i == j ? 0 : directed ? own : 0.5f * (own + weightGradient[j * n + i]);
            }
            outBias += FloatRows.sum(raw[i], n);
            backward(i, p);
        }
        gradient.get(OUT_BIAS)[0] += (float) outBias;
        addSums(outTerms, gradient.get(OUT));
        addSums(biasTerms, gradient.get(HIDDEN_BIAS));
        float[] hidden = gradient.get(HIDDEN);
        for (int k = 0; k < hidden.length; k++) {
            hidden[k] += hiddenGradient[k / UNITS][k % UNITS];
        }
        addSums(toGradient, gradient.get(BIAS));
        FloatRows.addInner(toGradient, standard, UNITS, n, gradient.get(TO));
        FloatRows.addInner(fromGradient, standard, UNITS, n, gradient.get(FROM));
        return throughStandardization(p);
    }

    private void addSums(float[][] rows, float[] out) {
        for (int m = 0; m < UNITS; m++) {
            out[m] += (float) FloatRows.sum(rows[m], n);
        }
    }

    private void backward(int i, Parameters p) {
        float[] out = p.get(OUT);
        for (int k = 0; k < UNITS; k++) {
            throughSecond(raw[i], out[k], second[i][k], outTerms[k], biasTerms[k]);
            System.arraycopy(second[i][k], 0, secondGradient, k * even, n);
        }
        // the sum over j by rows of 32: inner products over j would not be compiled to vector instructions
        for (int j = 0; j < n; j++) {
            addRectified(toOfNeuron[i], fromOfNeuron[j], firstOfNeuron[j]);
        }
        addProduct(secondGradient, even, 1, firstOfNeuron, UNITS, hiddenGradient);
        fillFirst(i);
        clear(firstGradient);
        addProduct(p.get(HIDDEN), 1, UNITS, second[i], n, firstGradient);
        for (int m = 0; m < UNITS; m++) {
            throughFirst(first[m], firstGradient[m], fromGradient[m]);
            toGradient[m][i] = (float) FloatRows.sum(firstGradient[m], n);
        }
    }

    private static void addRectified(float[] a, float[] b, float[] out) {
        for (int m = 0; m < UNITS; m++) {
            out[m] = Math.max(0, a[m] + b[m]);
        }
    }

    /** Puts the gradient of a row in the place of its values. */
    private void throughSecond(float[] ofRaw, float out, float[] row, float[] outTerms, float[] biasTerms) {
        for (int j = 0; j < n; j++) {
            float r = row[j];
            outTerms[j] += ofRaw[j] * r;
            // 1 where the rectifier is open, without a branch
            row[j] = ofRaw[j] * out * (r / (r + 1e-30f));
            biasTerms[j] += row[j];
        }
    }

    private void throughFirst(float[] row, float[] ofRow, float[] sum) {
        for (int j = 0; j < n; j++) {
            ofRow[j] *= row[j] / (row[j] + 1e-30f);
            sum[j] += ofRow[j];
        }
    }

    private float[] throughStandardization(Parameters p) {
        int dimensions = standard.length;
        float[][] ofStandard = new float[dimensions][n];
        FloatRows.addTransposed(p.get(TO), toGradient, UNITS, n, ofStandard);
        FloatRows.addTransposed(p.get(FROM), fromGradient, UNITS, n, ofStandard);
        float[] zGradient = new float[n * dimensions];
        for (int r = 0; r < dimensions; r++) {
            double mean = 0;
            double alongZ = 0;
            for (int i = 0; statistics.own() && i < n; i++) {
                mean += ofStandard[r][i] / (double) n;
                alongZ += (double) ofStandard[r][i] * standard[r][i] / n;
            }
            for (int i = 0; i < n; i++) {
                zGradient[i * dimensions + r] = (float) ((ofStandard[r][i] - mean - alongZ * standard[r][i])
                        / statistics.deviation()[r]);
            }
        }
        return zGradient;
    }

    /**
     * Adds to {@code out[r]} the sum over k of {@code matrix[r * rowStep + k * columnStep] * in[k]}, for 32 rows r and an even
     * number of rows k. Four times two rows: as much as is still compiled to vector instructions.
     */
    private static void addProduct(
            float[] matrix, int rowStep, int columnStep, float[][] in, int count, float[][] out) {
        for (int r = 0; r < UNITS; r += 4) {
            for (int k = 0; k < in.length; k += 2) {
                int a = r * rowStep + k * columnStep;
                int b = a + rowStep;
                int c = b + rowStep;
                int d = c + rowStep;
                addTwoToFour(
                        matrix[a],
                        matrix[b],
                        matrix[c],
                        matrix[d],
                        in[k],
                        matrix[a + columnStep],
                        matrix[b + columnStep],
                        matrix[c + columnStep],
                        matrix[d + columnStep],
                        in[k + 1],
                        count,
                        out[r],
                        out[r + 1],
                        out[r + 2],
                        out[r + 3]);
            }
        }
    }

    private static void addTwoToFour(
            float a,
            float b,
            float c,
            float d,
            float[] p,
            float e,
            float f,
            float g,
            float h,
            float[] q,
            int count,
            float[] r,
            float[] s,
            float[] t,
            float[] u) {
        for (int x = 0; x < count; x++) {
            float left = p[x];
            float right = q[x];
            r[x] = Math.fma(a, left, Math.fma(e, right, r[x]));
            s[x] = Math.fma(b, left, Math.fma(f, right, s[x]));
            t[x] = Math.fma(c, left, Math.fma(g, right, t[x]));
            u[x] = Math.fma(d, left, Math.fma(h, right, u[x]));
        }
    }

    private static void clear(float[][] rows) {
        for (float[] row : rows) {
            Arrays.fill(row, 0);
        }
    }
}

package circuitscope.infer.gnn;

import circuitscope.infer.glm.FloatRows;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * w_ij = MLP([z_i, z_j]) (Eq. 2), two hidden layers of 32, symmetric and without diagonal. The embedding is standardised over
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
final class PairwiseMlp {
    static final List<String> NAMES = List.of(
            Parameters.MLP_TO,
            Parameters.MLP_FROM,
            Parameters.MLP_BIAS,
            Parameters.MLP_HIDDEN,
            Parameters.MLP_HIDDEN_BIAS,
            Parameters.MLP_OUT,
            Parameters.MLP_OUT_BIAS);
    private static final int HIDDEN = Architecture.HIDDEN;

    private final int n;
    /** N, or N + 1 if that is even: products take two rows at a time, and the last may be 0. */
    private final int even;

    /** Standardised z, shape (dimensions, N), and the deviations it was divided by. */
    private float[][] standard;

    private double[] deviation;
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

    PairwiseMlp(int neurons) {
        n = neurons;
        even = n + n % 2;
        to = new float[HIDDEN][n];
        from = new float[HIDDEN][n];
        toOfNeuron = new float[n][HIDDEN];
        fromOfNeuron = new float[n][HIDDEN];
        first = new float[HIDDEN][n];
        firstOfNeuron = new float[even][HIDDEN];
        firstGradient = new float[HIDDEN][n];
        second = new float[n][HIDDEN][n];
        secondGradient = new float[HIDDEN * even];
        raw = new float[n][n];
        toGradient = new float[HIDDEN][n];
        fromGradient = new float[HIDDEN][n];
        hiddenGradient = new float[HIDDEN][HIDDEN];
        outTerms = new float[HIDDEN][n];
        biasTerms = new float[HIDDEN][n];
    }

    static void initialize(Parameters p, int dimensions, UniformRandomProvider random) {
        p.put(Parameters.MLP_TO, uniform(HIDDEN * dimensions, 2 * dimensions, random));
        p.put(Parameters.MLP_FROM, uniform(HIDDEN * dimensions, 2 * dimensions, random));
        p.put(Parameters.MLP_BIAS, uniform(HIDDEN, 2 * dimensions, random));
        p.put(Parameters.MLP_HIDDEN, uniform(HIDDEN * HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_HIDDEN_BIAS, uniform(HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_OUT, uniform(HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_OUT_BIAS, uniform(1, HIDDEN, random));
    }

    /** Uniform between plus and minus 1 / sqrt(inputs), as is usual for layers. */
    static float[] uniform(int count, int inputs, UniformRandomProvider random) {
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
     * @return w, flat, shape (N, N)
     */
    float[] forward(Parameters p, float[] z) {
        standardize(z);
        fillFirstOfNeurons(p);
        for (int i = 0; i < n; i++) {
            fillFirst(i);
            for (int k = 0; k < HIDDEN; k++) {
                Arrays.fill(second[i][k], p.get(Parameters.MLP_HIDDEN_BIAS)[k]);
            }
            addProduct(p.get(Parameters.MLP_HIDDEN), HIDDEN, 1, first, n, second[i]);
            for (float[] row : second[i]) {
                rectify(row);
            }
            Arrays.fill(raw[i], p.get(Parameters.MLP_OUT_BIAS)[0]);
            FloatRows.addProduct(p.get(Parameters.MLP_OUT), second[i], 1, n, new float[][] {raw[i]});
        }
        float[] w = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i * n + j] = i == j ? 0 : 0.5f * (raw[i][j] + raw[j][i]);
            }
        }
        return w;
    }

    private void standardize(float[] z) {
        int dimensions = z.length / n;
        standard = new float[dimensions][n];
        deviation = new double[dimensions];
        for (int r = 0; r < dimensions; r++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += z[i * dimensions + r] / (double) n;
            }
            double variance = 0;
            for (int i = 0; i < n; i++) {
                double centred = z[i * dimensions + r] - mean;
                variance += centred * centred / n;
            }
            deviation[r] = Math.sqrt(variance + 1e-8);
            for (int i = 0; i < n; i++) {
                standard[r][i] = (float) ((z[i * dimensions + r] - mean) / deviation[r]);
            }
        }
    }

    private void fillFirstOfNeurons(Parameters p) {
        for (int m = 0; m < HIDDEN; m++) {
            Arrays.fill(to[m], p.get(Parameters.MLP_BIAS)[m]);
        }
        clear(from);
        FloatRows.addProduct(p.get(Parameters.MLP_TO), standard, HIDDEN, n, to);
        FloatRows.addProduct(p.get(Parameters.MLP_FROM), standard, HIDDEN, n, from);
        for (int i = 0; i < n; i++) {
            for (int m = 0; m < HIDDEN; m++) {
                toOfNeuron[i][m] = to[m][i];
                fromOfNeuron[i][m] = from[m][i];
            }
        }
    }

    private void fillFirst(int i) {
        for (int m = 0; m < HIDDEN; m++) {
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
    float[] backward(Parameters p, float[] weightGradient, Parameters gradient) {
        clear(fromGradient);
        clear(hiddenGradient);
        clear(outTerms);
        clear(biasTerms);
        double outBias = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                raw[i][j] = i == j ? 0 : 0.5f * (weightGradient[i * n + j] + weightGradient[j * n + i]);
            }
            outBias += FloatRows.sum(raw[i], n);
            backward(i, p);
        }
        gradient.get(Parameters.MLP_OUT_BIAS)[0] += (float) outBias;
        addSums(outTerms, gradient.get(Parameters.MLP_OUT));
        addSums(biasTerms, gradient.get(Parameters.MLP_HIDDEN_BIAS));
        float[] hidden = gradient.get(Parameters.MLP_HIDDEN);
        for (int k = 0; k < hidden.length; k++) {
            hidden[k] += hiddenGradient[k / HIDDEN][k % HIDDEN];
        }
        addSums(toGradient, gradient.get(Parameters.MLP_BIAS));
        FloatRows.addInner(toGradient, standard, HIDDEN, n, gradient.get(Parameters.MLP_TO));
        FloatRows.addInner(fromGradient, standard, HIDDEN, n, gradient.get(Parameters.MLP_FROM));
        return throughStandardization(p);
    }

    private void addSums(float[][] rows, float[] out) {
        for (int m = 0; m < HIDDEN; m++) {
            out[m] += (float) FloatRows.sum(rows[m], n);
        }
    }

    private void backward(int i, Parameters p) {
        for (int k = 0; k < HIDDEN; k++) {
            throughSecond(raw[i], p.get(Parameters.MLP_OUT)[k], second[i][k], outTerms[k], biasTerms[k]);
            System.arraycopy(second[i][k], 0, secondGradient, k * even, n);
        }
        // the sum over j by rows of 32: inner products over j would not be compiled to vector instructions
        for (int j = 0; j < n; j++) {
            addRectified(toOfNeuron[i], fromOfNeuron[j], firstOfNeuron[j]);
        }
        addProduct(secondGradient, even, 1, firstOfNeuron, HIDDEN, hiddenGradient);
        fillFirst(i);
        clear(firstGradient);
        addProduct(p.get(Parameters.MLP_HIDDEN), 1, HIDDEN, second[i], n, firstGradient);
        for (int m = 0; m < HIDDEN; m++) {
            throughFirst(first[m], firstGradient[m], fromGradient[m]);
            toGradient[m][i] = (float) FloatRows.sum(firstGradient[m], n);
        }
    }

    private static void addRectified(float[] a, float[] b, float[] out) {
        for (int m = 0; m < HIDDEN; m++) {
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
        FloatRows.addTransposed(p.get(Parameters.MLP_TO), toGradient, HIDDEN, n, ofStandard);
        FloatRows.addTransposed(p.get(Parameters.MLP_FROM), fromGradient, HIDDEN, n, ofStandard);
        float[] zGradient = new float[n * dimensions];
        for (int r = 0; r < dimensions; r++) {
            double mean = 0;
            double alongZ = 0;
            for (int i = 0; i < n; i++) {
                mean += ofStandard[r][i] / (double) n;
                alongZ += (double) ofStandard[r][i] * standard[r][i] / n;
            }
            for (int i = 0; i < n; i++) {
                zGradient[i * dimensions + r] =
                        (float) ((ofStandard[r][i] - mean - alongZ * standard[r][i]) / deviation[r]);
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
        for (int r = 0; r < HIDDEN; r += 4) {
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

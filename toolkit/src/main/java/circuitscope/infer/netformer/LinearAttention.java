package circuitscope.infer.netformer;

import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Attention without softmax. The token of neuron i is its activity x_i in the last H steps and a learned embedding e_i of size
 * E; with D = H + E and matrices W_Q, W_K of shape (D, D)
 *
 * <pre>
 *   A_ij = (W_Q [x_i, e_i]) . (W_K [x_j, e_j]) / sqrt(D),   y_i = z_i + sum_j A_ij z_j,   z the latest activity.
 * </pre>
 *
 * Nothing in it is nonlinear but products of activity, so A need not be made for each time. With the rows T of all embeddings,
 * [0, e_i], and then of H unit vectors, [1, 0], and G = T W_Q^T W_K T^T / sqrt(D), of shape (N + H, N + H),
 *
 * <pre>
 *   w = G [z, c],   c_h = sum_j x_jh z_j,   y_i = z_i + w_i + sum_h x_ih w_(N+h).
 * </pre>
 */
public final class LinearAttention implements Attention {
    static final String EMBEDDING = "embedding";
    static final String QUERY = "query";
    static final String KEY = "key";

    private final int neurons;
    private final int history;
    private final int size;
    private final Parameters parameters;

    private LinearAttention(int neurons, int history, int size, Parameters parameters) {
        this.neurons = neurons;
        this.history = history;
        this.size = size;
        this.parameters = parameters;
    }

    /**
     * @param neurons number of neurons N
     * @param history steps H of a token
     * @param embedding size E of the embedding
     * @param random where values are drawn from
     * @return a network whose embedding is standard normal and whose matrices are uniform within 1 / sqrt(D)
     */
    public static LinearAttention random(int neurons, int history, int embedding, UniformRandomProvider random) {
        int size = history + embedding;
        float[] places = new float[neurons * embedding];
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        for (int k = 0; k < places.length; k++) {
            places[k] = (float) normal.sample();
        }
        return new LinearAttention(
                neurons,
                history,
                size,
                new Parameters()
                        .put(EMBEDDING, places)
                        .put(QUERY, PairwiseMlp.uniform(size * size, size, random))
                        .put(KEY, PairwiseMlp.uniform(size * size, size, random)));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public LinearAttention with(Parameters other) {
        return new LinearAttention(neurons, history, size, other);
    }

    /** T, shape (N + H, D). */
    private float[][] rows() {
        float[][] rows = new float[neurons + history][size];
        float[] places = parameters.get(EMBEDDING);
        int embedding = size - history;
        for (int i = 0; i < neurons; i++) {
            System.arraycopy(places, i * embedding, rows[i], history, embedding);
        }
        for (int h = 0; h < history; h++) {
            rows[neurons + h][h] = 1;
        }
        return rows;
    }

    private float[][] square(String name) {
        return FloatRows.rows(parameters.get(name), size);
    }

    /** Everything on the way from [z, c] to w at some times: a row for each time. */
    private record Pass(float[][] inputs, float[][] placed, float[][] keyed, float[][] queried, float[][] w) {}

    /** [z, c] of a time, shape (N + H). */
    private float[] input(float[] past) {
        float[] input = new float[neurons + history];
        int latest = (history - 1) * neurons;
        System.arraycopy(past, latest, input, 0, neurons);
        for (int h = 0; h < history; h++) {
            float sum = 0;
            for (int j = 0; j < neurons; j++) {
                sum += past[h * neurons + j] * past[latest + j];
            }
            input[neurons + h] = sum;
        }
        return input;
    }

    /** Few times are passed through T, W_K, W_Q and T in turn, which is cheaper than G. */
    private Pass forward(float[][] rows, float[][] past) {
        float[][] inputs = Arrays.stream(past).map(this::input).toArray(float[][]::new);
        float[][] placed = FloatRows.product(inputs, rows);
        float[][] keyed = FloatRows.product(placed, FloatRows.transposed(square(KEY)));
        float[][] queried = FloatRows.product(keyed, square(QUERY));
        divideByRoot(queried, size);
        return new Pass(inputs, placed, keyed, queried, FloatRows.product(queried, FloatRows.transposed(rows)));
    }

    /** Divides all numbers by sqrt(size). */
    static void divideByRoot(float[][] matrix, int size) {
        float factor = (float) (1 / Math.sqrt(size));
        for (float[] row : matrix) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= factor;
            }
        }
    }

    private float output(float[] past, float[] w, int neuron) {
        float sum = past[(history - 1) * neurons + neuron] + w[neuron];
        for (int h = 0; h < history; h++) {
            sum += past[h * neurons + neuron] * w[neurons + h];
        }
        return sum;
    }

    @Override
    public float[][] predict(Windows tokens) {
        float[][] w = forward(rows(), tokens.past()).w();
        float[][] predicted = new float[tokens.size()][neurons];
        for (int k = 0; k < predicted.length; k++) {
            for (int i = 0; i < neurons; i++) {
                predicted[k][i] = output(tokens.past()[k], w[k], i);
            }
        }
        return predicted;
    }

    @Override
    public double gradient(Windows tokens, Loss loss, Parameters gradient) {
        float[][] rows = rows();
        Pass pass = forward(rows, tokens.past());
        int count = tokens.size();
        float[][] back = new float[count][neurons + history];
        double sum = 0;
        float share = 1f / (count * neurons);
        for (int b = 0; b < count; b++) {
            float[] past = tokens.past()[b];
            for (int i = 0; i < neurons; i++) {
                float predicted = output(past, pass.w()[b], i);
                float slope = loss.slope(predicted, tokens.target()[b][i]);
                sum += loss.value(predicted, tokens.target()[b][i], slope);
                slope *= share;
                back[b][i] = slope;
                for (int h = 0; h < history; h++) {
                    back[b][neurons + h] += slope * past[h * neurons + i];
                }
            }
        }
        float[][] ofQueried = FloatRows.product(back, rows);
        divideByRoot(ofQueried, size);
        float[][] ofKeyed = FloatRows.product(ofQueried, FloatRows.transposed(square(QUERY)));
        float[][] ofPlaced = FloatRows.product(ofKeyed, square(KEY));
        float[][] ofRows = new float[neurons + history][size];
        FloatRows.addOuter(back, pass.queried(), ofRows);
        FloatRows.addOuter(pass.inputs(), ofPlaced, ofRows);
        float[] ofEmbedding = gradient.get(EMBEDDING);
        int embedding = size - history;
        for (int i = 0; i < neurons; i++) {
            for (int k = 0; k < embedding; k++) {
                ofEmbedding[i * embedding + k] += ofRows[i][history + k];
            }
        }
        addOuter(pass.keyed(), ofQueried, gradient.get(QUERY));
        addOuter(ofKeyed, pass.placed(), gradient.get(KEY));
        return sum * share;
    }

    /** Adds the sum of outer products of rows, shape (D, D), to a flat matrix. */
    static void addOuter(float[][] left, float[][] right, float[] sum) {
        int size = left[0].length;
        float[][] product = new float[size][size];
        FloatRows.addOuter(left, right, product);
        for (int r = 0; r < size; r++) {
            for (int k = 0; k < size; k++) {
                sum[r * size + k] += product[r][k];
            }
        }
    }

    /** G, shape (N + H, N + H). */
    private float[][] pairs() {
        float[][] rows = rows();
        float[][] keys = FloatRows.product(rows, FloatRows.transposed(square(KEY)));
        float[][] queries = FloatRows.product(rows, FloatRows.transposed(square(QUERY)));
        divideByRoot(queries, size);
        return FloatRows.product(queries, FloatRows.transposed(keys));
    }

    @Override
    public double[][] attention(Windows tokens) {
        float[][] pairs = pairs();
        int n = neurons;
        double[] mean = new double[history * n];
        double[][] moment = new double[history * n][history * n];
        for (float[] past : tokens.past()) {
            for (int a = 0; a < past.length; a++) {
                mean[a] += past[a] / (double) tokens.size();
                for (int b = 0; b < past.length; b++) {
                    moment[a][b] += (double) past[a] * past[b] / tokens.size();
                }
            }
        }
        double[][] attention = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = pairs[i][j];
                for (int h = 0; h < history; h++) {
                    sum += mean[h * n + j] * pairs[i][n + h] + mean[h * n + i] * pairs[n + h][j];
                    for (int g = 0; g < history; g++) {
                        sum += moment[h * n + i][g * n + j] * pairs[n + h][n + g];
                    }
                }
                attention[i][j] = sum;
            }
        }
        return attention;
    }
}

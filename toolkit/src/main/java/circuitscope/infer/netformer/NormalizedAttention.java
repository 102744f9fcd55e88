package circuitscope.infer.netformer;

import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Attention without softmax over tokens that a layer norm has passed (Lu et al., ICLR 2025, where it is optional). The token t_i of
 * neuron i is that of {@link LinearAttention}; with the mean and variance of its D numbers, a gain g and a shift b of shape (D),
 *
 * <pre>
 *   u_i = g (t_i - mean) / sqrt(variance + 1e-5) + b,   A_ij = (W_Q u_i) . (W_K u_j) / sqrt(D),   y_i = z_i + sum_j A_ij z_j.
 * </pre>
 *
 * A is not linear in the activity, so it may differ between states. The sum over j is taken first: y_i = z_i + u_i . W_Q^T W_K (sum_j
 * z_j u_j) / sqrt(D), so that A is not needed.
 */
public final class NormalizedAttention implements Attention {
    private static final String GAIN = "gain";
    private static final String SHIFT = "shift";
    private static final float LEAST_VARIANCE = 1e-5f;

    private final int history;
    private final Parameters parameters;

    private NormalizedAttention(int history, Parameters parameters) {
        this.history = history;
        this.parameters = parameters;
    }

    /**
     * @param neurons number of neurons N
     * @param history steps H of a token
     * @param embedding size E of the embedding
     * @param random where values are drawn from
     * @return a network that starts as that without a layer norm, with a gain of 1 and no shift
     */
    public static NormalizedAttention random(int neurons, int history, int embedding, UniformRandomProvider random) {
        float[] ones = new float[history + embedding];
        Arrays.fill(ones, 1);
        return new NormalizedAttention(
                history,
                LinearAttention.random(neurons, history, embedding, random)
                        .parameters()
                        .put(GAIN, ones)
                        .put(SHIFT, new float[history + embedding]));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NormalizedAttention with(Parameters other) {
        return new NormalizedAttention(history, other);
    }

    private int size() {
        return parameters.get(GAIN).length;
    }

    /** Tokens of one time without gain and shift, shape (N, D), and 1 / standard deviation of each, shape (N). */
    private record Normal(float[][] rows, float[] inverse) {}

    private Normal normal(float[] past, int neurons) {
        int size = size();
        int embedding = size - history;
        float[] places = parameters.get(LinearAttention.EMBEDDING);
        float[][] rows = new float[neurons][size];
        float[] inverse = new float[neurons];
        for (int i = 0; i < neurons; i++) {
            float[] row = rows[i];
            for (int h = 0; h < history; h++) {
                row[h] = past[h * neurons + i];
            }
            System.arraycopy(places, i * embedding, row, history, embedding);
            float mean = (float) FloatRows.sum(row, size) / size;
            for (int k = 0; k < size; k++) {
                row[k] -= mean;
            }
            inverse[i] = (float) (1 / Math.sqrt(FloatRows.dot(row, row, size) / size + LEAST_VARIANCE));
            for (int k = 0; k < size; k++) {
                row[k] *= inverse[i];
            }
        }
        return new Normal(rows, inverse);
    }

    /** u, shape (N, D). */
    private float[][] shifted(Normal normal) {
        float[] gain = parameters.get(GAIN);
        float[] shift = parameters.get(SHIFT);
        float[][] shifted = new float[normal.rows().length][gain.length];
        for (int i = 0; i < shifted.length; i++) {
            for (int k = 0; k < gain.length; k++) {
                shifted[i][k] = gain[k] * normal.rows()[i][k] + shift[k];
            }
        }
        return shifted;
    }

    private static float[] latest(float[] past, int neurons) {
        return Arrays.copyOfRange(past, past.length - neurons, past.length);
    }

    /** Sum over j of z_j u_j. */
    private static float[] gathered(float[] latest, float[][] shifted) {
        float[] sum = new float[shifted[0].length];
        for (int j = 0; j < latest.length; j++) {
            FloatRows.add(latest[j], shifted[j], sum.length, sum);
        }
        return sum;
    }

    private float[][] square(String name) {
        return FloatRows.rows(parameters.get(name), size());
    }

    private float[][] keyed(float[][] gathered) {
        return FloatRows.product(gathered, FloatRows.transposed(square(LinearAttention.KEY)));
    }

    private float[][] queried(float[][] keyed) {
        float[][] queried = FloatRows.product(keyed, square(LinearAttention.QUERY));
        LinearAttention.divideByRoot(queried, size());
        return queried;
    }

    @Override
    public float[][] predict(Windows tokens) {
        int neurons = tokens.neurons();
        float[][] gathered = new float[tokens.size()][];
        for (int b = 0; b < gathered.length; b++) {
            float[] past = tokens.past()[b];
            gathered[b] = gathered(latest(past, neurons), shifted(normal(past, neurons)));
        }
        float[][] queried = queried(keyed(gathered));
        float[][] predicted = new float[tokens.size()][];
        for (int b = 0; b < predicted.length; b++) {
            float[] past = tokens.past()[b];
            predicted[b] = predicted(latest(past, neurons), shifted(normal(past, neurons)), queried[b]);
        }
        return predicted;
    }

    private static float[] predicted(float[] latest, float[][] shifted, float[] queried) {
        float[] predicted = latest.clone();
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] += FloatRows.dot(shifted[i], queried, queried.length);
        }
        return predicted;
    }

    @Override
    public double gradient(Windows tokens, Loss loss, Parameters gradient) {
        int neurons = tokens.neurons();
        int count = tokens.size();
        int size = size();
        Normal[] normal = new Normal[count];
        float[][][] shifted = new float[count][][];
        float[][] gathered = new float[count][];
        for (int b = 0; b < count; b++) {
            float[] past = tokens.past()[b];
            normal[b] = normal(past, neurons);
            shifted[b] = shifted(normal[b]);
            gathered[b] = gathered(latest(past, neurons), shifted[b]);
        }
        float[][] keyed = keyed(gathered);
        float[][] queried = queried(keyed);
        float share = 1f / (count * neurons);
        double sum = 0;
        float[][] slope = new float[count][neurons];
        float[][] ofQueried = new float[count][];
        for (int b = 0; b < count; b++) {
            float[] predicted = predicted(latest(tokens.past()[b], neurons), shifted[b], queried[b]);
            for (int i = 0; i < neurons; i++) {
                float target = tokens.target()[b][i];
                slope[b][i] = loss.slope(predicted[i], target);
                sum += loss.value(predicted[i], target, slope[b][i]);
                slope[b][i] *= share;
            }
            ofQueried[b] = gathered(slope[b], shifted[b]);
        }
        LinearAttention.divideByRoot(ofQueried, size);
        float[][] ofKeyed = FloatRows.product(ofQueried, FloatRows.transposed(square(LinearAttention.QUERY)));
        float[][] ofGathered = FloatRows.product(ofKeyed, square(LinearAttention.KEY));
        LinearAttention.addOuter(keyed, ofQueried, gradient.get(LinearAttention.QUERY));
        LinearAttention.addOuter(ofKeyed, gathered, gradient.get(LinearAttention.KEY));
        float[] ofToken = new float[size];
        for (int b = 0; b < count; b++) {
            float[] latest = latest(tokens.past()[b], neurons);
            for (int i = 0; i < neurons; i++) {
                Arrays.fill(ofToken, 0);
                FloatRows.add(slope[b][i], queried[b], size, ofToken);
                FloatRows.add(latest[i], ofGathered[b], size, ofToken);
                addToToken(i, normal[b].rows()[i], normal[b].inverse()[i], ofToken, gradient);
            }
        }
        return sum * share;
    }

    /** Gradients by gain, shift and embedding from that by u_i, which is used up. */
    private void addToToken(int neuron, float[] normal, float inverse, float[] ofShifted, Parameters gradient) {
        int size = normal.length;
        float[] gain = parameters.get(GAIN);
        float[] ofGain = gradient.get(GAIN);
        FloatRows.add(1, ofShifted, size, gradient.get(SHIFT));
        for (int k = 0; k < size; k++) {
            ofGain[k] += ofShifted[k] * normal[k];
            ofShifted[k] *= gain[k];
        }
        float mean = (float) FloatRows.sum(ofShifted, size) / size;
        float along = FloatRows.dot(ofShifted, normal, size) / size;
        int embedding = size - history;
        float[] ofEmbedding = gradient.get(LinearAttention.EMBEDDING);
        for (int k = 0; k < embedding; k++) {
            ofEmbedding[neuron * embedding + k] +=
                    inverse * (ofShifted[history + k] - mean - along * normal[history + k]);
        }
    }

    @Override
    public double[][] attention(Windows tokens) {
        int neurons = tokens.neurons();
        float[][] query = square(LinearAttention.QUERY);
        float[][] among = FloatRows.product(FloatRows.transposed(query), square(LinearAttention.KEY));
        LinearAttention.divideByRoot(among, size());
        double[][] mean = new double[neurons][neurons];
        for (float[] past : tokens.past()) {
            float[][] shifted = shifted(normal(past, neurons));
            float[][] now = FloatRows.product(FloatRows.product(shifted, among), FloatRows.transposed(shifted));
            for (int i = 0; i < neurons; i++) {
                for (int j = 0; j < neurons; j++) {
                    mean[i][j] += now[i][j] / (double) tokens.size();
                }
            }
        }
        return mean;
    }
}

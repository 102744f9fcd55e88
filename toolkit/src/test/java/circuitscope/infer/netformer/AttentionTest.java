package circuitscope.infer.netformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.FiniteDifferences;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTest {
    private static final int N = 4;
    private static final int E = 3;

    private static double[][] series(int times, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "series");
        double[][] series = new double[times][N];
        for (double[] row : series) {
            for (int i = 0; i < N; i++) {
                row[i] = random.nextDouble();
            }
        }
        return series;
    }

    private static Attention network(int history, boolean layerNorm) {
        Attention network =
                Attention.untrained(N, NetFormerOptions.standard().with(E, 0.01).withHistory(history), layerNorm, 7);
        if (layerNorm) {
            UniformRandomProvider random = RandomStreams.of(8, "network");
            for (String name : new String[] {"gain", "shift"}) {
                float[] values = network.parameters().get(name);
                for (int k = 0; k < values.length; k++) {
                    values[k] += random.nextFloat() - 0.5f;
                }
            }
        }
        return network;
    }

    /** The matrix as it is written: tokens, queries, keys, inner products. */
    private static double[][] attentionAsWritten(Attention network, int history, float[] past) {
        int size = history + E;
        float[] embedding = network.parameters().get("embedding");
        double[][] token = new double[N][size];
        for (int i = 0; i < N; i++) {
            for (int h = 0; h < history; h++) {
                token[i][h] = past[h * N + i];
            }
            for (int k = 0; k < E; k++) {
                token[i][history + k] = embedding[i * E + k];
            }
            if (network instanceof NormalizedAttention) {
                double mean = Arrays.stream(token[i]).average().orElseThrow();
                double variance = Arrays.stream(token[i])
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElseThrow();
                for (int k = 0; k < size; k++) {
                    token[i][k] =
                            network.parameters().get("gain")[k] * (token[i][k] - mean) / Math.sqrt(variance + 1e-5)
                                    + network.parameters().get("shift")[k];
                }
            }
        }
        double[][] attention = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                for (int r = 0; r < size; r++) {
                    double query = 0;
                    double key = 0;
                    for (int k = 0; k < size; k++) {
                        query += network.parameters().get("query")[r * size + k] * token[i][k];
                        key += network.parameters().get("key")[r * size + k] * token[j][k];
                    }
                    attention[i][j] += query * key / Math.sqrt(size);
                }
            }
        }
        return attention;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenWindows_whenPredicted_thenItIsTheAttentionAsWrittenTimesTheLatestActivityPlusItself(boolean layerNorm) {
        for (int history : new int[] {1, 3}) {
            Attention network = network(history, layerNorm);
            Windows tokens = Windows.of(series(9, 1), history);
            float[][] predicted = network.predict(tokens);
            for (int k = 0; k < tokens.size(); k++) {
                float[] past = tokens.past()[k];
                double[][] attention = attentionAsWritten(network, history, past);
                for (int i = 0; i < N; i++) {
                    double expected = past[(history - 1) * N + i];
                    for (int j = 0; j < N; j++) {
                        expected += attention[i][j] * past[(history - 1) * N + j];
                    }
                    assertEquals(expected, predicted[k][i], 1e-5, history + " steps, time " + k);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenWindows_whenAttentionIsAveraged_thenItIsTheMeanOfThoseAsWritten(boolean layerNorm) {
        for (int history : new int[] {1, 3}) {
            Attention network = network(history, layerNorm);
            Windows tokens = Windows.of(series(9, 2), history);
            double[][] mean = network.attention(tokens);
            double[][] expected = new double[N][N];
            for (float[] past : tokens.past()) {
                double[][] one = attentionAsWritten(network, history, past);
                for (int i = 0; i < N; i++) {
                    for (int j = 0; j < N; j++) {
                        expected[i][j] += one[i][j] / tokens.size();
                    }
                }
            }
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    assertEquals(expected[i][j], mean[i][j], 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenBothLosses_whenDifferentiated_thenGradientsAreFiniteDifferences(boolean layerNorm) {
        for (Loss loss : Loss.values()) {
            for (int history : new int[] {1, 2}) {
                Attention network = network(history, layerNorm);
                Windows tokens = Windows.of(series(8, 3), history);
                Parameters gradient = network.parameters().zeros();
                assertEquals(network.loss(tokens, loss), network.gradient(tokens, loss, gradient), 1e-6);
                for (String name : gradient.names()) {
                    float[] values = network.parameters().get(name);
                    for (int k = 0; k < values.length; k++) {
                        double expected = FiniteDifferences.slope(values, k, 0.01f, () -> network.loss(tokens, loss));
                        assertEquals(
                                expected, gradient.get(name)[k], 2e-4 + 2e-3 * Math.abs(expected), loss + " " + name);
                    }
                }
            }
        }
    }

    @Test
    void givenALinearSystemUnderNoise_whenTrained_thenAttentionIsItsMatrixWithoutTheIdentity() {
        double[][] matrix = {{0.5, 0.2, 0, -0.3}, {-0.2, 0.6, 0.1, 0}, {0, 0.3, 0.4, 0.2}, {0.1, 0, -0.4, 0.5}};
        UniformRandomProvider random = RandomStreams.of(5, "system");
        double[][] series = new double[3000][N];
        for (int t = 1; t < series.length; t++) {
            for (int i = 0; i < N; i++) {
                series[t][i] = 2 * random.nextDouble() - 1;
                for (int j = 0; j < N; j++) {
                    series[t][i] += matrix[i][j] * series[t - 1][j];
                }
            }
        }
        Windows tokens = Windows.of(series, 1);
        NetFormerOptions options = NetFormerOptions.standard().with(8, 0.005).withEpochs(100, 40);
        AttentionTraining trained = AttentionTraining.of(
                Attention.untrained(N, options, false, 1),
                tokens,
                tokens,
                Loss.SQUARED,
                options,
                EpochTraining.Run.of(1, circuitscope.Progress.silent()));
        double[][] attention = trained.network().attention(tokens);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                assertEquals(matrix[i][j] - (i == j ? 1 : 0), attention[i][j], 0.08, i + ", " + j);
            }
        }
        // uniform noise of variance 1/3 can't be predicted
        assertTrue(
                trained.course().training()[39] < 0.36 && trained.course().training()[39] > 0.31,
                "" + trained.course().training()[39]);
    }
}

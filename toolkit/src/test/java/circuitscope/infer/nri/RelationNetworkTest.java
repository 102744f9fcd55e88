package circuitscope.infer.nri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.FiniteDifferences;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.Windows;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class RelationNetworkTest {
    private static final int N = 3;
    private static final int F = 2;
    private static final int T = 5;
    private static final int H = 4;
    private static final NriOptions.Shape SHAPE = new NriOptions.Shape(H, 2, 0.1, 0.5);
    private static final DoubleUnaryOperator ELU = x -> x > 0 ? x : Math.exp(x) - 1;
    private static final DoubleUnaryOperator RELU = x -> Math.max(0, x);
    private static final DoubleUnaryOperator NONE = x -> x;

    private final RelationNetwork network = new RelationNetwork(N, F, T, SHAPE, 1, false);
    private final Parameters p = network.start();
    private final Windows windows = windows();

    private static Windows windows() {
        UniformRandomProvider random = RandomStreams.of(3, "windows");
        float[][] past = new float[4][T * N * F];
        float[][] target = new float[4][N * F];
        for (int b = 0; b < 4; b++) {
            for (int k = 0; k < past[b].length; k++) {
                past[b][k] = random.nextFloat() * 2 - 1;
            }
            for (int k = 0; k < target[b].length; k++) {
                target[b][k] = random.nextFloat() * 2 - 1;
            }
        }
        return new Windows(T, past, target);
    }

    private double[] layer(String name, String bias, DoubleUnaryOperator f, double[] x) {
        float[] w = p.get(name);
        int out = w.length / x.length;
        double[] y = new double[out];
        for (int r = 0; r < out; r++) {
            double sum = bias.isEmpty() ? 0 : p.get(bias)[r];
            for (int k = 0; k < x.length; k++) {
                sum += w[r * x.length + k] * x[k];
            }
            y[r] = f.applyAsDouble(sum);
        }
        return y;
    }

    private double[] layer(String name, DoubleUnaryOperator f, double[] x) {
        return layer(name, name + ".bias", f, x);
    }

    private static double[] sum(DoubleUnaryOperator f, double[]... terms) {
        double[] y = new double[terms[0].length];
        for (int k = 0; k < y.length; k++) {
            double all = 0;
            for (double[] term : terms) {
                all += term[k];
            }
            y[k] = f.applyAsDouble(all);
        }
        return y;
    }

    /** Log odds as the encoder is written, for one window. */
    private double[][] oddsAsWritten(float[] past) {
        double[][] node = new double[N][];
        for (int i = 0; i < N; i++) {
            double[] x = new double[T * F];
            for (int t = 0; t < T; t++) {
                for (int f = 0; f < F; f++) {
                    x[t * F + f] = past[(t * N + i) * F + f];
                }
            }
            node[i] = layer("in.second", ELU, layer("in", ELU, x));
        }
        double[][][] pair = new double[N][N][];
        double[][] after = new double[N][];
        for (int i = 0; i < N; i++) {
            double[] received = new double[H];
            for (int j = 0; j < N; j++) {
                pair[i][j] = layer(
                        "pair.second",
                        ELU,
                        sum(
                                ELU,
                                layer("pair.receiver", "pair.bias", NONE, node[i]),
                                layer("pair.sender", "", NONE, node[j])));
                for (int k = 0; k < H && j != i; k++) {
                    received[k] += pair[i][j][k] / N;
                }
            }
            after[i] = layer("node.second", ELU, layer("node", ELU, received));
        }
        double[][] odds = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double[] again = sum(
                        ELU,
                        layer("again.receiver", "again.bias", NONE, after[i]),
                        layer("again.sender", "", NONE, after[j]),
                        layer("again.skip", "", NONE, pair[i][j]));
                odds[i][j] = layer("edge", NONE, layer("again.second", ELU, again))[0];
            }
        }
        return odds;
    }

    private double lossAsWritten(float[] past, float[] target) {
        double[][] odds = oddsAsWritten(past);
        double loss = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double q = 1 / (1 + Math.exp(-odds[i][j]));
                loss += i == j ? 0 : (q * Math.log(2 * q) + (1 - q) * Math.log(2 * (1 - q))) / N;
            }
        }
        for (int start = 0; start + 2 <= T; start += 2) {
            double[][] state = new double[N][F];
            for (int i = 0; i < N; i++) {
                for (int f = 0; f < F; f++) {
                    state[i][f] = past[(start * N + i) * F + f];
                }
            }
            for (int m = 1; m <= 2; m++) {
                double[][] next = new double[N][];
                for (int i = 0; i < N; i++) {
                    double[] received = new double[H];
                    for (int j = 0; j < N; j++) {
                        double[] message = layer(
                                "message.second",
                                RELU,
                                sum(
                                        RELU,
                                        layer("message.receiver", "message.bias", NONE, state[i]),
                                        layer("message.sender", "", NONE, state[j])));
                        for (int k = 0; k < H && j != i; k++) {
                            received[k] += message[k] / (1 + Math.exp(-odds[i][j] / 0.5));
                        }
                    }
                    double[] out = sum(RELU, layer("out", NONE, received), layer("out.state", "", NONE, state[i]));
                    next[i] = sum(NONE, state[i], layer("out.third", NONE, layer("out.second", RELU, out)));
                }
                state = next;
                for (int i = 0; i < N; i++) {
                    for (int f = 0; f < F; f++) {
                        int step = start + m;
                        double truth = step < T ? past[(step * N + i) * F + f] : target[i * F + f];
                        loss += Math.pow(state[i][f] - truth, 2) / (2 * 0.1) / N;
                    }
                }
            }
        }
        return loss;
    }

    @Test
    void givenWindows_whenEncodedAndDecoded_thenEdgesAndLossAreAsWritten() {
        double[][][] edges = network.edges(p, windows);
        double loss = 0;
        for (int b = 0; b < 4; b++) {
            double[][] odds = oddsAsWritten(windows.past()[b]);
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    assertEquals(i == j ? 0 : 1 / (1 + Math.exp(-odds[i][j])), edges[b][i][j], 1e-5);
                }
            }
            loss += lossAsWritten(windows.past()[b], windows.target()[b]) / 4;
        }
        assertEquals(loss, network.loss(p, windows), 1e-4 * loss);
    }

    @Test
    void givenTheLoss_whenDifferentiated_thenGradientsAreFiniteDifferences() {
        Parameters gradient = p.zeros();
        network.gradient(p, windows, 0, gradient);
        for (String name : p.names()) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k += 9) {
                double expected = FiniteDifferences.slope(values, k, 0.003f, () -> network.loss(p, windows));
                assertEquals(expected, gradient.get(name)[k], 0.02 + 0.05 * Math.abs(expected), name + " " + k);
            }
        }
    }

    @Test
    void givenDrawnEdges_whenTrainedOn_thenEachStepDrawsOthersAndASeedTheSame() {
        RelationNetwork one = new RelationNetwork(N, F, T, SHAPE, 1);
        RelationNetwork two = new RelationNetwork(N, F, T, SHAPE, 1);
        double first = one.gradient(p, windows, 0, p.zeros());
        assertEquals(first, two.gradient(p, windows, 0, p.zeros()));
        assertNotEquals(first, one.gradient(p, windows, 1, p.zeros()));
    }

    @Test
    void givenSpikes_whenFitted_thenEdgesAreProbabilitiesAndTheLossFalls() {
        Recording recording = new Simulation(Network.linearNonlinearPoisson().withNeurons(5), 10, 1).run();
        NriOptions options = NriOptions.standard()
                .with(5, 6, new NriOptions.Shape(6, 3, 0.01, 0.5))
                .training(0.005, 16, 4, 400);
        NriResult result = new Nri().fit(recording, options);
        double[] loss = result.curves().get(0).y();
        assertTrue(loss[3] < loss[0], loss[0] + " to " + loss[3]);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertTrue(
                        i == j
                                ? result.weights()[i][j] == 0
                                : result.weights()[i][j] > 0 && result.weights()[i][j] < 1);
            }
        }
        assertThrows(InputException.class, () -> new Nri().fit(recording, options.with(5000, 6, options.network())));
        assertThrows(InputException.class, () -> options.with(5, 2, options.network()));
    }
}

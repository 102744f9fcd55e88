package circuitscope.infer.amag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import circuitscope.spikes.Segment;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class AmagTest {
    private static final int N = 4;
    private static final int H = 3;
    private static final int BINS = 5;
    private static final AmagNetwork NETWORK = new AmagNetwork(N, H);

    private static Windows windows(int times) {
        UniformRandomProvider random = RandomStreams.of(1, "windows");
        float[][] past = new float[times][BINS * N];
        float[][] target = new float[times][N];
        for (int b = 0; b < times; b++) {
            for (int k = 0; k < past[b].length; k++) {
                past[b][k] = random.nextInt(3);
            }
            for (int i = 0; i < N; i++) {
                target[b][i] = random.nextInt(2);
            }
        }
        return new Windows(BINS, past, target);
    }

    private static Parameters parameters() {
        UniformRandomProvider random = RandomStreams.of(2, "parameters");
        float[] additive = new float[N * N];
        float[] multiplicative = new float[N * N];
        for (int k = 0; k < N * N; k++) {
            additive[k] = random.nextFloat() * 4 - 2;
            multiplicative[k] = random.nextFloat() * 4 - 2;
        }
        return NETWORK.start(additive, multiplicative, -1, random);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double dot(float[] layer, int row, double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += layer[row * x.length + k] * x[k];
        }
        return sum;
    }

    /** The equations as they are written. */
    private static double[] asWritten(Parameters p, float[] past) {
        double[][] h = new double[N][H];
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < BINS; k++) {
                double[] next = new double[H];
                double x = past[k * N + i];
                for (int c = 0; c < H; c++) {
                    double[] in = new double[3];
                    double[] back = new double[3];
                    for (int g = 0; g < 3; g++) {
                        in[g] = p.get("gru.input")[g * H + c] * x + p.get("gru.input_bias")[g * H + c];
                        back[g] = dot(p.get("gru.state"), g * H + c, h[i]) + p.get("gru.state_bias")[g * H + c];
                    }
                    double update = sigmoid(in[1] + back[1]);
                    double fresh = Math.tanh(in[2] + sigmoid(in[0] + back[0]) * back[2]);
                    next[c] = (1 - update) * fresh + update * h[i][c];
                }
                h[i] = next;
            }
        }
        double[] y = new double[N];
        for (int i = 0; i < N; i++) {
            double[] additive = new double[H];
            double[] multiplicative = new double[H];
            for (int j = 0; j < N; j++) {
                double gate = p.get("gate.out_bias")[0];
                for (int c = 0; c < H; c++) {
                    gate += p.get("gate.out")[c]
                            * Math.max(
                                    0,
                                    dot(p.get("gate.target"), c, h[i])
                                            + dot(p.get("gate.sender"), c, h[j])
                                            + p.get("gate.bias")[c]);
                }
                for (int c = 0; c < H && j != i; c++) {
                    additive[c] += sigmoid(gate) * p.get("additive")[i * N + j] * h[j][c];
                    multiplicative[c] += p.get("multiplicative")[i * N + j] * h[i][c] * h[j][c];
                }
            }
            y[i] = p.get("readout_bias")[0];
            for (int c = 0; c < H; c++) {
                double sum = h[i][c]
                        + dot(p.get("additive.layer"), c, additive)
                        + p.get("additive.bias")[c]
                        + dot(p.get("multiplicative.layer"), c, multiplicative)
                        + p.get("multiplicative.bias")[c];
                y[i] += p.get("readout")[c] * sum / 3;
            }
        }
        return y;
    }

    @Test
    void givenWindows_whenPredicted_thenItIsAsTheEquationsAreWritten() {
        Parameters p = parameters();
        Windows windows = windows(3);
        float[][] predicted = NETWORK.predict(p, windows);
        for (int b = 0; b < 3; b++) {
            double[] expected = asWritten(p, windows.past()[b]);
            for (int i = 0; i < N; i++) {
                assertEquals(expected[i], predicted[b][i], 1e-5);
            }
        }
    }

    @Test
    void givenTheLoss_whenDifferentiated_thenGradientsAreFiniteDifferencesAndTheDiagonalHasNone() {
        Parameters p = parameters();
        Windows windows = windows(6);
        Parameters gradient = p.zeros();
        assertEquals(NETWORK.loss(p, windows), NETWORK.gradient(p, windows, 0, gradient), 1e-5);
        for (String name : List.of("additive", "multiplicative", "gate.sender", "gru.state", "readout")) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k++) {
                double expected = FiniteDifferences.slope(values, k, 0.01f, () -> NETWORK.loss(p, windows));
                assertEquals(expected, gradient.get(name)[k], 1e-4, name + " " + k);
            }
        }
        for (int i = 0; i < N; i++) {
            assertEquals(0, gradient.get("additive")[i * N + i]);
        }
    }

    @Test
    void givenSpikes_whenCountedInBins_thenAsByHandAndNotAcrossABorder() {
        Recording recording = Recording.builder(2, 60, 1)
                .segments(List.of(new Segment(0, 30), new Segment(30, 60)))
                .add(29, 0)
                .add(31, 1)
                .add(33, 0)
                .add(33, 0)
                .add(35, 1)
                .add(36, 1)
                .build();
        Windows windows = Windows.counted(recording, recording, new int[] {34}, 3, 2);
        // bins 28 to 29 (of another segment), 30 to 31, 32 to 33; then 34 to 35
        assertArrayEquals(new float[] {0, 0, 0, 1, 2, 0}, windows.past()[0]);
        assertArrayEquals(new float[] {0, 1}, windows.target()[0]);
    }

    @Test
    void givenARing_whenFitted_thenTheLossFallsAndItIsTheSameTwice() {
        Recording recording = new Simulation(Network.linearNonlinearPoisson().withNeurons(6), 10, 1).run();
        for (AmagOptions.Start start : AmagOptions.Start.values()) {
            AmagOptions options =
                    AmagOptions.standard().with(4, start).withBins(4, 4).training(0.01, 32, 4, 1000);
            AmagResult one = new Amag().fit(recording, options);
            AmagResult two = new Amag().fit(recording, options);
            double[] loss = one.curves().get(0).y();
            assertTrue(loss[3] < loss[0], start + ": " + loss[0] + " to " + loss[3]);
            for (int i = 0; i < 6; i++) {
                assertArrayEquals(one.weights()[i], two.weights()[i]);
                assertEquals(0, one.weights()[i][i]);
            }
            one.rates().orElseThrow().visit(recording, new int[] {500, 501}, (step, rates) -> {
                for (double rate : rates) {
                    assertTrue(rate > 0 && rate < 1, "rate " + rate);
                }
            });
        }
    }

    @Test
    void givenWrongOptions_whenMade_thenTheyAreRefused() {
        AmagOptions standard = AmagOptions.standard();
        assertThrows(InputException.class, () -> standard.withBins(0, 1));
        assertThrows(InputException.class, () -> standard.with(4, null));
        assertThrows(InputException.class, () -> standard.training(0.1, 0, 1, 1));
    }
}

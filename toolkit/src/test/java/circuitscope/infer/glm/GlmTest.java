package circuitscope.infer.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Progress;
import circuitscope.evaluate.WeightError;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class GlmTest {
    private static final int LAGS = 12;
    private static final double[][] PLANTED = {
        {0, 0.8, -0.7, 0},
        {-0.9, 0, 0.6, 0.3},
        {0.5, -0.4, 0, -0.8},
        {0.4, 0, 0.9, 0}
    };

    /** Spikes of a GLM with these weights and an exponential filter, drawn step by step. */
    private static Recording planted(int steps, List<Segment> segments, long seed) {
        Random random = new Random(seed);
        double[] s = new double[4];
        int segment = 0;
        Recording.Builder builder = Recording.builder(4, steps, 1).segments(segments);
        for (int t = 0; t < steps; t++) {
            if (t >= segments.get(segment).end()) {
                segment++;
                Arrays.fill(s, 0);
            }
            boolean[] spike = new boolean[4];
            for (int i = 0; i < 4; i++) {
                double drive = -2.5;
                for (int j = 0; j < 4; j++) {
                    drive += PLANTED[i][j] * s[j];
                }
                spike[i] = random.nextDouble() < Math.exp(drive)
                        && segments.get(segment).contains(t);
            }
            for (int i = 0; i < 4; i++) {
                s[i] = s[i] * Math.exp(-1 / 3.0) + (spike[i] ? 1 : 0);
                if (spike[i]) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    private static Recording planted(int steps, long seed) {
        return planted(steps, List.of(new Segment(0, steps)), seed);
    }

    @Test
    void givenABasis_whenComparedToNumPy_thenColumnsAgree() {
        // y = numpy.log(numpy.arange(1, 13) + 1); c = numpy.linspace(y[0], y[-1], 4); D = c[1] - c[0]
        // (1 + numpy.cos(numpy.clip(numpy.pi * (y - c[1]) / (2 * D), -numpy.pi, numpy.pi))) / 2
        double[] expected = {
            0.5,
            0.926259541,
            0.992428532,
            0.870570579,
            0.683490585,
            0.493838597,
            0.329257012,
            0.199391095,
            0.105163298,
            0.0435718142,
            0.01011756,
            0
        };
        CosineBasis basis = new CosineBasis(12, 4);
        double[] found = IntStream.rangeClosed(1, 12)
                .mapToDouble(lag -> basis.at(1, lag))
                .toArray();
        assertArrayEquals(expected, found, 1e-6);
        assertEquals(1, basis.at(0, 1));
    }

    /** Value by three plain loops over every step. */
    private static double naiveValue(
            Recording recording, Split split, double[][] w, double[] b, double[] f, int i, double ridge) {
        double value = 0;
        for (Segment part : split.training()) {
            for (int t = part.start(); t < part.end(); t++) {
                int now = t;
                Segment segment = recording.segments().stream()
                        .filter(s -> s.contains(now))
                        .findFirst()
                        .orElseThrow();
                double drive = b[i];
                int count = 0;
                for (int k = 0; k < recording.spikes(); k++) {
                    int lag = t - recording.stepOf(k);
                    int j = recording.neuronOf(k);
                    if (lag >= 1 && lag <= f.length && j != i && recording.stepOf(k) >= segment.start()) {
                        drive += w[i][j] * f[lag - 1];
                    }
                    count += lag == 0 && j == i ? 1 : 0;
                }
                value += Math.exp(drive) - count * drive;
            }
        }
        for (int j = 0; j < w.length; j++) {
            value += j == i ? 0 : ridge / 2 * w[i][j] * w[i][j];
        }
        return value;
    }

    @Test
    void givenAnyPoint_whenEvaluatedAtAllSteps_thenValueIsThatOfPlainLoopsAndGradientThatOfDifferences() {
        List<Segment> segments = List.of(new Segment(0, 700), new Segment(750, 1500));
        Recording recording = planted(1500, segments, 1);
        Split split = Split.of(recording);
        CosineBasis basis = new CosineBasis(LAGS, 5);
        GlmObjective objective = objective(recording, split, basis, 1, 0.7);
        Random random = new Random(2);
        double[][] w = new double[4][4];
        double[] b = new double[4];
        for (int i = 0; i < 4; i++) {
            b[i] = -2 + 0.2 * random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                w[i][j] = i == j ? 0 : 0.5 * random.nextGaussian();
            }
        }
        double[] z = random.doubles(5, 0, 1).toArray();
        List<Integer> all = List.of(0, 1, 2, 3);
        GlmObjective.Evaluation at = objective.evaluate(all, w, b, z);
        double[] f = basis.filter(z);
        for (int i = 0; i < 4; i++) {
            double expected = naiveValue(recording, split, w, b, f, i, 0.7);
            assertEquals(expected, at.value()[i], 1e-9 * Math.abs(expected));
            for (int j = 0; j < 4; j++) {
                double h = 1e-5;
                double[][] up = {w[0].clone(), w[1].clone(), w[2].clone(), w[3].clone()};
                double[] bUp = b.clone();
                double[][] down = {w[0].clone(), w[1].clone(), w[2].clone(), w[3].clone()};
                double[] bDown = b.clone();
                if (i == j) {
                    bUp[i] += h;
                    bDown[i] -= h;
                } else {
                    up[i][j] += h;
                    down[i][j] -= h;
                }
                double slope = (objective.evaluate(all, up, bUp, z).value()[i]
                                - objective.evaluate(all, down, bDown, z).value()[i])
                        / (2 * h);
                assertEquals(slope, at.gradient()[i][j], 1e-5 * (1 + Math.abs(slope)));
            }
        }
    }

    private static GlmObjective objective(
            Recording recording, Split split, CosineBasis basis, int stride, double ridge) {
        QuadratureRows rows = QuadratureRows.draw(split.training(), stride, RandomSource.XO_SHI_RO_256_PP.create(1));
        return new GlmObjective(
                recording,
                basis,
                SpikeTriggeredActivity.count(recording, split.training(), basis, Progress.silent()),
                rows,
                recording.spikeCounts(split.training()),
                ridge,
                new GlmWork(Progress.silent(), 4, rows, rows));
    }

    @Test
    void givenSpikesOfAGlm_whenFitted_thenWeightsAndFilterAreFound() {
        Recording recording = planted(400_000, 3);
        GlmResult result = new Glm()
                .fit(recording, GlmOptions.standard().withFilter(LAGS, 6).withStride(1));
        assertTrue(WeightError.of(result.weights(), PLANTED).delta() < 0.04);
        for (int lag = 1; lag <= LAGS; lag++) {
            assertEquals(Math.exp((1 - lag) / 3.0), result.filter()[lag - 1], 0.06, "lag " + lag);
        }
        assertEquals(-2.5, result.bias()[1], 0.05);
    }

    @Test
    void givenTheSolution_whenPerturbed_thenTheLikelihoodFalls() {
        Recording recording = planted(60_000, 4);
        GlmOptions options =
                GlmOptions.standard().withFilter(LAGS, 6).withStride(1).withTolerance(1e-6);
        GlmResult result = new Glm().fit(recording, options);
        Split split = result.provenance().split();
        double best = 0;
        for (int i = 0; i < 4; i++) {
            best += value(recording, split, result.weights(), result.filter(), result.bias(), i);
        }
        Random random = new Random(5);
        for (int trial = 0; trial < 20; trial++) {
            double moved = 0;
            double[] filter = result.filter().clone();
            double[][] weights = new double[4][];
            for (int i = 0; i < 4; i++) {
                weights[i] = result.weights()[i].clone();
                for (int j = 0; j < 4; j++) {
                    weights[i][j] += i == j ? 0 : 0.02 * random.nextGaussian();
                }
            }
            for (int i = 0; i < 4; i++) {
                moved += value(recording, split, weights, filter, result.bias(), i);
            }
            assertTrue(moved > best);
        }
    }

    private static double value(Recording recording, Split split, double[][] w, double[] f, double[] b, int i) {
        double[] sum = new double[1];
        int[] next = {0};
        double ridge = 0;
        for (double weight : w[i]) {
            ridge += weight * weight / 2;
        }
        new GlmRates(w, b, f).visit(recording, split.training().get(0).steps(), (step, rates) -> {
            sum[0] += rates[i];
            for (; next[0] < recording.spikes() && recording.stepOf(next[0]) == step; next[0]++) {
                sum[0] -= recording.neuronOf(next[0]) == i ? Math.log(rates[i]) : 0;
            }
        });
        return sum[0] + ridge;
    }

    @Test
    void givenASeed_whenFittedTwice_thenTheResultIsTheSameToTheLastBit() {
        Recording recording = planted(30_000, 6);
        GlmOptions options = GlmOptions.standard().withFilter(LAGS, 6).withStride(3);
        assertArrayEquals(
                new Glm().fit(recording, options).weights(),
                new Glm().fit(recording, options).weights());
    }

    @Test
    void givenAnInterruptedThread_whenFitting_thenItStops() {
        Recording recording = planted(30_000, 7);
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> new Glm().fit(recording, GlmOptions.standard().withFilter(LAGS, 6)));
    }
}

package circuitscope.infer.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Progress;
import circuitscope.SharedData;
import circuitscope.Workers;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.WeightError;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.infer.Request;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class GlmTest {
    private static final int LAGS = 12;
    private static final List<Integer> ALL = List.of(0, 1, 2, 3);
    private static final double[][] PLANTED = {
        {0, 0.8, -0.7, 0},
        {-0.9, 0, 0.6, 0.3},
        {0.5, -0.4, 0, -0.8},
        {0.4, 0, 0.9, 0}
    };

    /** Preferred angle and strength of tuning of each planted neuron. */
    private static final double[][] TUNED = {{0.3, 1.2}, {0.9, 1}, {3, 0.8}, {5, 1.1}};

    /** Spikes of a GLM with these weights and an exponential filter, drawn step by step. */
    private static Recording planted(int steps, List<Segment> segments, long seed) {
        return planted(PLANTED, steps, segments, 0, seed);
    }

    /** The same, tuned to an angle that wanders, as strongly as {@code tuned} says. */
    private static Recording planted(double[][] couplings, int steps, List<Segment> segments, double tuned, long seed) {
        Random random = new Random(seed);
        Random steering = new Random(~seed);
        double[] theta = new double[steps / 10];
        for (int k = 1; k < theta.length; k++) {
            theta[k] = theta[k - 1] + 0.05 * steering.nextGaussian();
        }
        double[] s = new double[4];
        int segment = 0;
        Recording.Builder builder = Recording.builder(4, steps, 1).segments(segments);
        if (tuned > 0) {
            builder.covariate(new Covariate.Circular("angle", 10, theta));
        }
        for (int t = 0; t < steps; t++) {
            if (t >= segments.get(segment).end()) {
                segment++;
                Arrays.fill(s, 0);
            }
            boolean[] spike = new boolean[4];
            for (int i = 0; i < 4; i++) {
                double drive = -2.5 + tuned * TUNED[i][1] * Math.cos(theta[t / 10] - TUNED[i][0]);
                for (int j = 0; j < 4; j++) {
                    drive += couplings[i][j] * s[j];
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
        GlmObjective objective = objective(
                recording, split, basis, AngleHarmonics.none(), new GlmPenalty.Term(GlmPenalty.Norm.RIDGE, 0.7));
        Random random = new Random(2);
        double[][] w = randomWeights(4, random);
        double[] b = random.doubles(4, -2.3, -1.7).toArray();
        double[] z = random.doubles(5, 0, 1).toArray();
        GlmObjective.Evaluation at = objective.evaluate(ALL, w, b, z);
        double[] f = basis.filter(z);
        for (int i = 0; i < 4; i++) {
            double expected = naiveValue(recording, split, w, b, f, i, 0.7);
            assertEquals(expected, at.value()[i], 1e-9 * Math.abs(expected));
        }
        assertGradientIsThatOfDifferences(objective, w, b, z, 0);
    }

    @Test
    void givenAnAngleAndAnL1Penalty_whenEvaluated_thenValueIsThatOfRatesAndGradientThatOfDifferences() {
        Recording recording = planted(PLANTED, 1500, List.of(new Segment(0, 1500)), 1, 1);
        Split split = Split.of(recording);
        CosineBasis basis = new CosineBasis(LAGS, 5);
        AngleHarmonics tuning = AngleHarmonics.of(recording, 2);
        GlmObjective objective =
                objective(recording, split, basis, tuning, new GlmPenalty.Term(GlmPenalty.Norm.LASSO, 3));
        Random random = new Random(2);
        double[][] w = randomWeights(8, random);
        double[] b = random.doubles(4, -2.3, -1.7).toArray();
        double[] z = random.doubles(5, 0, 1).toArray();
        GlmObjective.Evaluation at = objective.evaluate(ALL, w, b, z);
        double[] f = basis.filter(z);
        for (int i = 0; i < 4; i++) {
            int neuron = i;
            double[] sum = new double[1];
            double absolute = 0;
            for (int j = 0; j < 4; j++) {
                absolute += Math.abs(w[i][j]);
            }
            for (int t : split.training().get(0).steps()) {
                double drive = b[i];
                for (int j = 0; j < 4; j++) {
                    for (int spike : recording.spikeTrain(j)) {
                        drive += t - spike >= 1 && t - spike <= LAGS ? w[i][j] * f[t - spike - 1] : 0;
                    }
                }
                double theta = recording.angle().orElseThrow().at(t);
                drive += w[i][4] * Math.cos(theta) + w[i][5] * Math.sin(theta);
                drive += w[i][6] * Math.cos(2 * theta) + w[i][7] * Math.sin(2 * theta);
                sum[0] += Math.exp(drive);
                sum[0] -= Arrays.stream(recording.spikeTrain(neuron)).anyMatch(spike -> spike == t) ? drive : 0;
            }
            assertEquals(sum[0] + 3 * absolute, at.value()[i], 1e-9 * Math.abs(sum[0]));
        }
        assertGradientIsThatOfDifferences(objective, w, b, z, 3);
    }

    private static double[][] randomWeights(int inputs, Random random) {
        double[][] w = new double[4][inputs];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < inputs; j++) {
                w[i][j] = i == j ? 0 : 0.5 * random.nextGaussian();
            }
        }
        return w;
    }

    /** The value holds the l1 penalty, and the gradient does not. */
    private static void assertGradientIsThatOfDifferences(
            GlmObjective objective, double[][] w, double[] b, double[] z, double lasso) {
        GlmObjective.Evaluation at = objective.evaluate(ALL, w, b, z);
        double h = 1e-5;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < w[i].length; j++) {
                double[] values = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[][] moved = Arrays.stream(w).map(double[]::clone).toArray(double[][]::new);
                    double[] bias = b.clone();
                    double change = side == 0 ? h : -h;
                    bias[i] += i == j ? change : 0;
                    moved[i][j] += i == j ? 0 : change;
                    values[side] = objective.evaluate(ALL, moved, bias, z).value()[i];
                }
                double slope = (values[0] - values[1]) / (2 * h) - (j < 4 ? lasso * Math.signum(w[i][j]) : 0);
                assertEquals(slope, at.gradient()[i][j], 1e-5 * (1 + Math.abs(slope)), i + ", " + j);
            }
        }
    }

    private static GlmObjective objective(
            Recording recording, Split split, CosineBasis basis, AngleHarmonics tuning, GlmPenalty.Term penalty) {
        SampledSteps rows = SampledSteps.draw(split.training(), 1, RandomSource.XO_SHI_RO_256_PP.create(1));
        return new GlmObjective(
                recording,
                basis,
                tuning,
                SpikeTriggeredActivity.count(
                        recording, recording.spikeTrains(split.training()), basis, tuning, Workers.all()),
                rows,
                recording.spikeCounts(split.training()),
                penalty,
                Optional.empty(),
                new GlmWork(Progress.silent(), 4, rows, rows, 1),
                Workers.all());
    }

    @Test
    void givenSpikesOfAGlm_whenFitted_thenWeightsAndFilterAreFound() {
        Recording recording = planted(400_000, 3);
        GlmResult result = new Glm()
                .fit(recording, GlmOptions.standard().withFilter(LAGS, 6).withStride(1));
        assertTrue(WeightError.of(result.weights(), PLANTED).delta() < 0.04);
        for (int lag = 1; lag <= LAGS; lag++) {
            assertEquals(Math.exp((1 - lag) / 3.0), result.filter().y()[lag - 1], 0.06, "lag " + lag);
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
            best += value(recording, split, result.weights(), result.filter().y(), result.bias(), i);
        }
        Random random = new Random(5);
        for (int trial = 0; trial < 20; trial++) {
            double moved = 0;
            double[] filter = result.filter().y().clone();
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
        new GlmRates(w, b, f, new double[4][0], Recovery.none(new double[4]))
                .visit(recording, split.training().get(0).steps(), (step, rates) -> {
                    sum[0] += rates[i];
                    for (; next[0] < recording.spikes() && recording.stepOf(next[0]) == step; next[0]++) {
                        sum[0] -= recording.neuronOf(next[0]) == i ? Math.log(rates[i]) : 0;
                    }
                });
        return sum[0] + ridge;
    }

    /** With no room for the curvatures of all neurons, steps come from one that they share; the optimum is the same. */
    @Test
    void givenRoomForOneCurvature_whenFitted_thenTheSolutionIsThatWithRoomForAll() {
        Recording recording = planted(PLANTED, 60_000, List.of(new Segment(0, 60_000)), 1, 4);
        GlmOptions options = GlmOptions.standard()
                .withFilter(LAGS, 6)
                .withStride(1)
                .withHarmonics(1)
                .withTolerance(1e-7);
        GlmResult all = new Glm().fit(recording, options);
        GlmResult one = new Glm(false, false, 36).fit(recording, options);
        assertTrue(one.convergence().converged());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(all.weights()[i], one.weights()[i], 1e-3);
            assertArrayEquals(all.tuning()[i], one.tuning()[i], 1e-3);
            assertArrayEquals(
                    all.connectivity().deviation().orElseThrow()[i],
                    one.connectivity().deviation().orElseThrow()[i],
                    1e-3);
        }
        assertArrayEquals(all.bias(), one.bias(), 1e-3);
    }

    /** The same step by the normal equations of all that is free, solved by Commons Math. */
    @Test
    void givenANormalModel_whenAskedForAMove_thenItIsTheNewtonStepOfItsCurvatureWithoutTheOwnInput() {
        double[][] covariance = {{2, 0.3, -0.2}, {0.3, 1.5, 0.4}, {-0.2, 0.4, 1.2}};
        double[] mean = {0.6, 9, -0.3};
        double[] start = {0.1, -2, 0.3};
        double[] slope = {3, -1, 2};
        QuadraticModel.Move move = new QuadraticModel.Normal(
                        MatrixUtils.inverse(MatrixUtils.createRealMatrix(covariance))
                                .getData(),
                        mean,
                        50,
                        1)
                .move(start, slope);
        double[][] curvature = new double[3][3];
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                double inputs = j == 1 || k == 1 ? 0 : covariance[j][k];
                curvature[j][k] = 50 * (inputs + (j == 1 ? 1 : mean[j]) * (k == 1 ? 1 : mean[k]));
            }
        }
        double[] step = new LUDecomposition(MatrixUtils.createRealMatrix(curvature))
                .getSolver()
                .solve(MatrixUtils.createRealVector(slope))
                .toArray();
        double gain = 0;
        for (int j = 0; j < 3; j++) {
            assertEquals(start[j] - step[j], move.point()[j], 1e-12);
            gain += step[j] * slope[j] / 2;
        }
        assertEquals(gain, move.gain(), 1e-12);
    }

    /** Second derivatives of the plain loops' value, inverted by Commons Math, over every step. */
    @Test
    void givenCovariances_whenKept_thenTheyAreTheInverseOfTheSecondDerivatives() {
        Recording recording = planted(6000, 3);
        GlmOptions options = GlmOptions.standard().withFilter(LAGS, 5).withStride(1);
        GlmResult fit = new Glm().withCovariances().fit(Request.of(recording), options);
        double[][][] found = fit.connectivity().covariances().orElseThrow();
        double[] f = fit.filter().y();
        double[][] curvature = new double[4][4];
        for (int t : Split.of(recording).training().stream()
                .flatMapToInt(part -> Arrays.stream(part.steps()))
                .toArray()) {
            double[] input = new double[4];
            for (int k = 0; k < recording.spikes(); k++) {
                int lag = t - recording.stepOf(k);
                input[recording.neuronOf(k)] += lag >= 1 && lag <= LAGS ? f[lag - 1] : 0;
            }
            double drive = fit.bias()[0];
            for (int j = 1; j < 4; j++) {
                drive += fit.weights()[0][j] * input[j];
            }
            input[0] = 1;
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 4; k++) {
                    curvature[j][k] += Math.exp(drive) * input[j] * input[k];
                }
            }
        }
        for (int j = 1; j < 4; j++) {
            curvature[j][j] += 1;
        }
        double[][] expected =
                MatrixUtils.inverse(MatrixUtils.createRealMatrix(curvature)).getData();
        double[][] errors = new Glm()
                .fit(Request.of(recording), options)
                .connectivity()
                .deviation()
                .orElseThrow();
        for (int j = 1; j < 4; j++) {
            for (int k = 1; k < 4; k++) {
                double size = Math.sqrt(expected[j][j] * expected[k][k]);
                assertEquals(expected[j][k], found[0][j][k], 0.05 * size, j + ", " + k);
            }
            assertEquals(errors[0][j], Math.sqrt(found[0][j][j]), 1e-12);
            assertEquals(0, found[0][j][0] + found[0][0][j]);
        }
    }

    @Test
    void givenNeuronsTunedToAnAngle_whenFittedWithIt_thenTuningAndCouplingsAreFound() {
        Recording recording = planted(PLANTED, 400_000, List.of(new Segment(0, 400_000)), 1, 8);
        GlmOptions options = GlmOptions.standard().withFilter(LAGS, 6).withStride(2);
        GlmResult tuned = new Glm().fit(recording, options.withHarmonics(2));
        for (int i = 0; i < 4; i++) {
            assertEquals(TUNED[i][1] * Math.cos(TUNED[i][0]), tuned.tuning()[i][0], 0.06, "cosine of " + i);
            assertEquals(TUNED[i][1] * Math.sin(TUNED[i][0]), tuned.tuning()[i][1], 0.06, "sine of " + i);
            assertEquals(0, tuned.tuning()[i][2], 0.06, "second harmonic of " + i);
        }
        double withAngle = WeightError.of(tuned.weights(), PLANTED).delta();
        double without = WeightError.of(new Glm().fit(recording, options).weights(), PLANTED)
                .delta();
        assertTrue(withAngle < 0.06, "Delta " + withAngle);
        // what neurons have in common goes into the couplings if the angle is left out
        assertTrue(without > 3 * withAngle, without + " against " + withAngle);
    }

    @Test
    void givenATunedModel_whenItPredicts_thenTheRatesFollowTheAngle() {
        Recording recording = planted(PLANTED, 40_000, List.of(new Segment(0, 40_000)), 1, 9);
        GlmOptions options =
                GlmOptions.standard().withFilter(LAGS, 6).withStride(1).withHarmonics(1);
        Split split = Split.of(recording);
        double tuned = validation(recording, split, new Glm().fit(recording, options));
        double plain = validation(recording, split, new Glm().fit(recording, options.withHarmonics(0)));
        assertTrue(tuned > plain + 0.02, tuned + " against " + plain);
    }

    @Test
    void givenHeadDirectionCells_whenFittedWithTheirAngle_thenTheyPredictBetterWithWeakerCouplings() {
        Recording wake = HeadDirectionSession.read(SharedData.require("data/head-direction/mouse12_120806_dataHD.mat"))
                .wake();
        Split split = Split.of(wake);
        GlmOptions options = GlmOptions.standard().withFilter(100, 4).withStride(3);
        GlmResult plain = new Glm().fit(wake, options);
        GlmResult tuned = new Glm().fit(wake, options.withHarmonics(2));
        assertTrue(validation(wake, split, tuned) > validation(wake, split, plain) + 0.2);
        assertTrue(squares(tuned.weights()) < squares(plain.weights()) / 2);
    }

    private static double squares(double[][] weights) {
        return Arrays.stream(weights)
                .flatMapToDouble(Arrays::stream)
                .map(weight -> weight * weight)
                .sum();
    }

    private static double validation(Recording recording, Split split, GlmResult result) {
        return LikelihoodScore.of(recording, split.validation(), result.rates().orElseThrow(), Workers.all())
                .natsPerSpike();
    }

    @Test
    void givenSeveralStrengths_whenFitted_thenTheOneIsTakenThatPredictsTheValidationPartBest() {
        Recording recording = planted(12_000, 10);
        Split split = Split.of(recording);
        GlmOptions options =
                GlmOptions.standard().withFilter(LAGS, 4).withStride(1).withTolerance(1e-5);
        for (GlmPenalty penalty : List.of(GlmPenalty.ridge(1, 1000, 30, 0.1), GlmPenalty.lasso(300, 3, 10, 0.01))) {
            GlmResult chosen = new Glm().fit(recording, options.withPenalty(penalty));
            GlmResult best = chosen;
            double most = Double.NEGATIVE_INFINITY;
            for (double strength : penalty.strengths()) {
                GlmResult single = new Glm()
                        .fit(recording, options.withPenalty(new GlmPenalty(penalty.norm(), List.of(strength))));
                assertEquals(List.of(), single.path());
                assertEquals(strength, single.penalty());
                double likelihood = heldOut(recording, split, single);
                if (likelihood > most) {
                    most = likelihood;
                    best = single;
                }
            }
            assertEquals(best.penalty(), chosen.penalty(), penalty.toString());
            assertTrue(chosen.penalty() < penalty.strengths().get(0), penalty.toString());
            GlmResult.Trial trial = chosen.path().stream()
                    .filter(one -> one.penalty() == chosen.penalty())
                    .findFirst()
                    .orElseThrow();
            assertEquals(most, trial.validation(), 0.05);
            assertEquals(heldOut(recording, split, chosen), trial.validation(), 1e-6);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(best.weights()[i], chosen.weights()[i], 0.01);
            }
        }
    }

    /** Log-likelihood of the validation part by plain loops over its steps. */
    private static double heldOut(Recording recording, Split split, GlmResult result) {
        double[] sum = new double[1];
        Segment part = split.validation().get(0);
        int[] next = {recording.firstSpikeFrom(part.start())};
        result.rates().orElseThrow().visit(recording, part.steps(), (step, rates) -> {
            sum[0] -= Arrays.stream(rates).sum();
            for (; next[0] < recording.spikes() && recording.stepOf(next[0]) == step; next[0]++) {
                sum[0] += Math.log(rates[recording.neuronOf(next[0])]);
            }
        });
        return sum[0];
    }

    @Test
    void givenFewCouplings_whenFittedWithAnL1Penalty_thenTheOthersAreExactlyZero() {
        double[][] few = {{0, 0.9, 0, 0}, {0, 0, 0, -0.9}, {0.8, 0, 0, 0}, {0, 0, 0, 0}};
        Recording recording = planted(few, 100_000, List.of(new Segment(0, 100_000)), 0, 11);
        GlmResult result = new Glm()
                .fit(
                        recording,
                        GlmOptions.standard().withFilter(LAGS, 6).withStride(1).withPenalty(GlmPenalty.lasso(120)));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                if (few[i][j] == 0) {
                    assertEquals(0, result.weights()[i][j], i + ", " + j);
                } else {
                    assertEquals(few[i][j], result.weights()[i][j], 0.2, i + ", " + j);
                }
            }
        }
    }

    @Test
    void givenAnL1Solution_whenItsSlopesAreTaken_thenTheyAreThoseOfAnOptimum() {
        Recording recording = planted(PLANTED, 30_000, List.of(new Segment(0, 30_000)), 1, 12);
        Split split = Split.of(recording);
        double strength = 60;
        GlmOptions options = GlmOptions.standard()
                .withFilter(LAGS, 2)
                .withStride(1)
                .withHarmonics(1)
                .withTolerance(1e-9)
                .withPenalty(GlmPenalty.lasso(strength));
        GlmResult result = new Glm().fit(recording, options);
        // slopes of the likelihood from rates and spikes alone, not from the objective that was minimized
        double[][] slope = new double[4][7];
        int[] next = {0};
        result.rates().orElseThrow().visit(recording, split.training().get(0).steps(), (step, rates) -> {
            double[] residual = rates.clone();
            for (; next[0] < recording.spikes() && recording.stepOf(next[0]) == step; next[0]++) {
                residual[recording.neuronOf(next[0])]--;
            }
            double[] inputs = new double[7];
            for (int k = recording.firstSpikeFrom(Math.max(0, step - LAGS)); k < recording.firstSpikeFrom(step); k++) {
                inputs[recording.neuronOf(k)] += result.filter().y()[step - recording.stepOf(k) - 1];
            }
            double theta = recording.angle().orElseThrow().at(step);
            inputs[4] = Math.cos(theta);
            inputs[5] = Math.sin(theta);
            inputs[6] = 1;
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 7; j++) {
                    slope[i][j] += residual[i] * inputs[j];
                }
            }
        });
        int zeros = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 7; j++) {
                if (j >= 4) {
                    assertEquals(0, slope[i][j], 0.05, "free input " + j + " of " + i);
                } else if (i != j && result.weights()[i][j] == 0) {
                    zeros++;
                    assertTrue(Math.abs(slope[i][j]) <= strength + 0.05);
                } else if (i != j) {
                    assertEquals(-strength * Math.signum(result.weights()[i][j]), slope[i][j], 0.05);
                }
            }
        }
        assertTrue(zeros > 0 && zeros < 12, zeros + " zeros");
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

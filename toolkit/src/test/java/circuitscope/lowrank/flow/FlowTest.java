package circuitscope.lowrank.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.files.NpzFile;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTest {
    private static final FlowOptions SMALL =
            FlowOptions.standard().withSteps(600).withLayers(2, 32);

    /** Points of a normal distribution with correlation 0.8, mean (1, -2) and s.d. (2, 0.5). */
    private static double[][] normal(int count) {
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(1, "test"));
        double[][] x = new double[count][];
        Arrays.setAll(x, i -> {
            double a = normal.sample();
            double b = 0.8 * a + 0.6 * normal.sample();
            return new double[] {1 + 2 * a, -2 + 0.5 * b};
        });
        return x;
    }

    private static double logNormal(double[] x) {
        double a = (x[0] - 1) / 2;
        double b = (x[1] + 2) / 0.5;
        double square = (a * a - 1.6 * a * b + b * b) / 0.36;
        return -square / 2 - Math.log(2 * Math.PI * 2 * 0.5 * 0.6);
    }

    @Test
    void givenANormalDistribution_whenLearned_thenSamplesAndDensitiesAreItsOwn() {
        Flow flow = Flow.fit(normal(4000), SMALL.withSteps(1500), 1, Workers.all());
        double[][] samples = flow.sample(20_000, 1, Workers.all());
        double[] mean = new double[2];
        double product = 0;
        for (double[] x : samples) {
            mean[0] += x[0] / samples.length;
            mean[1] += x[1] / samples.length;
            product += (x[0] - 1) / 2 * (x[1] + 2) / 0.5 / samples.length;
        }
        assertEquals(1, mean[0], 0.1);
        assertEquals(-2, mean[1], 0.025);
        assertEquals(0.8, product, 0.05);
        double[][] points = normal(500);
        double[] logs = flow.logDensity(points, new double[500][0], Workers.all());
        double divergence = 0;
        for (int i = 0; i < 500; i++) {
            divergence += (logNormal(points[i]) - logs[i]) / 500;
        }
        assertEquals(0, divergence, 0.03, "KL divergence");
    }

    /** A density integrates to the share of samples, whatever was learned; with asinh and a heavy base, too. */
    @Test
    void givenAnyFlow_whenItsDensityIsIntegrated_thenTheSumIsTheShareOfSamples() {
        double[][] data = normal(200);
        for (FlowOptions options : new FlowOptions[] {
            SMALL.withSteps(100),
            SMALL.withSteps(100).compressing(),
            SMALL.withSteps(100).withBase(Base.STUDENT_T)
        }) {
            Flow flow = Flow.fit(data, options, 2, Workers.all());
            int side = 240;
            double[][] grid = new double[side * side][];
            Arrays.setAll(grid, k -> new double[] {-19 + 40.0 * (k / side) / side, -7 + 10.0 * (k % side) / side});
            double sum = 0;
            for (double log : flow.logDensity(grid, new double[grid.length][0], Workers.all())) {
                sum += Math.exp(log) * (40.0 / side) * (10.0 / side);
            }
            // tails reach beyond the grid: as many samples are outside
            double inside = Arrays.stream(flow.sample(40_000, 1, Workers.all()))
                            .filter(x -> x[0] > -19 && x[0] < 21 && x[1] > -7 && x[1] < 3)
                            .count()
                    / 40_000.0;
            assertEquals(inside, sum, 0.005);
        }
    }

    @Test
    void givenAFlow_whenIntegratedWithAdaptedSteps_thenSamplesAreThoseOfShortSteps() {
        Flow flow = Flow.fit(normal(500), SMALL, 1, Workers.all());
        double[][] fine = with(flow, Integrator.midpoint(0.005)).sample(300, 4, Workers.all());
        double[][] adapted = with(flow, Integrator.adaptive(1e-4)).sample(300, 4, Workers.all());
        double[][] coarse = flow.sample(300, 4, Workers.all());
        for (int i = 0; i < 300; i++) {
            assertArrayEquals(fine[i], adapted[i], 0.01);
            assertArrayEquals(fine[i], coarse[i], 0.03);
        }
    }

    private static Flow with(Flow flow, Integrator integrator) {
        return new Flow(
                flow.dimensions(),
                flow.conditions(),
                flow.options().withIntegrator(integrator),
                flow.parameters(),
                flow.scaling(),
                flow.conditionScaling(),
                flow.steps(),
                flow.losses(),
                flow.heldOutLosses());
    }

    @Test
    void givenOneSeed_whenTrainedOnOneAndOnTwoThreads_thenSamplesAreTheSame() {
        double[][] data = normal(100);
        double[][] one = Flow.fit(data, SMALL.withSteps(50), 3, Workers.of(1)).sample(2, 1, Workers.of(1));
        double[][] two = Flow.fit(data, SMALL.withSteps(50), 3, Workers.of(2)).sample(2, 1, Workers.of(2));
        assertArrayEquals(one[1], two[1]);
    }

    @Test
    void givenATrainingThatWasStopped_whenTakenUp_thenTheFlowIsTheSame(@TempDir Path folder) {
        double[][] data = normal(60);
        double[][] conditions = new double[60][0];
        FlowOptions options = SMALL.withSteps(250).withFolds(2);
        Flow whole = Flow.fit(data, conditions, 0.1, options, 3, Workers.all(), Optional.empty());
        Path file = folder.resolve("flow.ckpt");
        Examples examples = new Examples(data, conditions, 0.1);
        FlowTraining training =
                new FlowTraining(examples, whole.scaling(), whole.conditionScaling(), options, 3, Workers.all());
        new FlowCheckpoint(file, examples, options, 3).write(training.train(training.begin(0), 130, (a, b, c) -> {}));
        AtomicInteger heard = new AtomicInteger();
        Workers impatient = Workers.all().telling((stage, done, total) -> {
            if (heard.incrementAndGet() > 40) {
                throw new CancellationException("enough");
            }
        });
        assertThrows(
                CancellationException.class,
                () -> Flow.fit(data, conditions, 0.1, options, 3, impatient, Optional.of(file)));
        Flow resumed = Flow.fit(data, conditions, 0.1, options, 3, Workers.all(), Optional.of(file));
        assertArrayEquals(whole.heldOutLosses()[0], resumed.heldOutLosses()[0]);
        assertEquals(whole.steps(), resumed.steps());
        assertArrayEquals(whole.losses(), resumed.losses());
        for (String name : whole.parameters().names()) {
            assertArrayEquals(whole.parameters().get(name), resumed.parameters().get(name), name);
        }
        InputException other = assertThrows(
                InputException.class,
                () -> Flow.fit(data, conditions, 0.2, options, 3, Workers.all(), Optional.of(file)));
        assertTrue(other.getMessage().contains("is not a checkpoint of this flow"));
    }

    /** A network that is large for twenty points learns them by heart. */
    @Test
    void givenFewPoints_whenFoldsAreHeldOut_thenTrainingEndsEarlierAndTheDensityOfOthersIsHigher() {
        double[][] data = normal(20);
        FlowOptions options = FlowOptions.standard().withSteps(1200).withBatch(256);
        Flow stopped = Flow.fit(data, options.withFolds(4), 1, Workers.all());
        Flow whole = Flow.fit(data, options, 1, Workers.all());
        assertTrue(stopped.steps() < 800, "steps " + stopped.steps());
        double[][] others = Arrays.copyOfRange(normal(520), 20, 520);
        double early = Arrays.stream(stopped.logDensity(others, new double[500][0], Workers.all()))
                .average()
                .orElseThrow();
        double late = Arrays.stream(whole.logDensity(others, new double[500][0], Workers.all()))
                .average()
                .orElseThrow();
        assertTrue(early > late, early + " " + late);
    }

    @Test
    void givenLoadings_whenTheirDistributionIsWrittenAndRead_thenSamplesAreTheSame(@TempDir Path folder) {
        Loadings some = TestCase.QUAD_STABLE.law().draw(300, 1);
        ConnectivityFlow flow =
                ConnectivityFlow.fit(some.received(), some.n(), 0.5, SMALL.withSteps(200), 1, Workers.all());
        assertArrayEquals(new int[] {0, 1}, flow.varying());
        NpzFile.write(folder.resolve("flow.npz"), FlowFile.arrays(flow));
        ConnectivityFlow read = FlowFile.read(NpzFile.read(folder.resolve("flow.npz")));
        Loadings first = flow.sample(700, 2, Workers.all());
        Loadings second = read.sample(700, 2, Workers.all());
        assertArrayEquals(first.m()[699], second.m()[699]);
        assertArrayEquals(first.n()[699], second.n()[699]);
        assertArrayEquals(flow.logDensity(some, Workers.all()), read.logDensity(some, Workers.all()));
        // the field shows only little of what 200 steps have learned
        assertTrue(LowRankNetwork.of(some).relativeError(LowRankNetwork.of(first), TestCase.starts()) < 0.4);
    }

    @Test
    void givenDataThatNoFlowCanLearn_whenFitted_thenTheReasonIsGiven() {
        assertThrows(InputException.class, () -> Flow.fit(new double[10][2], SMALL, 1, Workers.all()));
        assertThrows(InputException.class, () -> Flow.fit(new double[][] {{Double.NaN}, {1}}, SMALL, 1, Workers.all()));
        assertThrows(InputException.class, () -> FlowOptions.standard().withFolds(1));
        assertThrows(InputException.class, () -> Integrator.midpoint(0));
    }
}

package circuitscope.lowrank.inverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.lowrank.LoadingLaw;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.compare.Explained;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormalEquationsTest {
    private static final double[][] GRID = VectorField.grid(TestCase.LIMIT, 20);

    private static LowRankNetwork network(TestCase test, int neurons, long seed) {
        return LowRankNetwork.of(test.law().draw(neurons, seed));
    }

    private static Trajectories run(LowRankNetwork network, int side, int steps) {
        return network.run(VectorField.grid(TestCase.LIMIT, side), steps, Workers.all());
    }

    private static double[][] truth(LoadingLaw law, double[][] c) {
        return Arrays.stream(c).map(law::conditionalMean).toArray(double[][]::new);
    }

    @Test
    void givenOneProblem_whenSolvedInPrimalAndDualForm_thenTheSolutionsAreTheSame() {
        LowRankNetwork network = network(TestCase.QUAD_STABLE, 150, 1);
        Trajectories activity = run(network, 3, 10);
        double[][] c = network.loadings().received();
        double[][] primal = NormalEquations.of(activity, c, network.phi(), false, Workers.all())
                .ridge(1e-4, Workers.all())
                .n();
        double[][] dual = NormalEquations.of(activity, c, network.phi(), true, Workers.all())
                .ridge(1e-4, Workers.all())
                .n();
        for (int i = 0; i < c.length; i++) {
            assertArrayEquals(primal[i], dual[i], 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BISTABLE", "LIMIT_CYCLE", "RING", "QUAD_STABLE"})
    void givenActivity_whenSolved_thenTheMeanOfWhatNeuronsSendComesBack(TestCase test) {
        LowRankNetwork network = network(test, 1000, 1);
        Trajectories activity = run(network, 20, 30);
        double[][] c = network.loadings().received();
        RidgeSolution ridge =
                NormalEquations.of(activity, c, network.phi(), Workers.all()).ridge(1e-4, Workers.all());
        assertTrue(ridge.error() < 1e-3, "representer form: " + ridge.error());
        double told = Explained.share(truth(test.law(), c), ridge.n());
        assertTrue(told > 0.95, "R^2 " + told);
        double error =
                network.relativeError(LowRankNetwork.of(network.loadings().withN(ridge.n())), GRID);
        assertTrue(error < 0.02, "field " + error);
        double[][] other = test.law().draw(3000, 2).received();
        assertTrue(Explained.share(truth(test.law(), other), ridge.conditionalMean(other, Workers.all())) > 0.95);
    }

    /** The field is explained to many digits, and yet n is far from what is told of it: it stays near its random start. */
    @Test
    void givenActivity_whenNIsTrainedFromRandomValues_thenTheFieldIsExactAndTheStructureSpurious() {
        LowRankNetwork network = network(TestCase.RING, 500, 1);
        Trajectories activity = run(network, 10, 30);
        double[][] c = network.loadings().received();
        double[][] n =
                NormalEquations.of(activity, c, network.phi(), Workers.all()).trained(2, 1, 1e-11, Workers.all());
        double error =
                network.relativeError(LowRankNetwork.of(network.loadings().withN(n)), latent(activity));
        assertTrue(error < 1e-6, "field where the activity was " + error);
        double told = Explained.share(truth(TestCase.RING.law(), c), n);
        assertEquals(-0.4, told, 0.15);
    }

    @Test
    void givenInputAndBias_whenInputsOfNeuronsAreRegressed_thenWhatTheyReceiveComesBack() {
        double[][] m = {{1, -2}, {0.5, 0.3}, {-1, 1}, {2, 0.1}};
        double[][] n = {{1, 0}, {0, 1}, {1, 1}, {-1, 0.5}};
        double[][] b = {{0.7}, {-0.2}, {0}, {1}};
        double[] d = {0.1, -0.4, 0, 0.3};
        LowRankNetwork network = new LowRankNetwork(new Loadings(m, n, b, d), Nonlinearity.SOFTPLUS, 0.2);
        double[][][] u = new double[3][12][1];
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 12; t++) {
                u[s][t][0] = Math.sin(1.3 * t + s);
            }
        }
        Trajectories activity = network.run(new double[][] {{1, 0}, {-1, 2}, {0, -1}}, u, Workers.all());
        double[][] h = Arrays.stream(activity.states())
                .map(state -> network.inputs(new double[] {state[0], state[1]}, state[2]))
                .toArray(double[][]::new);
        ReceivedRegression found = ReceivedRegression.fit(h, activity);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(network.loadings().received()[i], found.c()[i], 1e-9);
            assertEquals(0, found.residual()[i], 1e-6);
        }
        double[][] still = new double[36][4];
        Trajectories silent = network.run(new double[][] {{1, 0}, {-1, 2}, {0, -1}}, 12, Workers.all());
        assertThrows(InputException.class, () -> ReceivedRegression.fit(still, silent));
    }

    /** Standard errors of a regression against the scatter of its estimates over repetitions of the noise. */
    @Test
    void givenNoise_whenRegressedManyTimes_thenEstimatesScatterAsTheirStandardErrorsSay() {
        LowRankNetwork network = network(TestCase.LIMIT_CYCLE, 400, 3);
        Trajectories activity = run(network, 3, 20);
        double[][] states = activity.states();
        var normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(1, "test"));
        double[][] h = Arrays.stream(states)
                .map(state -> Arrays.stream(network.inputs(new double[] {state[0], state[1]}))
                        .map(x -> x + 0.5 * normal.sample())
                        .toArray())
                .toArray(double[][]::new);
        ReceivedRegression found = ReceivedRegression.fit(h, activity);
        double[][] truth = network.loadings().received();
        double squares = 0;
        for (int i = 0; i < truth.length; i++) {
            for (int k = 0; k < 3; k++) {
                squares += Math.pow((found.c()[i][k] - truth[i][k]) / found.errors()[i][k], 2) / (3 * truth.length);
            }
        }
        assertEquals(1, squares, 0.1);
    }

    @Test
    void givenActivityAlone_whenPrincipalComponentsAreAligned_thenLoadingsAreThoseOfTheNetwork() {
        LowRankNetwork network = network(TestCase.BISTABLE, 100, 1);
        Trajectories activity = run(network, 4, 20);
        double[][][] h = Arrays.stream(activity.z())
                .map(start -> Arrays.stream(start).map(z -> network.inputs(z)).toArray(double[][]::new))
                .toArray(double[][][]::new);
        LatentVariables found = LatentVariables.principal(h, 2, activity.step());
        assertEquals(1, found.explained()[0] + found.explained()[1], 1e-9);
        AffineAlignment gauge = AffineAlignment.fit(latent(found.activity()), latent(activity));
        assertEquals(1, gauge.explained(), 1e-9);
        double[][] flat = Arrays.stream(h)
                .flatMap(start -> Arrays.stream(start, 0, start.length - 1))
                .toArray(double[][]::new);
        double[][] c = ReceivedRegression.fit(flat, found.activity()).c();
        Loadings aligned = gauge.apply(Loadings.ofReceived(c, network.loadings().n()));
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(network.loadings().m()[i], aligned.m()[i], 1e-9);
            assertEquals(0, aligned.d()[i], 1e-9);
        }
    }

    private static double[][] latent(Trajectories activity) {
        return Arrays.stream(activity.states())
                .map(state -> Arrays.copyOf(state, 2))
                .toArray(double[][]::new);
    }

    /** Numbers of the specification, found in NumPy. */
    @Test
    void givenTheRing_whenTheSpectrumOfRatesIsTaken_thenFewCombinationsAreTold() {
        double[][] c = TestCase.RING.law().draw(2000, 1).received();
        double[][] states =
                Arrays.stream(GRID).map(z -> new double[] {z[0], z[1], 1}).toArray(double[][]::new);
        Identifiability told = Identifiability.of(states, c, Nonlinearity.TANH);
        double[] expected = {0.484, 0.460, 0.022, 0.021, 0.0034};
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k], told.rates()[k], 0.04 * expected[0] * (k < 2 ? 1 : 0.1));
        }
        assertEquals(35, told.rank(1e-6), 2);
        assertEquals(98, told.rank(1e-10), 4);
        assertTrue(told.receivedIsUnique());
        assertTrue(told.sentences().toString().contains("even functions of m"));
    }

    /** What can't be told shrinks with the number of neurons, what can does not. */
    @Test
    void givenChangesOfWhatNeuronsSend_whenTheFieldIsCompared_thenEvenFunctionsAndNoiseVanishAndOddOnesStay() {
        double[] even = new double[2];
        double[] odd = new double[2];
        for (int k = 0; k < 2; k++) {
            for (long seed = 1; seed <= 3; seed++) {
                Loadings some = TestCase.RING.law().draw(k == 0 ? 1000 : 64_000, seed);
                double[][] nbar = truth(TestCase.RING.law(), some.received());
                even[k] += change(some, nbar, x -> (x * x - 1) / Math.sqrt(2)) / 3;
                odd[k] += change(some, nbar, x -> (x * x * x - 3 * x) / Math.sqrt(6)) / 3;
            }
        }
        assertTrue(even[1] < even[0] / 4, even[0] + " " + even[1]);
        assertEquals(0.155, odd[0], 0.035);
        assertEquals(0.155, odd[1], 0.035);
    }

    private static double change(Loadings some, double[][] nbar, DoubleUnaryOperator more) {
        double[][] n = new double[nbar.length][2];
        for (int i = 0; i < n.length; i++) {
            for (int r = 0; r < 2; r++) {
                n[i][r] = nbar[i][r] + more.applyAsDouble(some.m()[i][r]);
            }
        }
        return LowRankNetwork.of(some.withN(nbar))
                .relativeError(LowRankNetwork.of(some.withN(n)), VectorField.grid(2.4, 8));
    }
}

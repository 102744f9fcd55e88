package circuitscope.lowrank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.NumberFile;
import circuitscope.Workers;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;
import org.junit.jupiter.api.Test;

/** Fixed points, speeds and radii that are known from the theory of many neurons. */
class TestCaseTest {
    private static VectorField meanField(TestCase test) {
        return test.law().meanField(Nonlinearity.TANH);
    }

    private static List<SteadyState> states(TestCase test) {
        return SteadyState.all(meanField(test), TestCase.starts());
    }

    private static void assertState(SteadyState state, SteadyState.Kind kind, double[] z, double first, double second) {
        assertEquals(kind, state.kind());
        assertArrayEquals(z, state.z(), 3e-4);
        assertEquals(first, state.eigenvalues()[0].getReal(), 1e-3);
        assertEquals(second, state.eigenvalues()[1].getReal(), 1e-3);
    }

    @Test
    void givenBistability_whenFixedPointsAreSought_thenTheyAreTwoNodesTwoSaddlesAndTheOrigin() {
        List<SteadyState> states = states(TestCase.BISTABLE);
        assertEquals(5, states.size());
        assertState(states.get(0), SteadyState.Kind.STABLE, new double[] {0.8480, 0.4240}, -0.250, -0.577);
        assertState(states.get(1), SteadyState.Kind.STABLE, new double[] {-0.8480, -0.4240}, -0.250, -0.577);
        assertState(states.get(2), SteadyState.Kind.SADDLE, new double[] {0.4863, 0}, 0.333, -0.291);
        assertState(states.get(3), SteadyState.Kind.SADDLE, new double[] {-0.4863, 0}, 0.333, -0.291);
        assertState(states.get(4), SteadyState.Kind.UNSTABLE, new double[2], 0.6, 0.2);
    }

    @Test
    void givenFourClusters_whenFixedPointsAreSought_thenFourAreStableAndFourAreSaddles() {
        List<SteadyState> states = states(TestCase.QUAD_STABLE);
        assertState(states.get(0), SteadyState.Kind.STABLE, new double[] {1.8251, 0}, -0.439, -0.738);
        assertState(states.get(3), SteadyState.Kind.STABLE, new double[] {-1.8251, 0}, -0.439, -0.738);
        assertState(states.get(4), SteadyState.Kind.SADDLE, new double[] {1.0135, 1.0135}, 0.451, -0.761);
        assertEquals(9, states.size());
    }

    @Test
    void givenTheLimitCycle_whenFollowed_thenPeriodAndRadiusAreThoseOfTheRadialEquation() {
        VectorField field = meanField(TestCase.LIMIT_CYCLE);
        LimitCycle cycle = LimitCycle.from(field, new double[] {0.3, 0}).orElseThrow();
        assertEquals(0.948134, cycle.radius(), 1e-4);
        assertEquals(4 * Math.PI, cycle.period(), 1e-4);
        Complex[] origin =
                SteadyState.all(field, new double[][] {{0.01, 0}}).get(0).eigenvalues();
        assertEquals(0.6, origin[0].getReal(), 1e-6);
        assertEquals(0.8, origin[0].getImaginary(), 1e-6);
    }

    @Test
    void givenARing_whenFixedPointsAreSought_thenAllHaveOneRadiusAndOneNeutralDirection() {
        for (SteadyState state : states(TestCase.RING)) {
            double radius = Math.hypot(state.z()[0], state.z()[1]);
            if (radius > 0.1) {
                assertEquals(0.948134, radius, 1e-5);
                assertEquals(SteadyState.Kind.NEUTRAL, state.kind());
                assertEquals(-0.577, state.eigenvalues()[1].getReal(), 1e-3);
            }
        }
        assertTrue(states(TestCase.RING).size() > 100);
        assertEquals(Optional.empty(), LimitCycle.from(meanField(TestCase.RING), new double[] {0.3, 0}));
    }

    @Test
    void givenHeavyTails_whenTheFieldIsCompared_thenGainAndRingAreThoseOfSciPy() {
        VectorField field = meanField(TestCase.HEAVY_TAIL);
        List<double[]> rows = NumberFile.rows(getClass(), "heavy_tail.csv");
        for (double[] row : rows) {
            assertEquals(1.6 * row[1] * row[0], field.at(new double[] {0, row[0]})[1], 1e-9);
        }
        double ring = rows.get(rows.size() - 1)[0];
        for (SteadyState state : SteadyState.all(field, new double[][] {{0.5, 0.1}, {-0.4, 0.4}})) {
            assertEquals(ring, Math.hypot(state.z()[0], state.z()[1]), 1e-8);
        }
    }

    @Test
    void givenAHeavyTail_whenANormalDistributionOfTheSameCovarianceIsTaken_thenTheFieldDiffersByAThird() {
        VectorField normal =
                MixtureLaw.gaussian(new double[][] {{1.6, 0}, {0, 1.6}}, 4).meanField(Nonlinearity.TANH);
        double difference = meanField(TestCase.HEAVY_TAIL).relativeError(normal, VectorField.grid(TestCase.LIMIT, 20));
        assertEquals(0.314, difference, 0.002);
    }

    /** Averages over draws are an oracle for the formulas: errors shrink with the root of their number. */
    @Test
    void givenManyNeurons_whenTheirFieldIsComparedToTheory_thenItComesNear() {
        double[][] some = VectorField.grid(TestCase.LIMIT, 5);
        for (TestCase test : TestCase.values()) {
            LowRankNetwork network = LowRankNetwork.of(test.law().draw(200_000, 1));
            double error = meanField(test).relativeError(network, some);
            assertTrue(error < (test == TestCase.HEAVY_TAIL ? 0.02 : 0.012), test + " " + error);
        }
    }

    @Test
    void givenANetwork_whenRun_thenItsStepsShowItsField() {
        LowRankNetwork network = LowRankNetwork.of(TestCase.LIMIT_CYCLE.law().draw(50, 1));
        Trajectories run = network.run(new double[][] {{1, 0}, {0, -2}}, 7, Workers.all());
        assertEquals(14, run.steps());
        double[][] states = run.states();
        double[][] fields = run.fields();
        for (int k = 0; k < states.length; k++) {
            double[] z = {states[k][0], states[k][1]};
            assertArrayEquals(network.at(z), fields[k], 1e-12);
        }
    }

    @Test
    void givenANetwork_whenItsSlopeIsComparedToDifferences_thenTheyAgree() {
        LowRankNetwork network = LowRankNetwork.of(TestCase.QUAD_STABLE.law().draw(60, 2));
        VectorField same = new VectorField() {
            @Override
            public int rank() {
                return 2;
            }

            @Override
            public double[] at(double[] z, double... u) {
                return network.at(z, u);
            }
        };
        double[] z = {0.4, -0.7};
        for (int r = 0; r < 2; r++) {
            assertArrayEquals(same.slope(z)[r], network.slope(z)[r], 1e-8);
        }
    }
}

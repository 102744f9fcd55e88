package circuitscope.motifs.meanfield;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.SparseMotifs;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FixedPointsTest {
    private static final double[] INPUT = {1, 0.8};

    /** One population without variance: x' = -x + I + J tanh(x). */
    private static MeanFieldTheory single(double mean, double chain) {
        return MeanFieldTheory.of(MotifModel.single(mean, 0, Math.abs(chain), chain), Nonlinearity.TANH);
    }

    /** The verified values of the test case. */
    @ParameterizedTest
    @CsvSource({
        "THRESHOLD_LINEAR, -1.4, .4554, .3243, .3749",
        "THRESHOLD_LINEAR, 0, .6989, .5649, .9185",
        "THRESHOLD_LINEAR, .7, .9640, .8287, 1.7848",
        "THRESHOLD_LINEAR, 1.4, 1.5726, 1.4359, 4.8536",
        "SOFTPLUS, -1.4, .7604, .6686, 1.0267",
        "SOFTPLUS, 0, .9784, .8749, 1.7404",
        "SOFTPLUS, .7, 1.2056, 1.0938, 2.6944",
        "SOFTPLUS, 1.4, 1.7305, 1.6077, 5.7185"
    })
    void givenTheTestCase_whenSettledFromRest_thenRatesAndVarianceAreTheVerifiedOnes(
            Nonlinearity phi, double chain, double excitatory, double inhibitory, double variance) {
        MeanFieldTheory meanField = MeanFieldTheory.of(MotifModel.excitatoryInhibitory(chain), phi);
        FixedPoint point = FixedPoints.fromRest(meanField, INPUT).orElseThrow();
        assertEquals(excitatory, point.rates()[0], 2e-4);
        assertEquals(inhibitory, point.rates()[1], 2e-4);
        assertEquals(variance, point.variance()[0], 2e-4);
        assertEquals(variance, point.variance()[1], 2e-4);
        assertTrue(point.stable());
        List<FixedPoint> all = FixedPoints.all(meanField, INPUT);
        assertEquals(1, all.size());
        assertArrayEquals(point.state(), all.get(0).state(), 1e-8);
    }

    @ParameterizedTest
    @CsvSource({"-.9, 1.293", "0, 1.712", ".9, 2.514"})
    void givenTheSparseCase_whenSettled_thenTheRateIsTheVerifiedOne(double correlation, double excitatory) {
        MotifModel model = SparseMotifs.excitatoryInhibitory(correlation).equivalent(4000);
        MeanFieldTheory meanField = MeanFieldTheory.of(model, Nonlinearity.THRESHOLD_LINEAR);
        assertEquals(
                excitatory,
                FixedPoints.fromRest(meanField, 2, 1.6).orElseThrow().rates()[0],
                6e-4);
    }

    @ParameterizedTest
    @EnumSource
    void givenAnyState_whenLinearised_thenTheJacobianIsThatOfDifferences(Nonlinearity phi) {
        for (Closure closure : Closure.values()) {
            MeanFieldTheory meanField = new MeanFieldTheory(MotifModel.excitatoryInhibitory(0.9), phi, closure);
            double[] state = {0.4, 0.2, 0.7, 0.5, 0.3, 0.6};
            double[][] jacobian = meanField.jacobian(state);
            for (int k = 0; k < 6; k++) {
                double[] up = state.clone();
                double[] down = state.clone();
                up[k] += 1e-6;
                down[k] -= 1e-6;
                double[] high = meanField.derivative(up, INPUT);
                double[] low = meanField.derivative(down, INPUT);
                for (int i = 0; i < 6; i++) {
                    assertEquals((high[i] - low[i]) / 2e-6, jacobian[i][k], 1e-7);
                }
            }
        }
    }

    /** x = 2 tanh(x): three fixed points, the outer two stable. */
    @Test
    void givenTwoStableStates_whenSearchedFromManyStarts_thenAllThreeAreFound() {
        List<FixedPoint> all = FixedPoints.all(single(2, 0), 0);
        assertEquals(3, all.size());
        assertEquals(-all.get(0).rates()[0], all.get(2).rates()[0], 1e-9);
        assertEquals(0, all.get(1).rates()[0], 1e-9);
        double x = all.get(2).state()[0];
        assertEquals(2 * Math.tanh(x), x, 1e-9);
        assertTrue(all.get(0).stable() && !all.get(1).stable() && all.get(2).stable());
    }

    @Test
    void givenRunawayExcitation_whenSettled_thenThereIsNoFixedPointFromRest() {
        MeanFieldTheory meanField = MeanFieldTheory.of(
                MotifModel.excitatoryInhibitory(0).withMean(new double[][] {{5, 0}, {0, 0}}),
                Nonlinearity.THRESHOLD_LINEAR);
        assertEquals(Optional.empty(), FixedPoints.fromRest(meanField, INPUT));
        assertThrows(
                InputException.class,
                () -> meanField.follow(meanField.rest(), ExternalInput.constant(INPUT), new double[] {400}));
        assertThrows(InputException.class, () -> FixedPoints.all(meanField, 1));
    }

    /** Folds of x = I + 2 tanh(x) lie at cosh(x)^2 = 2. */
    @Test
    void givenAHysteresis_whenFollowedByInput_thenBothFoldsAreThoseOfTheClosedForm() {
        MeanFieldTheory meanField = single(2, 0);
        double[] low = FixedPoints.all(meanField, -1.5).get(0).state();
        Branch branch = Continuation.along(
                input -> new Continuation.Condition(meanField, new double[] {input}), -1.5, low, 1.5);
        double x = -Math.log(Math.sqrt(2) + 1);
        double fold = x - 2 * Math.tanh(x);
        assertEquals(2, branch.bifurcations().size(), branch.bifurcations().toString());
        Branch.Bifurcation first = branch.bifurcations().get(0);
        Branch.Bifurcation second = branch.bifurcations().get(1);
        assertEquals(Branch.Kind.SADDLE_NODE, first.kind());
        assertEquals(Branch.Kind.SADDLE_NODE, second.kind());
        assertEquals(fold, first.parameter(), 1e-6);
        assertEquals(x, first.fixedPoint().state()[0], 1e-3);
        assertEquals(-fold, second.parameter(), 1e-6);
        assertEquals("the parameter leaves its range", branch.end());
        assertEquals(1.5, branch.points().get(branch.points().size() - 1).parameter(), 1e-6);
    }

    /**
     * At rest eigenvalues solve (lambda + 1)^2 - J (lambda + 1) - C = 0: for C = -2 a pair crosses at J = 2, for C = 0.5 a
     * real one at J = 0.5.
     */
    @Test
    void givenTheStateOfRest_whenFollowedByMeanWeight_thenHopfAndBranchingAreThoseOfTheClosedForm() {
        Branch turning = Continuation.along(
                mean -> new Continuation.Condition(single(mean, -2), new double[] {0}), 1, new double[3], 2.6);
        assertEquals(1, turning.bifurcations().size());
        assertEquals(Branch.Kind.HOPF, turning.bifurcations().get(0).kind());
        assertEquals(2, turning.bifurcations().get(0).parameter(), 1e-6);
        Branch real = Continuation.along(mean -> single(mean, 0.5), 0, 1, 0);
        assertEquals(1, real.bifurcations().size());
        assertEquals(Branch.Kind.BRANCHING, real.bifurcations().get(0).kind());
        assertEquals(0.5, real.bifurcations().get(0).parameter(), 1e-6);
    }

    @Test
    void givenAChainThatGrowsTooStrong_whenFollowed_thenTheCurveEndsThere() {
        Branch branch = Continuation.along(
                chain -> new Continuation.Condition(
                        MeanFieldTheory.of(MotifModel.excitatoryInhibitory(chain), Nonlinearity.THRESHOLD_LINEAR),
                        INPUT),
                0,
                FixedPoints.all(
                                MeanFieldTheory.of(MotifModel.excitatoryInhibitory(0), Nonlinearity.THRESHOLD_LINEAR),
                                INPUT)
                        .get(0)
                        .state(),
                2);
        assertEquals("the curve ends, or there is no such network", branch.end());
        assertEquals(1.5, branch.points().get(branch.points().size() - 1).parameter(), 1e-3);
        assertThrows(
                InputException.class,
                () -> Continuation.along(
                        mean -> new Continuation.Condition(single(2, 0), new double[] {mean}),
                        0,
                        new double[] {Double.NaN, 0, 0},
                        1));
    }

    @Test
    void givenAPhaseDiagram_whenDrawn_thenCellsSayWhatIsThereWhateverTheThreads() {
        double[] means = {-1, 0.5, 2.5};
        double[] chains = {-2, 0};
        PhaseDiagram diagram = PhaseDiagram.of(
                "mean weight", means, "chain", chains, FixedPointsTest::single, new double[] {0}, Workers.of(1));
        assertEquals(PhaseDiagram.Regime.ONE_STABLE, diagram.cells()[1][1].regime());
        assertEquals(PhaseDiagram.Regime.SEVERAL_STABLE, diagram.cells()[1][2].regime());
        assertEquals(3, diagram.cells()[1][2].fixedPoints().size());
        // rest is stable until J = 2 with this chain, and turns into an oscillation there
        assertEquals(PhaseDiagram.Regime.ONE_STABLE, diagram.cells()[0][1].regime());
        PhaseDiagram test = PhaseDiagram.of(
                "chain",
                new double[] {1, 2},
                "input",
                new double[] {0.5, 1},
                (chain, scale) ->
                        MeanFieldTheory.of(MotifModel.excitatoryInhibitory(chain), Nonlinearity.THRESHOLD_LINEAR),
                INPUT,
                Workers.of(2));
        assertEquals(PhaseDiagram.Regime.IMPOSSIBLE, test.cells()[0][1].regime());
        assertTrue(Double.isNaN(test.rate(0)[0][1]) && test.rate(0)[1][0] > 1);
    }
}

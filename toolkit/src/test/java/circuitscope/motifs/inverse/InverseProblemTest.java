package circuitscope.motifs.inverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InverseProblemTest {
    private static final Nonlinearity PHI = Nonlinearity.SOFTPLUS;
    private static final double[] SHARES = MotifModel.testCaseShares();
    private static final Circuit TRUTH = Circuit.testCase(0.7);
    private static final Workers WORKERS = Workers.of(2);

    private static RateSurvey survey(double error, long seed) {
        return RateSurvey.ofTheory(TRUTH, PHI, RateSurvey.sixInputs(), error, seed);
    }

    @Test
    void givenExactRates_whenFitted_thenAllSevenParametersComeBackFromEveryStart() {
        RateFit fit = InverseProblem.fit(
                survey(1e-3, 0), InverseProblem.Options.all(PHI).withStarts(4).withoutIntervals(), WORKERS);
        assertArrayEquals(TRUTH.values(), fit.circuit().values(), 1e-6);
        assertTrue(fit.rms() < 1e-9 && fit.arrived() == 4, fit.toString());
    }

    /** The verified value: without chains almost the same rates. */
    @Test
    void givenExactRates_whenFittedWithoutChains_thenTheRestIsSmallAllTheSame() {
        RateFit fit = InverseProblem.fit(
                survey(1e-3, 0),
                InverseProblem.Options.all(PHI)
                        .with(CircuitParameter.CHAIN, 0)
                        .withStarts(4)
                        .withoutIntervals(),
                WORKERS);
        assertEquals(1.2e-3, fit.rms(), 1e-4);
        assertEquals(0, fit.circuit().value(CircuitParameter.CHAIN));
    }

    @Test
    void givenErrorsOfHalfAPercent_whenFitted_thenTheChainIsHardlyToldUnlessMeansAreKnown() {
        InverseProblem.Options options = InverseProblem.Options.all(PHI).withStarts(3);
        RateFit free = InverseProblem.fit(survey(5e-3, 1), options, WORKERS);
        RateFit.Estimate chain = free.estimate(CircuitParameter.CHAIN);
        assertTrue(chain.low() < 0.7 && chain.high() > 0.7 && chain.high() - chain.low() > 1, chain.toString());
        assertTrue(
                free.notIdentifiable().stream()
                        .anyMatch(sentence -> sentence.startsWith("chain may be")
                                && sentence.endsWith("unless the mean weights are known.")),
                free.notIdentifiable().toString());
        RateFit known = InverseProblem.fit(survey(5e-3, 1), options.withMeansOf(TRUTH), WORKERS);
        RateFit.Estimate told = known.estimate(CircuitParameter.CHAIN);
        assertTrue(told.low() < 0.7 && told.high() > 0.7 && told.high() - told.low() < 0.05, told.toString());
        assertTrue(told.identified());
        assertEquals(1, known.notIdentifiable().size());
    }

    /** With one free parameter the interval is that of the tangent: estimate -+ 1.96 errors. */
    @Test
    void givenOneFreeParameter_whenFitted_thenTheProfileIntervalIsTheStandardOne() {
        InverseProblem.Options options = InverseProblem.Options.all(PHI).withStarts(1);
        for (CircuitParameter parameter : CircuitParameter.values()) {
            if (parameter != CircuitParameter.CONVERGENT) {
                options = options.with(parameter, TRUTH.value(parameter));
            }
        }
        RateFit.Estimate found =
                InverseProblem.fit(survey(1e-3, 2), options, WORKERS).estimate(CircuitParameter.CONVERGENT);
        double[] up = TRUTH.values().clone();
        double[] down = TRUTH.values().clone();
        up[4] += 1e-4;
        down[4] -= 1e-4;
        RateSurvey high = RateSurvey.ofTheory(new Circuit(SHARES, up), PHI, RateSurvey.sixInputs(), 1, 0);
        RateSurvey low = RateSurvey.ofTheory(new Circuit(SHARES, down), PHI, RateSurvey.sixInputs(), 1, 0);
        double information = IntStream.range(0, 12)
                .mapToDouble(k -> Math.pow((high.rates()[k / 2][k % 2] - low.rates()[k / 2][k % 2]) / 2e-4, 2)
                        + Math.pow((high.deviations()[k / 2][k % 2] - low.deviations()[k / 2][k % 2]) / 2e-4, 2))
                .sum();
        double error = 1e-3 / Math.sqrt(information);
        assertEquals(2 * 1.959964 * error, found.high() - found.low(), 0.02 * error);
        assertEquals(1.5, found.value(), 4 * error);
    }

    /** Rates of a circuit with other shares, simulated, are read as such, and not with the shares of the test case. */
    @Test
    void givenOtherShares_whenFitted_thenTheCircuitOfTheseSharesComesBack() {
        double[] shares = {0.6, 0.4};
        Circuit circuit = new Circuit(shares, new double[] {0.65, -0.9, 0.65, -0.9, 1.5, 0.7, 0.5});
        RateSurvey exact = RateSurvey.ofTheory(circuit, PHI, RateSurvey.sixInputs(), 1e-3, 0);
        InverseProblem.Options options = InverseProblem.Options.all(PHI)
                .withMeansOf(circuit)
                .withStarts(2)
                .withoutIntervals();
        RateFit fit = InverseProblem.fit(exact, options, WORKERS);
        assertArrayEquals(circuit.values(), fit.circuit().values(), 1e-6);
        assertArrayEquals(shares, fit.circuit().shares());
        RateSurvey mistaken =
                new RateSurvey("", SHARES, exact.inputs(), exact.rates(), exact.deviations(), exact.error());
        double convergent =
                InverseProblem.fit(mistaken, options, WORKERS).circuit().value(CircuitParameter.CONVERGENT);
        assertTrue(Math.abs(convergent - 1.5) > 0.01, "found " + convergent);
        RateSurvey network = RateSurvey.ofNetwork(circuit.model().draw(1500, 1), PHI, RateSurvey.sixInputs(), 0.01);
        assertArrayEquals(shares, network.shares());
        for (int k = 0; k < 6; k++) {
            assertEquals(exact.rates()[k][0], network.rates()[k][0], 0.06 * exact.rates()[k][0]);
            assertEquals(exact.rates()[k][1], network.rates()[k][1], 0.06 * exact.rates()[k][1]);
        }
        assertThrows(InputException.class, () -> new Circuit(new double[] {0.8, 0.3}, circuit.values()).model());
    }

    @Test
    void givenASimulatedNetwork_whenSurveyed_thenItIsNearTheTheoryOfItsCircuit() {
        RateSurvey expected = survey(1, 0);
        RateSurvey found = RateSurvey.ofNetwork(TRUTH.model().draw(4000, 1), PHI, RateSurvey.sixInputs(), 0.01);
        assertTrue(found.source().startsWith("stand-in"));
        for (int k = 0; k < 6; k++) {
            assertEquals(expected.rates()[k][0], found.rates()[k][0], 0.05);
            assertEquals(expected.deviations()[k][0], found.deviations()[k][0], 0.1);
        }
    }

    @Test
    void givenWrongInput_whenAsked_thenTheMessageSaysWhat() {
        double[][] two = {{1, 1}, {2, 2}};
        assertThrows(InputException.class, () -> new RateSurvey("", SHARES, two, two, new double[][] {{1, 1}}, 1));
        assertThrows(InputException.class, () -> new RateSurvey("", SHARES, two, two, two, 0));
        assertThrows(InputException.class, () -> new Circuit(SHARES, new double[6]));
        assertThrows(
                InputException.class,
                () -> InverseProblem.Options.all(PHI).withMeansOf(new Circuit(SHARES, new double[7])));
        assertThrows(
                InputException.class,
                () -> RateSurvey.ofTheory(
                        new Circuit(SHARES, new double[] {9, 0, 9, 0, 1, 0, 0.5}), PHI, RateSurvey.sixInputs(), 1, 0));
    }
}

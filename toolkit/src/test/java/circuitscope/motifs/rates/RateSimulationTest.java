package circuitscope.motifs.rates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.SparseMotifs;
import circuitscope.motifs.meanfield.Closure;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.meanfield.Trajectory;
import java.util.Arrays;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateSimulationTest {
    private static final ExternalInput CONSTANT = ExternalInput.constant(1, 0.8);
    private static final ExternalInput STEP = ExternalInput.step(new double[] {1, 0.8}, new double[] {1, 0.5}, 10, 25);

    /** The same equations with the full matrix, by an adaptive integrator of order 8. */
    @ParameterizedTest
    @EnumSource
    void givenASmallNetwork_whenSimulated_thenEveryNeuronIsWhereAnotherIntegratorTakesIt(Nonlinearity phi) {
        MotifNetwork network = MotifModel.excitatoryInhibitory(0.7).draw(30, 1);
        double[][] weights = network.weights();
        int[] of = network.populations().of();
        double[] expected = new double[30];
        new DormandPrince853Integrator(1e-9, 0.05, 1e-10, 1e-10)
                .integrate(
                        new FirstOrderDifferentialEquations() {
                            @Override
                            public int getDimension() {
                                return 30;
                            }

                            @Override
                            public void computeDerivatives(double time, double[] x, double[] change) {
                                for (int i = 0; i < 30; i++) {
                                    change[i] = CONSTANT.at(of[i], time) - x[i];
                                    for (int j = 0; j < 30; j++) {
                                        change[i] += weights[i][j] * phi.rate(x[j]);
                                    }
                                }
                            }
                        },
                        0,
                        new double[30],
                        3,
                        expected);
        RateTrace trace = new RateSimulation(network, phi, CONSTANT, 3, 0.05).run();
        assertArrayEquals(expected, trace.state(), 2e-5);
        assertEquals(Arrays.stream(trace.neuronRates(), 0, 24).average().orElseThrow(), trace.rates()[0][60], 1e-12);
    }

    @Test
    void givenOneOrMoreThreads_whenSimulated_thenTheRatesAreTheSame() {
        MotifNetwork network = MotifModel.excitatoryInhibitory(0.7).draw(1200, 1);
        RateSimulation simulation = RateSimulation.of(network, Nonlinearity.SOFTPLUS, CONSTANT, 2);
        assertArrayEquals(
                simulation.run(Workers.of(1)).state(),
                simulation.run(Workers.of(3)).state());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.4, 0.7})
    void givenTheTestCase_whenSimulated_thenItIsNearTheTheoryAndTheClosureByLatentVariablesIsNot(double chain) {
        MotifModel model = MotifModel.excitatoryInhibitory(chain);
        MeanFieldTheory theory = MeanFieldTheory.of(model, Nonlinearity.THRESHOLD_LINEAR);
        FixedPoint full = FixedPoints.fromRest(theory, 1, 0.8).orElseThrow();
        FixedPoint latent = FixedPoints.fromRest(
                        new MeanFieldTheory(model, Nonlinearity.THRESHOLD_LINEAR, Closure.LATENT), 1, 0.8)
                .orElseThrow();
        double[] rates = new double[2];
        double[] variances = new double[2];
        for (int seed = 1; seed <= 3; seed++) {
            RateTrace trace = RateSimulation.of(model.draw(1000, seed), Nonlinearity.THRESHOLD_LINEAR, CONSTANT, 30)
                    .run();
            for (int p = 0; p < 2; p++) {
                rates[p] += trace.lastRates()[p] / 3;
                variances[p] += trace.lastVariances()[p] / 3;
            }
        }
        for (int p = 0; p < 2; p++) {
            assertEquals(full.rates()[p], rates[p], 0.04 * full.rates()[p]);
            assertEquals(full.variance()[p], variances[p], 0.1 * full.variance()[p]);
        }
        assertTrue(Math.abs(latent.variance()[0] - variances[0]) > 3 * Math.abs(full.variance()[0] - variances[0]));
    }

    /** Without independent weights the theory is exact but for the sampling of the factors. */
    @Test
    void givenAStepOfInput_whenFactorsAreEven_thenTheCourseIsWithinOnePercentOfThePeak() {
        MotifModel model = MotifModel.excitatoryInhibitory(0.7).withSpread(new double[2][2]);
        RateTrace trace = RateSimulation.of(model.drawEvenly(5000, 1), Nonlinearity.THRESHOLD_LINEAR, STEP, 40)
                .run();
        MeanFieldTheory theory = MeanFieldTheory.of(model, Nonlinearity.THRESHOLD_LINEAR);
        Trajectory course = theory.follow(theory.rest(), STEP, trace.times());
        for (int p = 0; p < 2; p++) {
            double[] expected = course.rate(p);
            double peak = Arrays.stream(expected).max().orElseThrow();
            assertTrue(peak > 1.2);
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], trace.rates()[p][k], 0.01 * peak);
            }
        }
    }

    @Test
    void givenASparseNetwork_whenSimulated_thenTheRateIsThatOfTheTheory() {
        SparseMotifs sparse = SparseMotifs.excitatoryInhibitory(0);
        MeanFieldTheory theory = MeanFieldTheory.of(sparse.equivalent(2000), Nonlinearity.THRESHOLD_LINEAR);
        double expected = FixedPoints.fromRest(theory, 2, 1.6).orElseThrow().rates()[0];
        double mean = 0;
        for (int seed = 1; seed <= 3; seed++) {
            mean += RateSimulation.of(
                                    sparse.draw(2000, seed),
                                    Nonlinearity.THRESHOLD_LINEAR,
                                    ExternalInput.constant(2, 1.6),
                                    30)
                            .run()
                            .lastRates()[0]
                    / 3;
        }
        assertEquals(expected, mean, 0.05 * expected);
    }

    @Test
    void givenWrongInput_whenSimulated_thenTheMessageSaysSo() {
        MotifNetwork runaway = MotifModel.excitatoryInhibitory(0)
                .withMean(new double[][] {{5, 0}, {0, 0}})
                .draw(50, 1);
        RateSimulation simulation = RateSimulation.of(runaway, Nonlinearity.THRESHOLD_LINEAR, CONSTANT, 40);
        String message = assertThrows(InputException.class, simulation::run).getMessage();
        assertTrue(message.contains("grow without bounds"), message);
        assertThrows(InputException.class, () -> RateSimulation.of(runaway, Nonlinearity.TANH, CONSTANT, -1));
        assertThrows(InputException.class, () -> ExternalInput.step(new double[2], new double[2], 3, 3));
    }
}

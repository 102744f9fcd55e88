package circuitscope.infer.correlogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.NumberFile;
import circuitscope.infer.arithmetic.PoissonRegression;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoissonRegressionTest {
    private static final double[] LAGS =
            IntStream.rangeClosed(-20, 20).mapToDouble(k -> k).toArray();
    private static final double[][] SPLINES =
            NumberFile.rows(PoissonRegressionTest.class, "splines.csv").toArray(double[][]::new);
    private static final double[][] REFERENCE =
            NumberFile.rows(PoissonRegressionTest.class, "regression.csv").toArray(double[][]::new);

    @Test
    void givenSplinesOfSciPy_whenTakenOverTheSameKnots_thenTheValuesAreTheSame() {
        double[][] ours = CubicSplines.over(LAGS, 4);
        assertEquals(SPLINES.length, ours.length);
        for (int k = 0; k < ours.length; k++) {
            assertArrayEquals(SPLINES[k], ours[k], 1e-10);
        }
    }

    @Test
    void givenTheOptimumOfSciPy_whenFitted_thenCoefficientsAndErrorAreTheSame() {
        int[] counts =
                Arrays.stream(REFERENCE[0]).mapToInt(value -> (int) value).toArray();
        PoissonRegression model = new PoissonRegression(CubicSplines.over(LAGS, 4)).with(REFERENCE[1]);
        double[] start = new double[model.size()];
        PoissonRegression.Fit fit = model.fit(counts, new double[LAGS.length], start, 50);
        assertArrayEquals(REFERENCE[2], fit.coefficients(), 1e-5);
        assertEquals(REFERENCE[3][0], fit.standardError(model.size() - 1), 1e-6);
    }

    @Test
    void givenAWeakSynapse_whenItIsOnlyAdded_thenItsGainIsThatOfTheFitToSecondOrder() {
        int[] counts = new int[LAGS.length];
        for (int b = 0; b < counts.length; b++) {
            counts[b] = 4000 + (LAGS[b] > 2 && LAGS[b] < 8 ? 120 : 0) + 10 * (b % 3);
        }
        PoissonRegression base = new PoissonRegression(CubicSplines.over(LAGS, 4));
        double[] offset = new double[LAGS.length];
        double[] start = new double[base.size()];
        Arrays.fill(start, Math.log(4000));
        PoissonRegression.Fit without = base.fit(counts, offset, start, 50);
        PoissonRegression.Addition addition = base.adding(REFERENCE[1], counts, without);
        PoissonRegression.Fit with =
                base.with(REFERENCE[1]).fit(counts, offset, Arrays.copyOf(without.coefficients(), base.size() + 1), 50);
        double gain = with.logLikelihood() - without.logLikelihood();
        assertTrue(gain > 1, "gain " + gain);
        assertEquals(gain, addition.gain(), 0.03 * gain);
        assertEquals(with.coefficients()[base.size()], addition.coefficient(), 0.03 * addition.coefficient());
    }
}

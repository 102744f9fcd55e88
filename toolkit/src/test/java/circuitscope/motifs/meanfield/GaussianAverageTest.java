package circuitscope.motifs.meanfield;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.NumberFile;
import circuitscope.motifs.rates.Nonlinearity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GaussianAverageTest {
    @Test
    void givenMeansAndVariances_whenAveraged_thenTheNumbersAreThoseOfSciPy() {
        for (double[] row : NumberFile.rows(getClass(), "gaussian_averages.csv")) {
            Nonlinearity phi = Nonlinearity.values()[(int) row[0]];
            GaussianAverage average = GaussianAverage.of(phi, row[1], row[2]);
            double tolerance = phi == Nonlinearity.THRESHOLD_LINEAR ? 1e-13 * (1 + row[2]) : 2e-9 * (1 + row[2]);
            assertEquals(row[3], average.rate(), tolerance, phi + " " + row[1] + " " + row[2]);
            assertEquals(row[4], average.slope(), tolerance, phi + " " + row[1] + " " + row[2]);
            assertEquals(row[5], average.square(), tolerance, phi + " " + row[1] + " " + row[2]);
        }
    }

    /** Stein's lemma: averages of derivatives are derivatives of averages. */
    @ParameterizedTest
    @EnumSource
    void givenDerivatives_whenComparedToDifferences_thenTheyAgree(Nonlinearity phi) {
        double h = 1e-5;
        derivativesAgree(phi, 0.4, 0.8, h);
        derivativesAgree(phi, 7, 90, h);
    }

    private static void derivativesAgree(Nonlinearity phi, double mu, double delta, double h) {
        GaussianAverage here = GaussianAverage.of(phi, mu, delta);
        GaussianAverage up = GaussianAverage.of(phi, mu + h, delta);
        GaussianAverage down = GaussianAverage.of(phi, mu - h, delta);
        assertEquals((up.rate() - down.rate()) / (2 * h), here.slope(), 1e-8);
        assertEquals((up.slope() - down.slope()) / (2 * h), here.curvature(), 1e-8);
        assertEquals((up.curvature() - down.curvature()) / (2 * h), here.third(), 1e-8);
        assertEquals((up.square() - down.square()) / (2 * h), here.squareSlope(), 1e-8);
        assertEquals((up.squareSlope() - down.squareSlope()) / (2 * h), here.squareCurvature(), 1e-8);
        GaussianAverage wider = GaussianAverage.of(phi, mu, delta + h);
        GaussianAverage narrower = GaussianAverage.of(phi, mu, delta - h);
        assertEquals((wider.rate() - narrower.rate()) / (2 * h), here.curvature() / 2, 1e-6);
        assertEquals((wider.square() - narrower.square()) / (2 * h), here.squareCurvature() / 2, 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void givenNoVariance_whenAveraged_thenItIsTheFunctionItself(Nonlinearity phi) {
        GaussianAverage sharp = GaussianAverage.of(phi, 0.7, 0);
        assertEquals(phi.rate(0.7), sharp.rate(), 1e-12);
        assertEquals(phi.slope(0.7), sharp.slope(), 1e-12);
        assertEquals(0, sharp.deviation(), 1e-7);
        assertThrows(InputException.class, () -> GaussianAverage.of(phi, 0.7, -1));
    }
}

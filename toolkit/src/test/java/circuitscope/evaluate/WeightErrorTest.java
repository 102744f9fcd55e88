package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightErrorTest {
    private final double[][] truth = Network.thresholdCrossing().withNeurons(40).weights();

    private static double[][] map(double[][] matrix, java.util.function.DoubleUnaryOperator f) {
        double[][] result = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                result[i][j] = f.applyAsDouble(matrix[i][j]);
            }
        }
        return result;
    }

    private double[][] noisy(double deviation, long seed) {
        Random random = new Random(seed);
        return map(truth, w -> w + deviation * random.nextGaussian());
    }

    @Test
    void givenTheTruth_whenScaledByAnything_thenTheErrorIsZero() {
        for (double factor : new double[] {1, -3, 0.01}) {
            WeightError error = WeightError.of(map(truth, w -> factor * w), truth);
            assertEquals(0, error.delta(), 1e-12);
            assertEquals(0, error.profileError(), 1e-12);
            assertEquals(0, error.deltaLeastSquares(), 1e-12);
            assertEquals(1 / factor, error.scale(), 1e-9 / Math.abs(factor));
        }
    }

    @Test
    void givenAnEstimate_whenItsDiagonalOrScaleChangesOrTheRingTurns_thenTheErrorDoesNot() {
        double[][] estimate = noisy(2e-4, 1);
        WeightError error = WeightError.of(estimate, truth);
        double[][] turned = new double[40][40];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                turned[(i + 7) % 40][(j + 7) % 40] = i == j ? 99 : -5 * estimate[i][j];
            }
        }
        WeightError other = WeightError.of(turned, truth);
        assertEquals(error.delta(), other.delta(), 1e-12);
        assertEquals(error.profileError(), other.profileError(), 1e-12);
        assertEquals(error.deltaLeastSquares(), other.deltaLeastSquares(), 1e-12);
    }

    @Test
    void givenWrittenMatrices_whenCompared_thenAsByNumPyAndSciPy() {
        // weight_error.py in the resources prints these values
        int n = 12;
        double[][] written = new double[n][n];
        double[][] inferred = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int d = Math.min(Math.abs(i - j), n - Math.abs(i - j));
                written[i][j] = -Math.exp(-(d - 3.0) * (d - 3) / 4);
                inferred[i][j] = -2.5 * written[i][j] + 0.4 * Math.cos(1.3 * i + 0.7 * j);
            }
        }
        WeightError error = WeightError.of(inferred, written);
        assertEquals(-0.3983395095965806, error.scale(), 1e-8);
        assertEquals(0.16679673396503605, error.delta(), 1e-8);
        assertEquals(0.021711941355655497, error.profileError(), 1e-7);
        assertEquals(0.1651437418697423, error.deltaLeastSquares(), 1e-12);
    }

    @Test
    void givenRows_whenEachHasAScaleOfItsOwn_thenTheErrorIsTheSineOfTheirAngles() {
        double[][] estimate = noisy(2e-4, 1);
        double[][] stretched = new double[40][40];
        double left = 0;
        double all = 0;
        for (int i = 0; i < 40; i++) {
            double product = 0;
            double square = 0;
            double norm = 0;
            for (int j = 0; j < 40; j++) {
                stretched[i][j] = (i + 1) * estimate[i][j];
                if (i != j) {
                    product += estimate[i][j] * truth[i][j];
                    square += estimate[i][j] * estimate[i][j];
                    norm += truth[i][j] * truth[i][j];
                }
            }
            left += norm - product * product / square;
            all += norm;
        }
        assertEquals(Math.sqrt(left / all), WeightError.rowWise(stretched, truth), 1e-12);
        assertEquals(WeightError.rowWise(stretched, truth), WeightError.rowWise(estimate, truth), 1e-12);
        assertTrue(WeightError.rowWise(estimate, truth)
                <= WeightError.of(estimate, truth).deltaLeastSquares());
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(
                        circuitscope.InputException.class, () -> WeightError.rowWise(new double[40][40], truth))
                .getMessage()
                .startsWith("Row 0 "));
    }

    @Test
    void givenIndependentNoise_whenCompared_thenDeltaIsItsNormAndTheProfileAveragesItOut() {
        double deviation = 2e-4;
        double norm = 0;
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                norm += i == j ? 0 : truth[i][j] * truth[i][j];
            }
        }
        double expected = deviation * Math.sqrt(40 * 39 / norm);
        WeightError error = WeightError.of(noisy(deviation, 2), truth);
        assertEquals(expected, error.delta(), 0.05 * expected);
        assertEquals(expected / Math.sqrt(40), error.profileError(), 0.25 * expected / Math.sqrt(40));
        assertTrue(error.deltaLeastSquares() <= error.delta());
    }

    @Test
    void givenValues_whenTheLeastAbsoluteScaleIsTaken_thenNoScaleOfAFineSearchIsBetter() {
        Random random = new Random(3);
        for (int trial = 0; trial < 50; trial++) {
            double[] values = random.doubles(9, -1, 1).toArray();
            double[] target = random.doubles(9, -1, 1).toArray();
            values[4] = 0;
            double found = distance(values, target, WeightError.leastAbsoluteScale(values, target));
            double best = Double.POSITIVE_INFINITY;
            for (double scale = -20; scale < 20; scale += 1e-3) {
                best = Math.min(best, distance(values, target, scale));
            }
            assertTrue(found <= best + 1e-12, found + " against " + best);
        }
    }

    private static double distance(double[] values, double[] target, double scale) {
        double sum = 0;
        for (int d = 0; d < values.length; d++) {
            sum += Math.abs(target[d] - scale * values[d]);
        }
        return sum;
    }

    @Test
    void givenARing_whenAligned_thenTheMeanIsTheProfileWithoutDeviation() {
        AlignedProfile profile = AlignedProfile.of(truth);
        assertArrayEquals(new Ring(40, WeightProfile.MEXICAN_HAT).weightByOffset(), profile.mean(), 1e-15);
        assertArrayEquals(new double[40], profile.deviation(), 1e-15);
        assertEquals(profile.mean()[0], profile.centred().mean()[20]);
        assertEquals(profile.mean()[3], profile.centred().mean()[23]);
    }
}

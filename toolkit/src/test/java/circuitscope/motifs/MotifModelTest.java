package circuitscope.motifs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MotifModelTest {
    private static final double[][] ZERO = new double[3][3];

    /** Three populations with factors of full rank. */
    private static MotifModel three() {
        double[][][] factors = new double[3][6][6];
        for (int p = 0; p < 3; p++) {
            for (int k = 0; k < 6; k++) {
                for (int l = 0; l < 6; l++) {
                    factors[p][k][l] = 0.2 * Math.cos(k + p) * Math.cos(l + p) + (k == l ? 0.3 + 0.1 * k : 0);
                }
            }
        }
        double[][] mean = {{1, -1, 0.5}, {0.7, -0.2, 0.1}, {0.3, 0.4, -2}};
        return new MotifModel(List.of("a", "b", "c"), new double[] {0.5, 0.3, 0.2}, mean, ZERO, ZERO, 1, factors);
    }

    @ParameterizedTest
    @EnumSource
    void givenThreePopulations_whenDrawn_thenFactorsHaveTheMeansAndCovariancesOfTheModel(FactorSampling sampling) {
        MotifModel model = three();
        double[][][] factors = model.factors();
        for (int p = 0; p < 3; p++) {
            double[][] drawn = sampling.draw(factors[p], 40, "a", 3, p);
            for (int k = 0; k < 6; k++) {
                assertEquals(0, Arrays.stream(drawn[k]).sum(), 1e-12);
                for (int l = 0; l < 6; l++) {
                    double sum = 0;
                    for (int i = 0; i < 40; i++) {
                        sum += drawn[k][i] * drawn[l][i];
                    }
                    assertEquals(factors[p][k][l], sum / 40, 1e-12);
                }
            }
        }
    }

    /** Without noise the matrix is known from its factors, and its product is that of the matrix. */
    @Test
    void givenAnyStorage_whenMultiplied_thenTheInputIsThatOfTheFullMatrixForAnyNumberOfThreads() {
        MotifModel model = MotifModel.excitatoryInhibitory(-0.7);
        List<MotifNetwork> networks = List.of(
                three().draw(50, 1),
                model.draw(1203, 1),
                model.withDensity(0.1).draw(1203, 1),
                SparseMotifs.excitatoryInhibitory(0.5).draw(1203, 1));
        for (MotifNetwork network : networks) {
            int n = network.neurons();
            double[] rates = new double[n];
            Arrays.setAll(rates, i -> Math.max(0, Math.sin(i)));
            double[] one = new double[n];
            double[] two = new double[n];
            network.input(rates, one, Workers.of(1));
            network.input(rates, two, Workers.of(3));
            assertArrayEquals(one, two);
            double[][] weights = network.weights();
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += weights[i][j] * rates[j];
                }
                assertEquals(sum, one[i], 2e-6);
            }
        }
    }

    @Test
    void givenASeed_whenDrawnTwice_thenTheWeightsAreTheSameAndAnotherSeedGivesOthers() {
        MotifModel model = MotifModel.excitatoryInhibitory(0.7);
        assertTrue(
                Arrays.deepEquals(model.draw(60, 1).weights(), model.draw(60, 1).weights()));
        assertTrue(!Arrays.deepEquals(
                model.draw(60, 1).weights(), model.draw(60, 2).weights()));
    }

    @Test
    void givenAnImpossibleChain_whenBuilt_thenTheMessageSaysWhichAndWhatRangeWouldDo() {
        String test = assertThrows(InputException.class, () -> MotifModel.excitatoryInhibitory(2))
                .getMessage();
        assertTrue(test.contains("Chain strength is 2.0, expected -1.5 to 1.5"), test);

        MotifModel valid = three();
        double[][][] factors = copy(valid.factors());
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double chain = a == b ? 2 : 0;
                factors[1][3 + a][b] = chain;
                factors[1][b][3 + a] = chain;
            }
        }
        String message =
                assertThrows(InputException.class, () -> with(valid, factors)).getMessage();
        assertTrue(message.startsWith("Chain strength a <- b <- a is 2"), message);
        // what it says would do does, and a little more does not
        double most = Double.parseDouble(message.replaceAll("(?s).* to ([0-9.]+), and.*", "$1"));
        double[][][] allowed = copy(factors);
        double[][][] beyond = copy(factors);
        for (int a = 0; a < 3; a++) {
            allowed[1][3 + a][a] = allowed[1][a][3 + a] = most * (1 - 1e-5);
            beyond[1][3 + a][a] = beyond[1][a][3 + a] = most * (1 + 1e-4);
        }
        with(valid, allowed);
        assertThrows(InputException.class, () -> with(valid, beyond));
    }

    @Test
    void givenImpossibleStrengths_whenBuilt_thenTheMessageNamesThem() {
        MotifModel valid = three();
        double[][][] negative = copy(valid.factors());
        negative[2][0][0] = -1;
        String message =
                assertThrows(InputException.class, () -> with(valid, negative)).getMessage();
        assertTrue(message.startsWith("Convergent strength c <- a is -1.0"), message);

        double[][][] pair = copy(valid.factors());
        pair[0][3][4] = pair[0][4][3] = -5;
        message = assertThrows(InputException.class, () -> with(valid, pair)).getMessage();
        assertTrue(message.startsWith("Divergent strength a -> b, a is -5.0"), message);

        double[][][] together = new double[3][6][6];
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
                together[0][k][l] = k == l ? 1 : -0.8;
            }
        }
        message =
                assertThrows(InputException.class, () -> with(valid, together)).getMessage();
        assertTrue(message.contains("impossible together") && message.contains("at most 0.62"), message);

        assertThrows(InputException.class, () -> valid.only(false, false, true));
        assertThrows(InputException.class, () -> valid.withReciprocity(1.5));
        assertThrows(InputException.class, () -> valid.withDensity(0.5).withReciprocity(0.5));
        assertThrows(InputException.class, () -> valid.draw(12, 1));
        assertThrows(InputException.class, () -> SparseMotifs.excitatoryInhibitory(1.1));
    }

    private static double[][][] copy(double[][][] factors) {
        return Arrays.stream(factors)
                .map(block -> Arrays.stream(block).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static MotifModel with(MotifModel model, double[][][] factors) {
        return new MotifModel(
                model.names(), model.shares(), model.mean(), model.spread(), model.reciprocity(), 1, factors);
    }
}

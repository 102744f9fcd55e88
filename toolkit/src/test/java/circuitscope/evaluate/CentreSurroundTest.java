package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CentreSurroundTest {
    private static final double[] ANGLES =
            IntStream.range(0, 24).mapToDouble(i -> 2 * Math.PI * i / 24).toArray();

    private static double[][] weights(double structure) {
        Random random = new Random(2);
        double[][] w = new double[24][24];
        for (int i = 0; i < 24; i++) {
            for (int j = 0; j < 24; j++) {
                int places = Math.min(Math.floorMod(i - j, 24), Math.floorMod(j - i, 24));
                double near = places < 3 ? 1 : places >= 4 && places <= 9 ? -0.5 : 0;
                w[i][j] = i == j ? 100 : structure * near + 0.3 * random.nextGaussian();
            }
        }
        return w;
    }

    @Test
    void givenEvenPlaces_whenBothMeansAreTaken_thenAsByCountingPlaces() {
        double[][] w = weights(1);
        double near = 0;
        double far = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 24; i++) {
            for (int j = 0; j < 24; j++) {
                int places = Math.min(Math.floorMod(i - j, 24), Math.floorMod(j - i, 24));
                // 15 degrees each: 1 and 2 are nearer than 45 degrees, 4 to 9 are 60 to 135
                near += places == 1 || places == 2 ? w[i][j] / (24 * 4) : 0;
                far += places >= 4 && places <= 9 ? w[i][j] / (24 * 12) : 0;
                sum += i == j ? 0 : w[i][j] / (24 * 23);
                squares += i == j ? 0 : w[i][j] * w[i][j] / (24 * 23);
            }
        }
        double deviation = Math.sqrt(squares - sum * sum);
        CentreSurround found = CentreSurround.of(w, ANGLES);
        assertEquals(near / deviation, found.centre(), 1e-9);
        assertEquals(far / deviation, found.surround(), 1e-9);
    }

    @Test
    void givenStructureOrNone_whenAnglesArePermuted_thenOnlyStructureExceedsAllPermutations() {
        for (double structure : new double[] {1, 0}) {
            double[][] w = weights(structure);
            double own = CentreSurround.of(w, ANGLES).contrast();
            double[] chance = Arrays.stream(CentreSurround.permuted(w, ANGLES, 200, 1))
                    .mapToDouble(CentreSurround::contrast)
                    .sorted()
                    .toArray();
            if (structure > 0) {
                assertTrue(own > 2 * chance[199], own + " against " + chance[199]);
            } else {
                assertTrue(own > chance[1] && own < chance[198], own + " between " + chance[1] + " and " + chance[198]);
            }
        }
    }

    @Test
    void givenTooFewNeuronsOrEvenWeights_whenTaken_thenOneSentenceSaysSo() {
        double[][] same = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
        assertTrue(assertThrows(InputException.class, () -> CentreSurround.of(same, new double[] {0, 0.1, 1.5}))
                .getMessage()
                .contains("standard deviation 0.0"));
        assertTrue(assertThrows(InputException.class, () -> CentreSurround.of(same, new double[2]))
                .getMessage()
                .startsWith("There are 2 angles"));
    }
}

package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingInterpolationTest {
    @Test
    void givenARowWithGaps_whenFilled_thenAsNumPyInterpolatesWithAPeriod() {
        // numpy.interp(range(8), [2, 3, 7], [10, 20, 4], period=8), for presynaptic neurons 2, 3, 7 of row 0
        double[][] known = {{0, 10, 20, 4}, {10, 0, 20, 4}, {10, 20, 0, 4}, {10, 20, 4, 0}};
        double[][] full = RingInterpolation.fill(known, new int[] {0, 2, 3, 7}, 8);
        assertArrayEquals(new double[] {0, 8, 10, 20, 16, 12, 8, 4}, full[0], 1e-12);
    }

    @Test
    void givenAllNeurons_whenFilled_thenTheMatrixIsUntouched() {
        double[][] weights = Network.thresholdCrossing().withNeurons(12).weights();
        double[][] full = RingInterpolation.fill(weights, IntStream.range(0, 12).toArray(), 12);
        for (int i = 0; i < 12; i++) {
            weights[i][i] = 0;
            assertArrayEquals(weights[i], full[i], 1e-18);
        }
    }

    /** Figure 4 b-e of the paper: 80 of 100 neurons known, small uniform noise, against the same with rows shuffled. */
    @Test
    void givenEightyKnownNeurons_whenFilled_thenTheShuffledControlIsFarWorse() {
        double[][] truth = new Ring(100, new WeightProfile.DifferenceOfGaussians(27.92, 28, 1.0005)).weights();
        double largest = Arrays.stream(truth)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        double masked = 0;
        double shuffled = 0;
        int trials = 5;
        for (int trial = 0; trial < trials; trial++) {
            Random random = new Random(trial);
            List<Integer> all = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
            Collections.shuffle(all, random);
            int[] positions =
                    all.stream().limit(80).sorted().mapToInt(Integer::intValue).toArray();
            double[][] known = new double[80][80];
            for (int i = 0; i < 80; i++) {
                for (int j = 0; j < 80; j++) {
                    known[i][j] = truth[positions[i]][positions[j]] + 0.4 * largest * (2 * random.nextDouble() - 1);
                }
            }
            masked += WeightError.of(RingInterpolation.fill(known, positions, 100), truth)
                            .delta()
                    / trials;
            Collections.shuffle(Arrays.asList(known), random);
            shuffled += WeightError.of(RingInterpolation.fill(known, positions, 100), truth)
                            .delta()
                    / trials;
        }
        assertEquals(0.27, masked, 0.05);
        assertTrue(shuffled > 2 * masked, masked + " against " + shuffled);
    }

    @Test
    void givenPositionsOutOfOrder_whenFilled_thenTheyAreRefused() {
        assertThrows(InputException.class, () -> RingInterpolation.fill(new double[3][3], new int[] {0, 5, 2}, 8));
        assertThrows(InputException.class, () -> RingInterpolation.fill(new double[3][3], new int[] {0, 1, 8}, 8));
        assertThrows(InputException.class, () -> RingInterpolation.fill(new double[3][3], new int[] {0, 1}, 8));
    }
}

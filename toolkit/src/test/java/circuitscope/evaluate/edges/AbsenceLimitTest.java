package circuitscope.evaluate.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class AbsenceLimitTest {
    private static final int N = 100;

    private final double[][] complete = filled(1);
    private final double[][] truth = filled(1);

    AbsenceLimitTest() {
        Random random = new Random(3);
        for (double[] row : truth) {
            for (int j = 0; j < N; j++) {
                row[j] = random.nextDouble() < 0.1 ? 0 : 1;
            }
        }
    }

    private static double[][] filled(double value) {
        double[][] matrix = new double[N][N];
        for (double[] row : matrix) {
            Arrays.fill(row, value);
        }
        return matrix;
    }

    @Test
    void givenWeightsAndErrorsOfOneSize_whenTheLimitIsTaken_thenItIsTheClosedFormOfTwoNormals() {
        AbsenceLimit limit = AbsenceLimit.of(complete, truth, filled(0.5), 1);
        double apart = 1 / 0.5;
        assertEquals(new NormalDistribution().cumulativeProbability(apart / Math.sqrt(2)), limit.auc(), 0.005);
        // precision over recall, the share of cut connections being what it is in this truth
        double cut = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                cut += i != j && truth[i][j] == 0 ? 1.0 / (N * (N - 1)) : 0;
            }
        }
        double precision = 0;
        int parts = 10_000;
        for (int k = 0; k < parts; k++) {
            double recall = (k + 0.5) / parts;
            double threshold = new NormalDistribution().inverseCumulativeProbability(recall);
            double falsely = new NormalDistribution().cumulativeProbability(threshold - apart);
            precision += cut * recall / (cut * recall + (1 - cut) * falsely) / parts;
        }
        assertEquals(precision, limit.averagePrecision(), 0.01);
    }

    @Test
    void givenWeightsOfAllSizes_whenSeenExactlyOrNotAtAll_thenAllAreFoundOrNone() {
        Random random = new Random(5);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                complete[i][j] = random.nextGaussian();
                truth[i][j] *= complete[i][j];
            }
        }
        AbsenceLimit exact = AbsenceLimit.of(complete, truth, filled(1e-6), 1);
        assertTrue(exact.averagePrecision() > 0.999, exact.toString());
        AbsenceLimit none = AbsenceLimit.of(complete, truth, filled(Double.POSITIVE_INFINITY), 1);
        assertEquals(0.5, none.auc(), 1e-12);
        assertEquals(0.1, none.averagePrecision(), 0.02);
    }

    @Test
    void givenMatricesOfOtherSizesOrNoCut_whenTheLimitIsTaken_thenTheReasonIsSaid() {
        assertThrows(InputException.class, () -> AbsenceLimit.of(new double[3][3], truth, filled(1), 1));
        assertThrows(InputException.class, () -> AbsenceLimit.of(complete, complete, filled(1), 1));
    }
}

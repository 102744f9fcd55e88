package circuitscope.infer.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Progress;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.network.Network;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DistillationTest {
    private static final double[][] RING = Network.thresholdCrossing().weights();

    private static double[][] noisy(double deviation, long seed) {
        Random random = new Random(seed);
        double[][] noisy = new double[RING.length][RING.length];
        for (int i = 0; i < RING.length; i++) {
            for (int j = 0; j < RING.length; j++) {
                noisy[i][j] = i == j ? 0 : RING[i][j] + deviation * random.nextGaussian();
            }
        }
        return noisy;
    }

    private static double[][] errors(double deviation) {
        double[][] errors = new double[RING.length][RING.length];
        for (int i = 0; i < RING.length; i++) {
            Arrays.fill(errors[i], deviation);
            errors[i][i] = 0;
        }
        return errors;
    }

    @Test
    void givenNoisyPairsOfARing_whenDistilled_thenSharingTakesMostOfTheNoiseAway() {
        // 0.17 of the root mean square, the noise that free pairs have after eight minutes
        double deviation = 1.3e-4;
        double[][] pairs = noisy(deviation, 4);
        double[][] variance = PairNoise.variances(pairs, errors(deviation));
        Parameters distilled = Distillation.of(pairs, variance, 2, 0.1, 1, Progress.silent());
        float[] w = PairwiseMlp.weights(distilled, distilled.get(PairwiseMlp.Z), RING.length);
        double[][] shared = FloatRows.matrix(w, RING.length);
        double before = WeightError.of(pairs, RING).delta();
        double after = WeightError.of(shared, RING).delta();
        assertTrue(after < before / 2.5, before + " before, " + after + " after");
        // the size that was asked for
        double squares = 0;
        for (float weight : w) {
            squares += weight * weight / (RING.length * (RING.length - 1.0));
        }
        assertEquals(0.1, Math.sqrt(squares), 0.01);
    }

    @Test
    void givenTwiceTheNeuronsOfAStep_whenDistilled_thenInTwiceTheSteps() {
        Random random = new Random(3);
        double[][] large = new double[300][300];
        Arrays.stream(large).forEach(row -> Arrays.setAll(row, j -> random.nextGaussian()));
        double[][] even = new double[300][300];
        Arrays.stream(even).forEach(row -> Arrays.fill(row, 1));
        AtomicLong steps = new AtomicLong();
        Progress once = (stage, done, total) -> {
            steps.set(total);
            throw new CancellationException();
        };
        assertThrows(CancellationException.class, () -> Distillation.of(large, even, 2, 0.1, 1, once));
        // 150 neurons take part in 1500 steps
        assertEquals(3000, steps.get());
    }

    @Test
    void givenNoiseOfTwoKinds_whenItsVarianceIsEstimated_thenAsPlanted() {
        Random random = new Random(2);
        int n = 60;
        double[][] weights = new double[n][n];
        double[][] errors = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double predicted = 0.1 + random.nextDouble();
                    errors[i][j] = Math.sqrt(predicted);
                    weights[i][j] = Math.sqrt(2 * predicted + 0.5) * random.nextGaussian();
                }
            }
        }
        double[][] variance = PairNoise.variances(weights, errors);
        double error = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    error += Math.abs(variance[i][j] / (2 * errors[i][j] * errors[i][j] + 0.5) - 1) / (n * (n - 1));
                }
            }
        }
        assertTrue(error < 0.15, "mean relative error " + error);
    }
}

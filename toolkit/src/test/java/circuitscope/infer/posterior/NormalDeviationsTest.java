package circuitscope.infer.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.RandomStreams;
import circuitscope.infer.Connectivity;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class NormalDeviationsTest {
    private static final int N = 50;

    private static double[][] filled(double value) {
        double[][] matrix = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                matrix[i][j] = i == j ? 0 : value;
            }
        }
        return matrix;
    }

    @Test
    void givenNormalDeviations_whenTheirVarianceIsLearned_thenThePosteriorIsThatOfTheClosedForm() {
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(1, "deviations"));
        double[][] smooth = filled(0.5);
        double[][] noise = filled(0.04);
        double[][] target = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                target[i][j] = i == j ? 0 : 0.5 + 0.3 * normal.sample() + 0.2 * normal.sample();
            }
        }
        NormalDeviations posterior = NormalDeviations.likeliest(smooth, 0, target, noise);
        double share = 0.09 / (0.09 + 0.04);
        assertEquals(0.5 + share * (target[3][7] - 0.5), posterior.mean()[3][7], 0.04);
        assertEquals(share * 0.04, posterior.variance()[3][7], 0.004);
    }

    @Test
    void givenNoDeviations_whenTheirVarianceIsLearned_thenTheSmoothWeightsStay() {
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(2, "deviations"));
        double[][] target = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                target[i][j] = i == j ? 0 : 0.5 + 0.2 * normal.sample();
            }
        }
        NormalDeviations posterior = NormalDeviations.likeliest(filled(0.5), 0, target, filled(0.04));
        assertTrue(Math.abs(posterior.mean()[3][7] - 0.5) < 0.1 * Math.abs(target[3][7] - 0.5));
    }

    @Test
    void givenThreeWeights_whenFivePercentOfWrongSignsAreAllowed_thenTheSureOnesAreEdges() {
        double[][] mean = {{0, 3, -3}, {0.1, 0, 0}, {0, 0, 0}};
        double[][] variance = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
        Connectivity connectivity = new NormalDeviations(mean, variance).connectivity(0.05);
        assertArrayEquals(
                new int[][] {{0, 1, -1}, {0, 0, 0}, {0, 0, 0}},
                connectivity.edges().orElseThrow());
        // twice the tail of the normal distribution beyond 3
        assertEquals(1 - 0.0026998, connectivity.edgeProbability().orElseThrow()[0][1], 1e-6);
    }
}

package circuitscope.infer.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.infer.Request;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutLinkLikelihoodTest {
    private static double[][] changed(double[][] weights, double share, long seed) {
        Random random = new Random(seed);
        int n = weights.length;
        double squares = 0;
        for (double[] row : weights) {
            squares += Arrays.stream(row).map(w -> w * w).sum();
        }
        double[][] changed = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                changed[i][j] = weights[i][j] + share * Math.sqrt(squares) / n * random.nextGaussian();
            }
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenTheTrueWeights_whenWeighed_thenTheyAreLikelierThanWrongOnesAtAnyScale(boolean poisson) {
        Network ring = poisson ? Network.linearNonlinearPoisson() : Network.thresholdCrossing();
        Recording recording = new Simulation(ring, 60, 1).run();
        HeldOutLinkLikelihood likelihood = new HeldOutLinkLikelihood(Request.of(recording), 10);
        double truth = likelihood.loss(ring.weights());
        for (double share : new double[] {0.3, 1}) {
            double wrong = likelihood.loss(changed(ring.weights(), share, 2));
            assertTrue(wrong > truth, wrong + " with a change of " + share + ", " + truth + " with the truth");
        }
        double[][] larger = Arrays.stream(ring.weights())
                .map(row -> Arrays.stream(row).map(w -> 7 * w).toArray())
                .toArray(double[][]::new);
        assertEquals(truth, likelihood.loss(larger), 1e-4);
    }

    @Test
    void givenTheTrueWeights_whenTheTimeConstantIsSought_thenItIsFound() {
        Network ring = Network.thresholdCrossing();
        Recording recording = new Simulation(ring, 60, 1).run();
        double tau = HeldOutLinkLikelihood.likeliestTau(Request.of(recording), ring.weights(), 3, 40);
        assertEquals(10, tau, 1.5);
    }

    // log rate by groups of equal drive: the link of each is free, so the best rate is spikes over steps
    @Test
    void givenADriveOfTwoValues_whenTheLinkIsFitted_thenTheLossIsThatOfTwoRates() {
        float[] atRows = new float[400];
        double[] weight = new double[400];
        for (int k = 0; k < 400; k++) {
            atRows[k] = k % 4 == 0 ? 1 : 0;
            weight[k] = 10;
        }
        float[] atSpikes = new float[60];
        Arrays.fill(atSpikes, 0, 50, 1);
        double loss = new PiecewiseLinearLink(atRows, weight, atSpikes).loss();
        double expected = 60 - 50 * Math.log(50 / 1000.0) - 10 * Math.log(10 / 3000.0);
        assertEquals(expected, loss, 1e-3);
    }
}

package circuitscope.infer.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.infer.Request;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
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
    void givenWeightsWithAFalseLobe_whenWeighed_thenTheTrueOnesAreLikelier() {
        Network ring = Network.thresholdCrossing();
        HeldOutLinkLikelihood likelihood =
                new HeldOutLinkLikelihood(Request.of(new Simulation(ring, 240, 1).run()), 10);
        double[][] truth = ring.weights();
        double[][] lobed = new double[100][100];
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                int d = Math.min(Math.abs(i - j), 100 - Math.abs(i - j));
                // a third as deep as the true lobe, one bump further: what a GLM finds
                lobed[i][j] = truth[i][j] - 0.0008 * Math.exp(-Math.pow((d - 35) / 4.0, 2) / 2);
            }
        }
        double wrong = likelihood.loss(lobed);
        assertTrue(wrong > likelihood.loss(truth), wrong + ", " + likelihood.loss(truth) + " with the truth");
    }

    @Test
    void givenADirectedCircuit_whenItsWeightsAreTransposed_thenTheHeldOutSpikesTell() {
        Network directed =
                Network.linearNonlinearPoisson().withWiring(new Ring(100, WeightProfile.MEXICAN_HAT.shifted(3)));
        HeldOutLinkLikelihood likelihood =
                new HeldOutLinkLikelihood(Request.of(new Simulation(directed, 60, 1).run()), 10);
        double[][] truth = directed.weights();
        double[][] transposed = new double[100][100];
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                transposed[i][j] = truth[j][i];
            }
        }
        double right = likelihood.loss(truth);
        assertTrue(likelihood.loss(transposed) > right + 0.05, likelihood.loss(transposed) + " after " + right);
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

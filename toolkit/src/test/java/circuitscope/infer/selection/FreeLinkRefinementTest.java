package circuitscope.infer.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.Distillation;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FreeLinkRefinementTest {
    private static final int N = 40;
    private static final Network RING = Network.ring(WeightProfile.BROAD, 0.00045, LinearNonlinearPoisson.STANDARD)
            .withNeurons(N);
    private static final Recording RECORDING = new Simulation(RING, 240, 1).run();

    /** The true weights with the contrast between near and far neurons half as large again, as a wrong link reads them. */
    private static Parameters tooContrasted(Network ring) {
        double[][] truth = ring.weights();
        int n = truth.length;
        double mean = Arrays.stream(truth).flatMapToDouble(Arrays::stream).sum() / (n * (n - 1));
        double[][] wrong = new double[n][n];
        double[][] even = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(even[i], 1);
            for (int j = 0; j < n; j++) {
                wrong[i][j] = i == j ? 0 : mean + 1.5 * (truth[i][j] - mean);
            }
        }
        return Distillation.of(wrong, even, 2, 0.1, 1, (stage, done, total) -> {});
    }

    private static double[][] weights(Parameters p) {
        return PairwiseMlp.matrix(p, N, false);
    }

    @Test
    void givenWeightsThatAWrongLinkRead_whenRefined_thenTheyAreNearerToTheTruthAndHeldOutSpikesSeeIt() {
        Request request = Request.of(RECORDING);
        Parameters start = tooContrasted(RING);
        Parameters end = new FreeLinkRefinement(request, HiddenUnits.none(N), 10).of(start);
        HeldOutLinkLikelihood heldOut = new HeldOutLinkLikelihood(request, 10);
        double before = WeightError.of(weights(start), RING.weights()).profileError();
        double after = WeightError.of(weights(end), RING.weights()).profileError();
        assertTrue(after < before / 2, after + " after " + before);
        ModelSelection chosen = new ModelSelection(10, heldOut.losses(weights(start)), start, false, 0);
        assertTrue(chosen.isBeatenBy(heldOut.losses(weights(end))));
    }

    @Test
    void givenAnyNumberOfThreads_whenRefined_thenTheBitsAreTheSame() {
        Network few = RING.withNeurons(12);
        Parameters start = tooContrasted(few);
        Request request = Request.of(new Simulation(few, 10, 1).run());
        Parameters one = new FreeLinkRefinement(request.with(Workers.of(1)), HiddenUnits.none(12), 10).of(start);
        Parameters three = new FreeLinkRefinement(request.with(Workers.of(3)), HiddenUnits.none(12), 10).of(start);
        for (String name : one.names()) {
            assertArrayEquals(one.get(name), three.get(name));
        }
    }
}

package circuitscope.infer.linkglm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FewSpikesTest {
    @Test
    void givenFewerThanTwentySpikesForAWeight_whenFitted_thenSynapseOwnHistoryAndWeightsAreFound() {
        Network bump = Network.ring(WeightProfile.BROAD, 0.00045, LinearNonlinearPoisson.STANDARD)
                .withNeurons(50);
        Simulation simulation = new Simulation(bump, 120, 2);
        Recording recording = simulation.run();
        Request request = Request.of(recording);
        assertTrue(PooledLinkGlm.suits(request));

        LinkGlmResult result = new LinkGlm().fit(request);

        assertEquals(10, result.tauMs(), 1.5);
        for (int i = 0; i < recording.neurons(); i++) {
            assertEquals(result.power()[0], result.power()[i]);
            assertEquals(result.offset()[0], result.offset()[i]);
        }
        // a spike inhibits its own neuron two thirds as much as the others at the most, as W(0) = -1 says
        double own = Arrays.stream(result.own()).average().orElseThrow();
        assertTrue(own < 0, "weight to itself " + own);
        double delta = WeightError.of(result.weights(), bump.weights()).deltaLeastSquares();
        assertTrue(delta < 0.3, "Delta " + delta);
        double score = LikelihoodScore.of(
                        recording, request.split().test(), result.rates().orElseThrow(), request.workers())
                .natsPerSpike();
        double oracle = LikelihoodScore.of(
                        recording, request.split().test(), new TrueRates(simulation), request.workers())
                .natsPerSpike();
        assertTrue(score > 0.85 * oracle, score + " nats/spike, oracle " + oracle);
    }
}

package circuitscope.infer.gnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedGlmTest {
    @Test
    void givenARing_whenFitted_thenTheEmbeddingHalvesTheErrorOfItsTeacherAndKeepsTheScore() {
        Network ring = Network.linearNonlinearPoisson().withNeurons(40);
        Simulation simulation = new Simulation(ring, 60, 1);
        Recording recording = simulation.run();
        EmbeddedGlmResult embedded = new EmbeddedGlm().fit(recording);
        double[][] weights = embedded.weights();
        for (int i = 0; i < 40; i++) {
            assertEquals(0, weights[i][i]);
            for (int j = 0; j < i; j++) {
                assertEquals(weights[i][j], weights[j][i]);
            }
        }
        double[][] truth = ring.weights();
        LinkGlmResult taught = new LinkGlm()
                .fit(
                        Request.of(recording),
                        embedded.tauMs(),
                        EmbeddedGlmOptions.standard().teacher());
        double teacher = WeightError.of(taught.weights(), truth).delta();
        double delta = WeightError.of(weights, truth).delta();
        assertTrue(delta < teacher / 2, delta + " after " + teacher);
        assertEquals(10, embedded.tauMs(), 1);
        SplitScores scores = SplitScores.of(
                recording, embedded.provenance().split(), embedded.rates().orElseThrow(), Workers.all());
        double oracle = SplitScores.of(
                        recording, embedded.provenance().split(), new TrueRates(simulation), Workers.all())
                .test()
                .natsPerSpike();
        assertEquals(oracle, scores.test().natsPerSpike(), 0.02 * oracle);
    }

    @Test
    void givenNoSizeOfTheEmbedding_whenMade_thenTheMessageSaysSo() {
        assertTrue(assertThrows(
                        InputException.class,
                        () -> new EmbeddedGlmOptions(
                                EmbeddedGlmOptions.standard().teacher(), List.of()))
                .getMessage()
                .contains("no size of the embedding"));
    }
}

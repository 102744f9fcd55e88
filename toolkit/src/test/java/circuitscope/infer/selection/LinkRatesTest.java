package circuitscope.infer.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.evaluate.SplitScores;
import circuitscope.infer.Request;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkRatesTest {
    private static double score(Recording recording, RateModel rates) {
        return SplitScores.sampled(recording, Split.of(recording), rates, 5, 1, Workers.all())
                .test()
                .natsPerSpike();
    }

    // the link is not told, and learned so well that little is missing to the rates that made the spikes
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenTheTrueWeights_whenTheirLinksAreFitted_thenTheScoreIsThatOfTheTrueRates(boolean poisson) {
        Network ring = (poisson ? Network.linearNonlinearPoisson() : Network.thresholdCrossing()).withNeurons(40);
        Simulation simulation = new Simulation(ring, 120, 1);
        Recording recording = simulation.run();
        double oracle = score(recording, new TrueRates(simulation));
        LinkRates rates = new LinkRates(Request.of(recording), ring.weights(), 10, new double[40][0]);
        assertEquals(oracle, score(recording, rates), 0.01 * oracle);
    }

    @Test
    void givenFewSpikesAndASilentNeuron_whenFitted_thenOneLinkIsSharedAndEveryRateIsPositive() {
        Network ring = Network.linearNonlinearPoisson().withNeurons(20);
        Recording whole = new Simulation(ring, 3, 1).run();
        Recording.Builder some = Recording.builder(20, whole.steps(), whole.dtMs());
        for (int k = 0; k < whole.spikes(); k++) {
            if (whole.neuronOf(k) != 7 && k % 4 == 0) {
                some.add(whole.stepOf(k), whole.neuronOf(k));
            }
        }
        Recording few = some.build();
        Request request = Request.of(few);
        LinkRates rates = new LinkRates(request, ring.weights(), 10, new double[20][0]);
        double[] expected = new double[20];
        int[] steps = IntStream.range(0, (int) request.trainingSteps()).toArray();
        rates.visit(few, steps, (step, now) -> {
            for (int i = 0; i < 20; i++) {
                assertTrue(now[i] > 0);
                expected[i] += now[i];
            }
        });
        assertEquals(0.5, expected[7], 1e-9);
        long[] counts = few.spikeCounts(request.training());
        for (int i = 0; i < 20; i++) {
            if (i != 7) {
                assertEquals(counts[i], expected[i], 0.05 * counts[i], "neuron " + i);
            }
        }
    }
}

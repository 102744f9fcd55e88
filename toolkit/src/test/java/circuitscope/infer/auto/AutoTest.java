package circuitscope.infer.auto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.infer.Request;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.Synapse;
import circuitscope.network.wiring.GivenWeights;
import circuitscope.network.wiring.Population;
import circuitscope.network.wiring.RandomWiring;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import org.junit.jupiter.api.Test;

class AutoTest {
    private static final Drive NONE = new Drive.Constant(1e-9);
    /** The log rate swings by 0.8, eight times a second, in all neurons together. */
    private static final Drive COMMON = new Drive.Sinusoid(1, 0.8, 130);

    private static Network sparse(long seed) {
        return new Network(
                new RandomWiring(new Population(30, 0.8, 0.9, 1.3, 0.4), 0.1, seed),
                1,
                NONE,
                new Synapse(2, 0.5, 4, seed),
                new ExponentialLink(6, 1, 300),
                0.2);
    }

    private static EdgeDetection judged(CorrelogramResult result, Simulation simulation) {
        return EdgeDetection.of(
                        result.connectivity().edgeProbability().orElseThrow(),
                        simulation.network().weights())
                .withEdges(result.connectivity().edges().orElseThrow());
    }

    @Test
    void givenCommonDriveOfAllNeurons_whenCorrelogramsAreRead_thenSynapsesAreFoundAndTheDriveIsNone() {
        Simulation simulation = new Simulation(sparse(1).withDrive(COMMON), 400, 1);
        CorrelogramResult result = new Correlograms().fit(simulation.run());
        EdgeDetection found = judged(result, simulation);
        assertTrue(found.auc() > 0.99, "AUC " + found.auc());
        assertTrue(found.value(EdgeMetric.MCC) > 0.9, "MCC " + found.value(EdgeMetric.MCC));
        assertTrue(result.intervals() > 1, "intervals " + result.intervals());
    }

    @Test
    void givenAChainAndACommonInput_whenCorrelogramsAreRead_thenPathsThroughThirdNeuronsAreNoSynapses() {
        double[][] weights = new double[12][12];
        // 0 -> 1 -> 2, and 3 -> 4, 3 -> 5; the others are alone
        weights[1][0] = 2;
        weights[2][1] = 2;
        weights[4][3] = 2;
        weights[5][3] = 2;
        Network network = new Network(
                new GivenWeights(weights), 1, NONE, new Synapse(2, 1, 3, 5), new ExponentialLink(10, 1, 500), 0.2);
        Recording recording = new Simulation(network, 900, 2).run();
        CorrelogramResult result = new Correlograms().fit(recording);
        int[][] edges = result.connectivity().edges().orElseThrow();
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                assertEquals(weights[i][j] > 0 ? 1 : 0, edges[i][j], j + " to " + i);
            }
        }
        double[][] latencies = network.synapse().latenciesMs(12).orElseThrow();
        assertEquals(latencies[1][0], result.connectivity().latenciesMs().orElseThrow()[1][0], 0.7);
        assertEquals(latencies[5][3], result.connectivity().latenciesMs().orElseThrow()[5][3], 0.7);
    }

    @Test
    void givenARing_whenReadWithoutAssumption_thenTheSymmetricEmbeddingIsChosenAndBeatsFreePairs() {
        Network network = Network.ring(WeightProfile.MEXICAN_HAT, 0.025, LinearNonlinearPoisson.STANDARD)
                .withNeurons(40);
        Simulation simulation = new Simulation(network, 90, 1);
        AutoResult result = new Auto().fit(Request.of(simulation.run()));
        assertEquals("link-glm", result.estimate());
        assertTrue(result.hypothesis().startsWith("smooth in an embedding, symmetric"), result.hypothesis());
        // a look at a few neurons was enough
        assertTrue(result.correlograms().isEmpty());
        double delta = WeightError.of(result.weights(), network.weights()).delta();
        assertTrue(delta < 0.2, "Delta " + delta);
    }

    @Test
    void givenADirectedRing_whenReadWithoutAssumption_thenTheEmbeddingIsDirected() {
        Network network =
                Network.linearNonlinearPoisson().withWiring(new Ring(30, WeightProfile.MEXICAN_HAT.shifted(2)));
        AutoResult result = new Auto().fit(Request.of(new Simulation(network, 60, 1).run()));
        assertEquals("link-glm", result.estimate());
        assertTrue(result.hypothesis().startsWith("smooth in an embedding, directed"), result.hypothesis());
        double delta = WeightError.of(result.weights(), network.weights()).deltaLeastSquares();
        double turned =
                WeightError.of(transposed(result.weights()), network.weights()).deltaLeastSquares();
        assertTrue(delta < 0.3 && turned > 2 * delta, delta + ", transposed " + turned);
    }

    private static double[][] transposed(double[][] weights) {
        double[][] turned = new double[weights.length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                turned[i][j] = weights[j][i];
            }
        }
        return turned;
    }

    @Test
    void givenOneSeed_whenFittedTwiceWithOtherThreads_thenTheResultIsTheSame() {
        Recording recording = new Simulation(sparse(3), 60, 3).run();
        AutoResult once = new Auto().fit(Request.of(recording).withThreads(1));
        AutoResult again = new Auto().fit(Request.of(recording).withThreads(2));
        assertEquals(once.alternatives(), again.alternatives());
        for (int i = 0; i < recording.neurons(); i++) {
            for (int j = 0; j < recording.neurons(); j++) {
                assertEquals(once.weights()[i][j], again.weights()[i][j]);
            }
        }
    }
}

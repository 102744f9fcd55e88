package circuitscope.infer.auto;

import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.Network;
import circuitscope.network.Synapse;
import circuitscope.network.wiring.Population;
import circuitscope.network.wiring.RandomWiring;
import circuitscope.network.wiring.SmallWorld;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Five kinds of circuits, of which none is the model that {@link Auto} fits. */
class CalibrationTest {
    private static final int CELLS = 30;
    private static final long SEED = 4;

    private record Circuit(Recording recording, double[][] truth) {
        static Circuit of(Network network, double seconds) {
            return new Circuit(new Simulation(network, seconds, SEED).run(), network.weights());
        }

        /** Every n-th neuron, as if the others had not been recorded. */
        Circuit part(int every) {
            int kept = recording.neurons() / every;
            Recording.Builder some = Recording.builder(kept, recording.steps(), recording.dtMs());
            for (int k = 0; k < recording.spikes(); k++) {
                if (recording.neuronOf(k) % every == 0) {
                    some.add(recording.stepOf(k), recording.neuronOf(k) / every);
                }
            }
            double[][] weights = new double[kept][kept];
            for (int i = 0; i < kept; i++) {
                for (int j = 0; j < kept; j++) {
                    weights[i][j] = truth[i * every][j * every];
                }
            }
            return new Circuit(some.build(), weights);
        }
    }

    private static Map<String, Circuit> circuits() {
        Network exponential = new Network(
                new RandomWiring(new Population(CELLS, 0.8, 0.9, 1.3, 0.4), 0.1, SEED),
                1,
                new Drive.Constant(1e-9),
                new Synapse(2, 0.5, 4, SEED),
                new ExponentialLink(6, 1, 300),
                0.2);
        Network membranes = Network.randomIntegrateAndFire(CELLS, SEED);
        Population population = ((RandomWiring) membranes.wiring()).population();
        Map<String, Circuit> circuits = new LinkedHashMap<>();
        circuits.put("exponential neurons", Circuit.of(exponential, 400));
        circuits.put("common rhythm", Circuit.of(exponential.withDrive(new Drive.Sinusoid(1, 0.8, 130)), 300));
        circuits.put("integrate-and-fire cells", Circuit.of(membranes, 240));
        circuits.put("small world", Circuit.of(membranes.withWiring(new SmallWorld(population, 6, 0.2, SEED)), 240));
        circuits.put(
                "a third recorded",
                Circuit.of(Network.randomIntegrateAndFire(3 * CELLS, SEED), 240).part(3));
        return circuits;
    }

    /**
     * Whether the interval of 90 % of each true edge holds its weight, which is known up to a scale of all weights.
     *
     * @return how many do, and how many true edges there are
     */
    private static int[] held(AutoResult result, double[][] truth) {
        double[][] mean = result.weights();
        double[][] deviation = result.connectivity().deviation().orElseThrow();
        int[][] edges = result.connectivity().edges().orElseThrow();
        int[] found = IntStream.range(0, CELLS * CELLS)
                .filter(p -> edges[p / CELLS][p % CELLS] != 0 && truth[p / CELLS][p % CELLS] != 0)
                .toArray();
        double product = 0;
        double square = 0;
        for (int p : found) {
            product += mean[p / CELLS][p % CELLS] * truth[p / CELLS][p % CELLS];
            square += truth[p / CELLS][p % CELLS] * truth[p / CELLS][p % CELLS];
        }
        double scale = product / square;
        int inside = (int) Arrays.stream(found)
                .filter(p -> Math.abs(mean[p / CELLS][p % CELLS] - scale * truth[p / CELLS][p % CELLS])
                        < 1.645 * deviation[p / CELLS][p % CELLS])
                .count();
        return new int[] {inside, found.length};
    }

    @Test
    void givenFiveKindsOfCircuits_whenFivePercentAreAsked_thenBetweenTwoAndEightOfAllEdgesAreFalseAndIntervalsHold(
            TestReporter reporter) {
        double found = 0;
        double wrong = 0;
        double inside = 0;
        double right = 0;
        StringBuilder each = new StringBuilder();
        for (Map.Entry<String, Circuit> kind : circuits().entrySet()) {
            Circuit circuit = kind.getValue();
            AutoResult result = new Auto().fit(circuit.recording);
            int[][] edges = result.connectivity().edges().orElseThrow();
            double ownFound = 0;
            double ownWrong = 0;
            for (int i = 0; i < CELLS; i++) {
                for (int j = 0; j < CELLS; j++) {
                    ownFound += edges[i][j] != 0 ? 1 : 0;
                    ownWrong += edges[i][j] != 0 && circuit.truth[i][j] == 0 ? 1 : 0;
                }
            }
            int[] held = held(result, circuit.truth);
            inside += held[0];
            right += held[1];
            found += ownFound;
            wrong += ownWrong;
            EdgeDetection detection = EdgeDetection.of(
                            result.connectivity().edgeProbability().orElseThrow(), circuit.truth)
                    .withEdges(edges);
            String line = String.format(
                    "%s: %s, %.0f of %.0f edges false, AUC %.3f, MCC %.3f, %.2f of the true ones in their intervals%n",
                    kind.getKey(),
                    result.estimate(),
                    ownWrong,
                    ownFound,
                    detection.auc(),
                    detection.value(EdgeMetric.MCC),
                    held[0] / (double) held[1]);
            each.append(line);
            assertTrue(detection.auc() > 0.9, line);
        }
        assertTrue(wrong / found > 0.02 && wrong / found < 0.08, wrong / found + " of all edges false\n" + each);
        reporter.publishEntry("true edges in their intervals of 90 %", inside / right + "\n" + each);
        assertTrue(inside / right > 0.85 && inside / right < 0.95, inside / right + " in intervals of 90 %\n" + each);
    }
}

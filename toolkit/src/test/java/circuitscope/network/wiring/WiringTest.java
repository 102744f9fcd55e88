package circuitscope.network.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.LeakyIntegrateAndFire;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.Synapse;
import circuitscope.network.ThresholdCrossing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WiringTest {
    private static final WeightProfile HAT = WeightProfile.MEXICAN_HAT;
    private static final Population CORTEX = new Population(200, 0.8, 2, 6, 0.7);

    @Test
    void givenARing_whenItsWeightsAreTaken_thenTheyAreTheFormulaOfThePaperAtTheRingDistance() {
        double[][] w = new Ring(100, HAT).weights();
        for (int i = 0; i < 100; i += 7) {
            for (int j = 0; j < 100; j++) {
                int d = Math.min(Math.abs(i - j), 100 - Math.abs(i - j));
                double expected = Math.exp(-d * d / (2 * 6.98 * 6.98)) - 1.0005 * Math.exp(-d * d / (2 * 7.0 * 7.0));
                assertEquals(expected, w[i][j], 1e-15);
            }
        }
    }

    @Test
    void givenADirectedRing_whenItsWeightsAreTaken_thenANeuronActsMostStronglyBesideItself() {
        double[][] w = new Ring(20, HAT.shifted(3)).weights();
        double[][] symmetric = new Ring(20, HAT).weights();
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                assertEquals(symmetric[i][(j + 3) % 20], w[i][j], 1e-15);
            }
        }
    }

    @Test
    void givenALattice_whenItsWeightsAreTaken_thenTheyDependOnTheEuclideanDistanceWithAndWithoutEdges() {
        double[][] sheet = Lattice.sheet(4, 5, HAT).weights();
        double[][] torus = Lattice.torus(4, 5, HAT).weights();
        double[][] chain = Lattice.chain(6, HAT).weights();
        // neuron 0 in the corner, 19 in the opposite one
        assertEquals(HAT.at(Math.sqrt(3 * 3 + 4 * 4)), sheet[0][19], 1e-15);
        assertEquals(HAT.at(Math.sqrt(1 + 1)), torus[0][19], 1e-15);
        assertEquals(HAT.at(5), chain[0][5], 1e-15);
        assertEquals(20, Lattice.torus(4, 5, HAT).cells().size());
    }

    @Test
    void givenATableAndProfileII_whenRead_thenTheyAreLinearAndTheFormula() {
        WeightProfile table = new WeightProfile.Table(new double[] {4, 2, -2});
        assertEquals(3, table.at(0.5));
        assertEquals(-1, table.at(2.5));
        assertEquals(0, table.at(9));
        assertEquals(-1, WeightProfile.BROAD.at(0), 1e-15);
        assertEquals(-1.47, WeightProfile.BROAD.at(35), 0.005);
        assertEquals(-1.37, WeightProfile.BROAD.at(50), 0.005);
    }

    @Test
    void givenRandomConnections_whenDrawn_thenDalesLawHoldsAndDensityAndMeansAreThoseAskedFor() {
        double[][] w = new RandomWiring(CORTEX, 0.12, 1).weights();
        int edges = 0;
        double excitation = 0;
        int excitatory = 0;
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < 200; i++) {
            assertEquals(0, w[i][i]);
            for (int j = 0; j < 200; j++) {
                if (w[i][j] != 0) {
                    edges++;
                    assertEquals(j < 160, w[i][j] > 0, "Dale's law at " + i + ", " + j);
                    if (j < 160) {
                        excitatory++;
                        excitation += w[i][j];
                        logs += Math.log(w[i][j]);
                        squares += Math.log(w[i][j]) * Math.log(w[i][j]);
                    }
                }
            }
        }
        assertEquals(0.12, edges / (200.0 * 199), 0.006);
        assertEquals(2, excitation / excitatory, 0.1);
        assertEquals(0.7, Math.sqrt(squares / excitatory - Math.pow(logs / excitatory, 2)), 0.03);
        assertEquals(
                "inhibitory", new RandomWiring(CORTEX, 0.12, 1).cells().get(160).type());
        assertTrue(!Arrays.deepEquals(w, new RandomWiring(CORTEX, 0.12, 2).weights()));
    }

    @Test
    void givenAnUnevenRing_whenDrawn_thenRowsHaveOneFactorEachAndAsManyPairsAreCutAsAsked() {
        Ring ring = new Ring(200, new WeightProfile.Table(new double[] {3, 2, 1, 0.5}).shifted(1));
        double[][] even = ring.weights();
        UnevenRing uneven = new UnevenRing(ring, 0.3, 0.1, 1);
        double[][] w = uneven.weights();
        double[][] complete = uneven.complete().weights();
        double sum = 0;
        double squares = 0;
        int pairs = 0;
        int cut = 0;
        for (int i = 0; i < 200; i++) {
            double factor = w[i][i] / even[i][i];
            sum += Math.log(factor);
            squares += Math.log(factor) * Math.log(factor);
            for (int j = 0; j < 200; j++) {
                if (i != j && even[i][j] != 0) {
                    pairs++;
                    cut += w[i][j] == 0 ? 1 : 0;
                }
                assertEquals(w[i][j] == 0 ? 0 : factor * even[i][j], w[i][j], 1e-12);
                assertEquals(factor * even[i][j], complete[i][j], 1e-12);
            }
        }
        assertEquals(0.1, cut / (double) pairs, 0.02);
        assertEquals(-0.3 * 0.3 / 2, sum / 200, 0.06);
        assertEquals(0.3, Math.sqrt(squares / 200 - Math.pow(sum / 200, 2)), 0.04);
        assertArrayEquals(even, new UnevenRing(ring, 0, 0, 1).weights());
    }

    @Test
    void givenASmallWorld_whenDrawn_thenEveryNeuronHasAsManyTargetsAndSomeAreFar() {
        for (double rewiring : new double[] {0, 0.3}) {
            double[][] w = new SmallWorld(CORTEX, 8, rewiring, 1).weights();
            for (int j = 0; j < 200; j++) {
                int targets = 0;
                for (int i = 0; i < 200; i++) {
                    targets += w[i][j] != 0 ? 1 : 0;
                }
                assertEquals(8, targets, "targets of " + j);
                assertEquals(0, w[j][j]);
            }
            // clustering: how often two targets of a neuron are connected; 9 / 14 on the regular ring
            assertEquals(
                    rewiring == 0 ? 9.0 / 14 : 9.0 / 14 * Math.pow(0.7, 3), clustering(w), rewiring == 0 ? 1e-9 : 0.06);
        }
    }

    private static double clustering(double[][] w) {
        double closed = 0;
        double all = 0;
        for (int j = 0; j < w.length; j++) {
            for (int a = 0; a < w.length; a++) {
                for (int b = 0; b < w.length; b++) {
                    if (a != b && w[a][j] != 0 && w[b][j] != 0) {
                        all++;
                        closed += w[b][a] != 0 ? 1 : 0;
                    }
                }
            }
        }
        return closed / all;
    }

    @Test
    void givenEveryNetwork_whenWrittenAsJson_thenItIsReadBackUnchanged() {
        for (Wiring wiring : List.of(
                new Ring(10, HAT.shifted(2)),
                Lattice.torus(3, 4, new WeightProfile.Table(new double[] {1, 2})),
                new RandomWiring(CORTEX, 0.1, 5),
                new SmallWorld(CORTEX, 6, 0.1, 2),
                new UnevenRing(new Ring(10, HAT), 0.3, 0.1, 4),
                new GivenWeights(new double[][] {{0, 1}, {2, 0}}))) {
            for (SpikeGeneration spiking : List.of(
                    ThresholdCrossing.STANDARD,
                    LinearNonlinearPoisson.STANDARD,
                    new ExponentialLink(5, 100, 300),
                    LeakyIntegrateAndFire.STANDARD)) {
                Network network =
                        new Network(wiring, 0.5, new Drive.Sinusoid(2, 1, 30), new Synapse(5, 1, 2, 3), spiking, 0.1);
                String text = Json.canonical(network);
                Network read = Json.value("network", Json.parse("network", text), Network.class);
                assertEquals(text, Json.canonical(read));
                assertArrayEquals(network.weights(), read.weights());
            }
        }
    }

    @Test
    void givenWrongNumbers_whenMade_thenTheMessageNamesThem() {
        assertMessage(() -> new Population(1, 0.8, 1, 1, 1), "Number of neurons is 1");
        assertMessage(() -> new Population(10, 1.8, 1, 1, 1), "Share of excitatory neurons is 1.8");
        assertMessage(() -> new RandomWiring(CORTEX, -0.1, 1), "Probability of a connection is -0.1");
        assertMessage(() -> new SmallWorld(CORTEX, 7, 0.1, 1), "Targets of a neuron are 7", "even");
        assertMessage(() -> new UnevenRing(new Ring(10, HAT), 0.3, 1.1, 1), "Probability of a cut is 1.1");
        assertMessage(() -> new GivenWeights(new double[][] {{0, 1}, {2}}), "row 1", "1 columns");
        assertMessage(() -> new GivenWeights(new double[][] {{0, Double.NaN}, {2, 0}}), "row 0, column 1", "NaN");
        assertMessage(() -> Lattice.sheet(200, 200, HAT), "40000");
        assertMessage(() -> new Synapse(5, 3, 1, 1), "Longest latency", "1.0");
        assertMessage(() -> new Drive.Sinusoid(1, 2, 10), "Amplitude of the drive is 2.0");
        assertMessage(() -> new ExponentialLink(10, 1, 5), "Highest rate in Hz is 5.0");
        assertMessage(() -> new LeakyIntegrateAndFire(20, 20, 25, 2, 5), "Reset of the membrane is 25.0");
        assertMessage(() -> new WeightProfile.Table(new double[0]), "Number of weights of a profile is 0");
        assertMessage(() -> HAT.shifted(1).shifted(2), "already shifted");
        assertMessage(() -> Network.randomIntegrateAndFire(20, 1).withNeurons(30), "Only a ring");
        assertMessage(
                () -> Network.thresholdCrossing()
                        .withWiring(new Ring(10, WeightProfile.BROAD))
                        .withStrength(0.01),
                "Mexican hat");
    }

    private static void assertMessage(org.junit.jupiter.api.function.Executable use, String... words) {
        String message = assertThrows(InputException.class, use).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
        }
    }
}

package circuitscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.WeightError;
import circuitscope.files.Json;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import org.junit.jupiter.api.Test;

class ObservedTest {
    private static final Simulation SIMULATION =
            new Simulation(Network.thresholdCrossing().withNeurons(20), 3, 4);

    @Test
    void givenSomeNeurons_whenLoaded_thenTheirSpikesPlacesAndWeightsAreThoseOfTheWhole() {
        Source.Observed source = new Source.Observed(SIMULATION, 7, Source.Selection.RANDOM);
        Recording whole = SIMULATION.run();

        Dataset part = source.load();

        int[] kept = source.indices();
        double[][] weights = SIMULATION.network().weights();
        for (int k = 0; k < 7; k++) {
            assertArrayEquals(whole.spikeTrain(kept[k]), part.recording().spikeTrain(k));
            assertEquals(
                    2 * Math.PI * kept[k] / 20, part.recording().cells().get(k).preferredRadians(), 1e-12);
            assertEquals(weights[kept[k]][kept[0]], part.truth().orElseThrow().weights()[k][0]);
        }
        assertTrue(part.truth().orElseThrow().wholeSimulation().isEmpty());
        assertEquals(source, Json.value("source", Json.tree(source), Source.class));
    }

    @Test
    void givenAnEvenSelection_whenAsked_thenItIsSpreadAndInterpolationIsNearTheTruth() {
        int[] kept = new Source.Observed(SIMULATION, 10, Source.Selection.EVEN).indices();

        assertArrayEquals(new int[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18}, kept);
        double[][] weights = SIMULATION.network().weights();
        double[][] part = GroundTruth.of(SIMULATION).ofNeurons(kept).weights();
        // between neighbours that are 2 apart a parabola of curvature c is missed by c / 2: less than the weights vary
        assertTrue(WeightError.interpolated(part, kept, weights).deltaLeastSquares() < 0.25);
    }
}

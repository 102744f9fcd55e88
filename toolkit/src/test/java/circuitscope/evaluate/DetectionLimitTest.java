package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionLimitTest {
    /** Independent Poisson neurons of these rates in Hz. */
    private static Recording poisson(double seconds, long seed, double... hz) {
        Random random = new Random(seed);
        int steps = (int) (1000 * seconds);
        Recording.Builder builder = Recording.builder(hz.length, steps, 1);
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < hz.length; i++) {
                if (random.nextDouble() < hz[i] / 1000) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    @Test
    void givenManyRecordings_whenTheEffectOfASynapseIsEstimatedFromCounts_thenItsSpreadIsTheLimit() {
        double sum = 0;
        double squares = 0;
        double limit = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            Recording recording = poisson(100, trial, 10, 20);
            int near = 0;
            for (int step : recording.spikeTrain(1)) {
                for (int k = recording.firstSpikeFrom(step - 5); k < recording.firstSpikeFrom(step); k++) {
                    near += recording.neuronOf(k) == 0 ? 1 : 0;
                }
            }
            double expected = recording.spikeTrain(0).length * recording.spikeTrain(1).length / 100.0 * 0.005;
            double log = Math.log(near / expected);
            sum += log / trials;
            squares += log * log / trials;
            limit += DetectionLimit.of(recording, 5).standardError()[1][0] / trials;
        }
        // 1 / sqrt(1000 * 20 * 0.005) = 0.1
        assertEquals(0.1, limit, 0.002);
        assertEquals(limit, Math.sqrt(squares - sum * sum), 0.012);
    }

    @Test
    void givenFewOrManySpikes_whenJudged_thenTheVerdictFollowsTheShareOfPairs() {
        double[] rates = {10, 10, 10, 10};
        assertTrue(DetectionLimit.of(poisson(20, 1, rates), 5).verdict().startsWith("The data are too few"));
        assertTrue(DetectionLimit.of(poisson(200, 1, rates), 5).verdict().startsWith("The data are enough for strong"));
        DetectionLimit many = DetectionLimit.of(poisson(2000, 1, rates), 5);
        assertTrue(many.verdict().startsWith("The data are enough for synapses of moderate"));
        assertEquals(1, many.visible(2));
        assertEquals(many.visible(2), many.visible(0.5));
        assertEquals(0, many.visible(1.001));
    }

    @Test
    void givenOneNeuronOrASilentOne_whenTaken_thenOneSentenceSaysSo() {
        assertThrows(InputException.class, () -> DetectionLimit.of(poisson(10, 1, 10), 5));
        assertEquals(
                "Neuron 1 has no spike, expected at least one; leave it out.",
                assertThrows(InputException.class, () -> DetectionLimit.of(poisson(10, 1, 10, 0), 5))
                        .getMessage());
    }
}

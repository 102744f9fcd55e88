package circuitscope.infer.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class PairwiseCorrelationTest {
    private static Recording random(int steps) {
        Random random = new Random(1);
        Recording.Builder builder = Recording.builder(4, steps, 1);
        for (int t = 0; t < steps; t++) {
            int first = random.nextInt(4);
            builder.add(t, first);
            if (random.nextDouble() < 0.4) {
                builder.add(t, (first + 1) % 4);
            }
        }
        return builder.build();
    }

    @Test
    void givenSpikes_whenCorrelated_thenWeightsAreThoseOfCommonsMathOnTheTrainingPart() {
        Recording recording = random(1000);
        CorrelationResult result = new PairwiseCorrelation()
                .fit(recording, CorrelationOptions.standard().withBin(5));
        Segment training = Split.of(recording).training().get(0);
        double[][] counts = new double[training.length() / 5][4];
        for (int k = 0; k < recording.firstSpikeFrom(training.end()); k++) {
            counts[recording.stepOf(k) / 5][recording.neuronOf(k)]++;
        }
        double[][] expected =
                new PearsonsCorrelation(counts).getCorrelationMatrix().getData();
        for (int i = 0; i < 4; i++) {
            expected[i][i] = 0;
            assertArrayEquals(expected[i], result.weights()[i], 1e-12);
        }
        assertEquals("correlation", result.provenance().method());
    }

    @Test
    void givenWrongOptionsOrAnInterrupt_whenFitting_thenItStops() {
        assertThrows(InputException.class, () -> CorrelationOptions.standard().withBin(0));
        Recording recording = random(100);
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> new PairwiseCorrelation().fit(recording, CorrelationOptions.standard()));
    }
}

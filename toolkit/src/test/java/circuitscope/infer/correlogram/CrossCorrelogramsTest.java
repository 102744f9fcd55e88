package circuitscope.infer.correlogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class CrossCorrelogramsTest {
    private static Recording random(double dtMs) {
        UniformRandomProvider random = RandomStreams.of(3, "spikes");
        Recording.Builder builder = Recording.builder(4, 60_000, dtMs);
        for (int step = 0; step < 60_000; step++) {
            if (random.nextDouble() < 0.02) {
                builder.add(step, random.nextInt(4));
            }
        }
        return builder.build();
    }

    @Test
    void givenPartsOfARecording_whenCounted_thenAsANaiveLoopOverAllPairsOfSpikes() {
        Recording recording = random(0.1);
        List<Segment> parts = List.of(new Segment(100, 20_000), new Segment(20_000, 41_000));
        CrossCorrelograms ours = CrossCorrelograms.count(recording, parts, 10, 0.5, Workers.of(2));
        assertEquals(0.5, ours.binMs(), 1e-12);
        assertEquals(41, ours.bins());
        int[][][] naive = new int[4][4][41];
        for (Segment part : parts) {
            for (int a = 0; a < recording.spikes(); a++) {
                for (int b = 0; b < recording.spikes(); b++) {
                    int later = recording.stepOf(a);
                    int earlier = recording.stepOf(b);
                    boolean inside = later >= part.start()
                            && later < part.end()
                            && earlier >= part.start()
                            && earlier < part.end();
                    double bin = Math.rint((later - earlier) / 5.0);
                    if (a != b && inside && Math.abs(bin) <= 20) {
                        naive[recording.neuronOf(a)][recording.neuronOf(b)][20 + (int) bin]++;
                    }
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                // a neuron with itself counts nothing at lag 0
                naive[i][i][20] = 0;
                assertArrayEquals(naive[i][j], ours.counts(i, j), i + " after " + j);
            }
        }
    }

    @Test
    void givenOneNeuron_whenOnlyItsPairsAreCounted_thenTheyAreAsAmongAll() {
        Recording recording = random(0.1);
        List<Segment> parts = recording.segments();
        CrossCorrelograms all = CrossCorrelograms.count(recording, parts, 10, 0.5, Workers.of(1));
        CrossCorrelograms some = CrossCorrelograms.count(recording, parts, 10, 0.5, i -> i == 2, Workers.of(1));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(i != j && (i == 2 || j == 2), some.has(i, j));
                if (some.has(i, j)) {
                    assertArrayEquals(all.counts(i, j), some.counts(i, j), i + " after " + j);
                }
            }
        }
    }

    @Test
    void givenAnyRecording_whenBothDirectionsAreCompared_thenEachIsTheOtherMirrored() {
        CrossCorrelograms ours =
                CrossCorrelograms.count(random(0.05), List.of(new Segment(0, 60_000)), 10, 0.5, Workers.of(1));
        int[] forth = ours.counts(2, 1);
        int[] back = ours.counts(1, 2);
        for (int b = 0; b < ours.bins(); b++) {
            assertEquals(forth[b], back[ours.bins() - 1 - b]);
        }
    }

    @Test
    void givenBinsAsWideAsTheWindow_whenCounted_thenOneSentenceSaysSo() {
        assertThrows(
                InputException.class,
                () -> CrossCorrelograms.count(random(1), List.of(new Segment(0, 60_000)), 9, 1, Workers.of(1)));
    }
}

package circuitscope.spikes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static Recording random(long seed) {
        Random random = new Random(seed);
        Recording.Builder builder = Recording.builder(5, 1000, 0.1);
        for (int step = 0; step < 1000; step++) {
            for (int k = random.nextInt(4); k > 2; k--) {
                builder.add(step, random.nextInt(5));
            }
        }
        return builder.build();
    }

    @Test
    void givenARecording_whenSearched_thenTheFirstSpikeFromEveryStepIsThatOfALinearSearch() {
        Recording recording = random(1);
        for (int step = -1; step <= 1001; step++) {
            int expected = 0;
            while (expected < recording.spikes() && recording.stepOf(expected) < step) {
                expected++;
            }
            assertEquals(expected, recording.firstSpikeFrom(step));
        }
    }

    @Test
    void givenStretches_whenSpikesAreCounted_thenAsByTheTrains() {
        Recording recording = random(2);
        List<Segment> parts = List.of(new Segment(10, 300), new Segment(500, 501), new Segment(900, 1000));
        long[] counts = recording.spikeCounts(parts);
        for (int i = 0; i < 5; i++) {
            long expected = 0;
            for (int step : recording.spikeTrain(i)) {
                expected += parts.stream().filter(part -> part.contains(step)).count();
            }
            assertEquals(expected, counts[i]);
        }
    }

    @Test
    void givenTwoSpikesInOneStep_whenAskedForTheTrain_thenBothAreThere() {
        Recording recording =
                Recording.builder(2, 10, 1).add(4, 1).add(4, 1).add(6, 0).build();
        assertArrayEquals(new int[] {4, 4}, recording.spikeTrain(1));
        assertEquals(3 / (0.01 * 2), recording.meanRateHz(), 1e-9);
    }

    @Test
    void givenRecordingsThatDifferInOneSpike_whenHashed_thenTheHashesDiffer() {
        assertEquals(random(3).sha256(), random(3).sha256());
        String base = Recording.builder(2, 10, 1).add(4, 1).build().sha256();
        assertNotEquals(base, Recording.builder(2, 10, 1).add(4, 0).build().sha256());
        assertNotEquals(base, Recording.builder(2, 10, 1).add(5, 1).build().sha256());
        assertNotEquals(base, Recording.builder(2, 11, 1).add(4, 1).build().sha256());
        assertNotEquals(base, Recording.builder(2, 10, 2).add(4, 1).build().sha256());
        Covariate angle = new Covariate.Circular("theta", 10, new double[] {1});
        assertNotEquals(
                base,
                Recording.builder(2, 10, 1).covariate(angle).add(4, 1).build().sha256());
    }

    @Test
    void givenAHistory_whenMovedThroughSegments_thenItHoldsWhatANaiveSearchFinds() {
        Random random = new Random(4);
        List<Segment> segments = List.of(new Segment(0, 200), new Segment(230, 600), new Segment(600, 1000));
        Recording.Builder builder = Recording.builder(3, 1000, 1).segments(segments);
        for (Segment segment : segments) {
            for (int step = segment.start(); step < segment.end(); step++) {
                if (random.nextInt(3) == 0) {
                    builder.add(step, random.nextInt(3));
                }
            }
        }
        Recording recording = builder.build();
        SpikeHistory history = new SpikeHistory(recording, 20);
        for (Segment segment : segments) {
            for (int step = segment.start(); step < segment.end(); step += 1 + random.nextInt(40)) {
                history.moveTo(step);
                int now = step;
                long expected = 0;
                for (int k = 0; k < recording.spikes(); k++) {
                    int time = recording.stepOf(k);
                    if (time < now && time >= now - 20 && segment.contains(time)) {
                        expected++;
                        assertEquals(true, k >= history.firstSpike() && k < history.endSpike());
                    }
                }
                assertEquals(expected, history.endSpike() - history.firstSpike());
            }
        }
    }
}

package circuitscope.spikes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void givenOneSegment_whenSplit_thenEightyTenTenInTime() {
        Split split = Split.of(Recording.builder(2, 1000, 0.1).add(0, 0).build());
        assertEquals(List.of(new Segment(0, 800)), split.training());
        assertEquals(List.of(new Segment(800, 900)), split.validation());
        assertEquals(List.of(new Segment(900, 1000)), split.test());
    }

    @Test
    void givenGaps_whenSplit_thenSharesAreOfTheRecordedTimeAndNoPartCrossesAGap() {
        Recording recording = Recording.builder(2, 200, 0.1)
                .segments(List.of(new Segment(10, 50), new Segment(60, 70), new Segment(150, 200)))
                .add(10, 0)
                .build();
        Split split = Split.of(recording, 0.45, 0.1);
        assertEquals(List.of(new Segment(10, 50), new Segment(60, 65)), split.training());
        assertEquals(List.of(new Segment(65, 70), new Segment(150, 155)), split.validation());
        assertEquals(List.of(new Segment(155, 200)), split.test());
    }
}

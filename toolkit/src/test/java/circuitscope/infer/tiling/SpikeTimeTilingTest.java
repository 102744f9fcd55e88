package circuitscope.infer.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.NumberFile;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpikeTimeTilingTest {
    private static final List<Segment> STRETCHES = List.of(new Segment(0, 700), new Segment(900, 1500));

    @Test
    void givenTrainsInTwoStretches_whenTiled_thenAsByMasksOverAllSteps() {
        // tiling.py in the resources writes these values
        Map<String, double[][]> written = NumberFile.blocks(SpikeTimeTilingTest.class, "tiling.csv");
        Recording.Builder builder = Recording.builder(3, 1500, 0.5).segments(STRETCHES);
        for (double[] spike : written.get("spikes")) {
            builder.add((int) spike[0], (int) spike[1]);
        }
        Request all = Request.of(builder.build()).withSplit(new Split(STRETCHES, List.of(), List.of()));
        for (int window : new int[] {1, 3, 10}) {
            double[][] weights = new SpikeTimeTiling()
                    .fit(all, TilingOptions.standard().withWindow(window * 0.5))
                    .weights();
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(written.get("window_" + window)[i], weights[i], 1e-12);
            }
        }
    }

    @Test
    void givenTheSameSpikesTwice_whenTiled_thenOne() {
        Recording.Builder builder = Recording.builder(2, 1000, 1);
        for (int t = 5; t < 1000; t += 50) {
            builder.add(t, 0).add(t, 1);
        }
        assertEquals(1, new SpikeTimeTiling().fit(builder.build()).weights()[1][0], 1e-12);
        // the windows tile all of time: the share and the cover are both 1
        assertEquals(
                1,
                new SpikeTimeTiling()
                        .fit(builder.build(), TilingOptions.standard().withWindow(100))
                        .weights()[0][1]);
        assertThrows(InputException.class, () -> TilingOptions.standard().withWindow(Double.NaN));
    }
}

package circuitscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.headdirection.TuningCurve;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadDirectionSourceTest {
    private static String sha256;

    @BeforeAll
    static void findSession() {
        assumeTrue(
                HeadDirectionSession.find().isPresent(),
                "Skipped: dataHD.mat is not there; data/README.md says where to get it.");
        sha256 = Source.SpikeFile.of(HeadDirectionSession.find().orElseThrow()).sha256();
    }

    private static Recording shown(Source.Control control, long seed) {
        return new Source.HeadDirection(Source.Epoch.WAKE, control, seed, sha256)
                .load()
                .recording();
    }

    private static double[] preferred(Recording recording) {
        return recording.cells().stream().mapToDouble(Cell::preferredRadians).toArray();
    }

    @Test
    void givenTheSession_whenCellsArePermuted_thenSpikesStayAndEachCellHasAnotherDirection() {
        Recording own = shown(Source.Control.NONE, 0);
        Recording permuted = shown(Source.Control.PERMUTED, 3);

        assertEquals(169_119, own.spikes());
        assertArrayEquals(own.spikeTrain(5), permuted.spikeTrain(5));
        assertFalse(Arrays.equals(preferred(own), preferred(permuted)));
        assertArrayEquals(
                Arrays.stream(preferred(own)).sorted().toArray(),
                Arrays.stream(preferred(permuted)).sorted().toArray());
        assertArrayEquals(preferred(permuted), preferred(shown(Source.Control.PERMUTED, 3)));
    }

    @Test
    void givenTheSession_whenCellsAreUncoupled_thenRatesAndTuningStayAndSpikesAreOthers() {
        Recording own = shown(Source.Control.NONE, 0);
        Recording uncoupled = shown(Source.Control.UNCOUPLED, 3);
        List<TuningCurve> before = TuningCurve.all(own, TuningCurve.Options.paper());
        List<TuningCurve> after = TuningCurve.all(uncoupled, TuningCurve.Options.paper());

        assertEquals(own.segments(), uncoupled.segments());
        assertEquals(own.spikes(), uncoupled.spikes(), 0.02 * own.spikes());
        for (int i = 0; i < 19; i++) {
            assertEquals(
                    0,
                    Math.IEEEremainder(
                            before.get(i).meanDirection() - after.get(i).meanDirection(), 2 * Math.PI),
                    0.1);
            assertEquals(
                    before.get(i).peakHz(),
                    after.get(i).peakHz(),
                    0.25 * before.get(i).peakHz());
        }
        assertFalse(Arrays.equals(own.spikeTrain(5), uncoupled.spikeTrain(5)));
    }

    @Test
    void givenASource_whenWrittenAsJson_thenItComesBackAndAnotherFileOrASleepingControlIsRefused() {
        Source source = new Source.HeadDirection(Source.Epoch.REM, Source.Control.NONE, 1, sha256);
        assertEquals(source, Json.value("source", Json.tree(source), Source.class));
        assertTrue(assertThrows(
                        InputException.class,
                        () -> new Source.HeadDirection(Source.Epoch.WAKE, Source.Control.NONE, 1, "00").load())
                .getMessage()
                .contains("it is another session"));
        assertThrows(
                InputException.class,
                () -> new Source.HeadDirection(Source.Epoch.REM, Source.Control.UNCOUPLED, 1, sha256));
    }
}

package circuitscope.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Progress;
import circuitscope.evaluate.DetectionLimit;
import circuitscope.sessions.Session;
import circuitscope.sessions.Sessions;
import circuitscope.spikes.Recording;
import circuitscope.spikes.UnitQuality;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleSessionTest {
    @TempDir
    Path folder;

    @Test
    void givenTheExample_whenItIsOpenedAndLookedAt_thenItsFaultsAreNamedAndNothingElse() {
        Session session = Sessions.open(ExampleSession.write(folder.resolve("example"), 1, Progress.silent()));
        Recording recording = session.recording(Session.Options.standard().withStep(0.2));
        List<UnitQuality> units = UnitQuality.of(recording);
        List<String> odd =
                units.stream().flatMap(unit -> unit.warnings().stream()).toList();

        assertEquals(32, units.size());
        assertEquals(4, odd.size(), odd.toString());
        assertTrue(odd.get(0).startsWith("Unit 3: "), odd.get(0));
        assertTrue(odd.get(0).contains("more than one cell"), odd.get(0));
        assertTrue(odd.get(1).startsWith("Unit 5 fires within 0.5 ms of unit 31"), odd.get(1));
        assertTrue(odd.get(2).startsWith("Unit 31 fires within 0.5 ms of unit 5"), odd.get(2));
        assertTrue(odd.get(3).startsWith("Unit 32 fires at 0.0"), odd.get(3));
        assertTrue(DetectionLimit.of(recording, 5).verdict().startsWith("The data are"));
    }
}

package circuitscope.infer.auto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.infer.Request;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoCheckpointTest {
    private static final Recording CELLS = new Simulation(Network.randomIntegrateAndFire(12, 3), 60, 3).run();
    private static final Recording RING =
            new Simulation(Network.linearNonlinearPoisson().withNeurons(16), 40, 3).run();

    private static final AutoOptions FEW = new AutoOptions(
            0.05,
            AutoOptions.standard().correlograms(),
            AutoOptions.standard().glm(),
            AutoOptions.standard().linkGlm(),
            List.of(2));

    @TempDir
    private Path folder;

    /** How often each stage is told of in a whole run, in the order of the stages. */
    private static AutoResult counted(Recording recording, Map<String, Integer> updates) {
        return new Auto()
                .fit(
                        Request.of(recording)
                                .withThreads(1)
                                .telling((stage, done, total) -> updates.merge(stage, 1, Integer::sum)),
                        FEW);
    }

    private static Request stopping(Recording recording, String stage) {
        Thread fit = Thread.currentThread();
        return Request.of(recording).withThreads(1).telling((at, done, total) -> {
            if (at.equals(stage)) {
                fit.interrupt();
            }
        });
    }

    private static void assertSame(AutoResult expected, AutoResult actual) {
        assertEquals(expected.alternatives(), actual.alternatives());
        assertEquals(expected.hypothesis(), actual.hypothesis());
        assertEquals(expected.convergence(), actual.convergence());
        assertEquals(expected.curves().size(), actual.curves().size());
        double[][] deviation = expected.connectivity().deviation().orElseThrow();
        for (int i = 0; i < deviation.length; i++) {
            assertArrayEquals(expected.weights()[i], actual.weights()[i]);
            assertArrayEquals(deviation[i], actual.connectivity().deviation().orElseThrow()[i]);
            assertArrayEquals(
                    expected.connectivity().edges().orElseThrow()[i],
                    actual.connectivity().edges().orElseThrow()[i]);
        }
        for (int k = 0; k < expected.curves().size(); k++) {
            assertArrayEquals(
                    expected.curves().get(k).y(), actual.curves().get(k).y());
        }
    }

    @Test
    void givenAFitThatIsStoppedInEachOfItsStages_whenCalledAgain_thenItEndsAsIfItHadNeverStopped() {
        for (Recording recording : List.of(CELLS, RING)) {
            Map<String, Integer> stages = new LinkedHashMap<>();
            AutoResult whole = counted(recording, stages);
            assertEquals(recording == RING, whole.correlograms().isEmpty());
            assertTrue(stages.size() > 4, stages.toString());
            Auto kept = new Auto().withCheckpoint(folder.resolve(recording.neurons() + ".npz"));
            for (String stage : stages.keySet()) {
                assertThrows(CancellationException.class, () -> kept.fit(stopping(recording, stage), FEW), stage);
                Thread.interrupted();
            }
            assertSame(whole, kept.fit(Request.of(recording).withThreads(1), FEW));
        }
    }

    @Test
    void givenAFinishedFit_whenCalledAgain_thenNothingThatWasFoundIsSoughtAgain() {
        Map<String, Integer> first = new HashMap<>();
        AutoResult whole = counted(CELLS, first);
        Auto kept = new Auto().withCheckpoint(folder.resolve("state.npz"));
        kept.fit(Request.of(CELLS).withThreads(1), FEW);
        Map<String, Integer> again = new HashMap<>();
        AutoResult resumed = kept.fit(
                Request.of(CELLS).withThreads(1).telling((stage, done, total) -> again.merge(stage, 1, Integer::sum)),
                FEW);
        assertSame(whole, resumed);
        assertTrue(first.containsKey("fitting the GLM"), first.toString());
        for (String sought : List.of("fitting the GLM", "correlograms, choosing the baseline")) {
            assertTrue(!again.containsKey(sought), again.toString());
        }
    }

    @Test
    void givenACheckpointOfOtherOptions_whenFitted_thenItSaysSo() {
        Path file = folder.resolve("state.npz");
        Auto kept = new Auto().withCheckpoint(file);
        kept.fit(Request.of(CELLS).withThreads(1), FEW);
        assertTrue(Files.exists(file));
        String message = assertThrows(
                        InputException.class,
                        () -> kept.fit(Request.of(CELLS), AutoOptions.standard().withFalseDiscovery(0.1)))
                .getMessage();
        assertTrue(message.contains("is not a checkpoint of this recording with these options"), message);
    }
}

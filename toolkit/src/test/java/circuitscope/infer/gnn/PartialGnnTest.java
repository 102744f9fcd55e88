package circuitscope.infer.gnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.data.Source;
import circuitscope.infer.Request;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialGnnTest {
    private static final Simulation RING =
            new Simulation(Network.thresholdCrossing().withNeurons(12), 20, 1);
    private static final Recording PART = new Source.Observed(RING, 9, Source.Selection.RANDOM)
            .load((stage, done, total) -> {})
            .recording();
    private static final GnnOptions NETWORK = GnnOptions.standard()
            .withArchitecture(new Architecture(20, 2, 4, 4, Architecture.Messages.PAIR, 40, 0))
            .withDimensions(List.of(2))
            .withBatch(new GnnOptions.Batch(GnnOptions.Rows.EVENTS, 256, 80))
            .withSchedule(GnnOptions.standard().schedule().withEpochs(0.3, 0.2).withMostSteps(60));

    @TempDir
    Path folder;

    private static PartialGnnOptions hidden(int units) {
        return new PartialGnnOptions(12, units, PartialGnnOptions.Placement.EVEN, NETWORK);
    }

    @Test
    void givenAFitThatIsInterrupted_whenCalledAgain_thenItEndsAsIfItHadNeverStopped() {
        double[][] whole = new PartialGnn().fit(Request.of(PART), hidden(2)).weights();
        PartialGnn kept = new PartialGnn().withCheckpoint(folder.resolve("state.npz"));
        for (String stage : List.of("distilling", "training")) {
            Thread fit = Thread.currentThread();
            Request stopped = Request.of(PART).telling((at, done, total) -> {
                if (at.startsWith(stage) && done >= 3) {
                    fit.interrupt();
                }
            });
            assertThrows(CancellationException.class, () -> kept.fit(stopped, hidden(2)), stage);
            Thread.interrupted();
        }
        double[][] resumed = kept.fit(Request.of(PART), hidden(2)).weights();
        for (int i = 0; i < whole.length; i++) {
            assertArrayEquals(whole[i], resumed[i]);
        }
        assertTrue(assertThrows(InputException.class, () -> kept.fit(Request.of(PART), hidden(1)))
                .getMessage()
                .contains("is not a checkpoint of this recording with these options"));
    }

    @Test
    void givenNoHiddenUnit_whenFitted_thenItIsTheNetworkOfTheRecordedNeurons() {
        double[][] plain = new Gnn().fit(Request.of(PART), NETWORK).weights();
        double[][] none = new PartialGnn().fit(Request.of(PART), hidden(0)).weights();
        assertEquals(9, none.length);
        for (int i = 0; i < plain.length; i++) {
            assertArrayEquals(plain[i], none[i]);
        }
    }

    @Test
    void givenMoreHiddenUnitsThanFreePlaces_whenFitted_thenTheMessageCountsBoth() {
        String message = assertThrows(InputException.class, () -> new PartialGnn().fit(Request.of(PART), hidden(4)))
                .getMessage();
        assertTrue(message.contains("4 hidden units find 3 free places on a ring of 12 with 9 recorded"), message);
    }
}

package circuitscope;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.spikes.Recording;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void givenMoreThanThereIs_whenRequired_thenOneSentenceSaysHowMuchAndWhatToDo() {
        String message = assertThrows(InputException.class, () -> Memory.require("The fit", 10e9, 6_000_000_000L))
                .getMessage();
        assertTrue(
                message.equals("The fit needs about 13.0 GB, found 6.0 GB that Java may use; start Java with -Xmx13g or"
                        + " more, or take fewer neurons."),
                message);
        assertDoesNotThrow(() -> Memory.require("The fit", 4e9, 6_000_000_000L));
    }

    /** The one method that is not bounded by blocks: it says so before it starts, and not by an OutOfMemoryError. */
    @Test
    void givenUnconstrainedWeightsOfManyNeurons_whenFitted_thenItIsToldBeforeTheStart() {
        Recording.Builder builder = Recording.builder(3_000, 100_000, 0.1);
        for (int k = 0; k < 100_000; k++) {
            builder.add(k, k % 3_000);
        }
        GnnOptions options = GnnOptions.standard().withUnconstrainedWeights(GnnOptions.Preconditioner.FISHER);
        String message = assertThrows(InputException.class, () -> new Gnn().fit(builder.build(), options))
                .getMessage();
        assertTrue(message.startsWith("The Fisher information of 3000 neurons needs about"), message);
    }
}

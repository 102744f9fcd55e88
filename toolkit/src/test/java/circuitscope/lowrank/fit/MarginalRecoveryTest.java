package circuitscope.lowrank.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.compare.Discrepancy;
import org.junit.jupiter.api.Test;

class MarginalRecoveryTest {
    @Test
    void givenFourClusters_whenTheirFlowIsShort_thenNeuronsShowFourAndTheFlowItsOwn() {
        var options = new MarginalRecovery.Options(TestCase.QUAD_STABLE, 1000, 200);
        MarginalRecovery.Found found = new MarginalRecovery().run(options, 1, Workers.all());
        assertEquals(4, found.componentsOfNeurons());
        assertEquals(
                Discrepancy.tailIndex(TestCase.QUAD_STABLE.law().draw(1000, 1).m(), 0.02), found.tailIndexOfNeurons());
        assertTrue(found.tailIndexOfFlow() > 5, "a light tail stays light: " + found);
        assertThrows(InputException.class, () -> new MarginalRecovery.Options(TestCase.RING, 10, 200));
        assertThrows(InputException.class, () -> new MarginalRecovery.Options(null, 1000, 200));
    }

    @Test
    void givenOneSeed_whenRunOnOneAndOnTwoThreads_thenTheSameIsFound() {
        var options = new MarginalRecovery.Options(TestCase.QUAD_STABLE, 250, 20);
        assertEquals(
                new MarginalRecovery().run(options, 1, Workers.of(1)),
                new MarginalRecovery().run(options, 1, Workers.of(2)));
    }
}

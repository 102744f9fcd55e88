package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.inverse.JointSolution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTablesTest {
    @Test
    void givenKeptFits_whenTabled_thenTheLimitIsTheFieldOfNeuronsThatSendTheirMean() {
        Findings kept = Findings.ofProject("lowrank");
        List<TheoryTable.Row> rows =
                RecoveryTables.ofFits(kept, "lowrank-recovery-ring").rows();
        assertEquals(10, rows.size());
        double[][] m = TestCase.RING.law().draw(1000, 12).m();
        double[][] n = new double[1000][2];
        for (int i = 0; i < 1000; i++) {
            n[i][0] = 1.6 * m[i][0];
            n[i][1] = 1.6 * m[i][1];
        }
        LowRankNetwork quiet = LowRankNetwork.of(Loadings.of(m, n));
        double expected = TestCase.RING.manyNeurons().relativeError(quiet, TestCase.starts());
        assertEquals(expected, rows.get(2).trials().get(1), 1e-12);
        assertEquals(5, rows.get(3).trials().size());
    }

    /** |S|^2 / (2 sigma^2) of the ring is 2 x 1.6^2 / 8. */
    @Test
    void givenAJointSolution_whenTabled_thenItsGoalIsTheDivergenceOfTheConditionalOne() {
        JointSolution joint = JointSolution.of(TestCase.RING.manyNeurons());
        List<TheoryTable.Row> rows =
                RecoveryTables.ofJoint(Map.of(TestCase.RING, joint)).rows();
        assertEquals("at most 0.640", rows.get(0).goal());
        assertEquals(0.5706, rows.get(0).mean(), 2e-3);
        assertEquals(3, rows.stream().filter(TheoryTable.Row::met).count());
    }
}

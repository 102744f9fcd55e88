package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class GoalTableTest {
    @Test
    void givenGoals_whenShown_thenTheMeanDecidesAndMissesAreSaid() {
        Table table = GoalTable.of("Goals")
                .atLeast("AUC", ".94", 0.975, 0.97, 0.99)
                .atLeast("MCC", "", 0.85, 0.84)
                .atMost("time (s)", "", 60, 61, 62.5)
                .atMost("Delta", "", 0.06, 0.06)
                .table();
        assertEquals("Goals", table.name());
        assertEquals(
                List.of("met", "missed", "missed", "met"),
                table.stringColumn("verdict").asList());
        assertEquals("0.980 (0.970 to 0.990)", table.getString(0, "ours"));
        assertEquals("0.840", table.getString(1, "ours"));
        assertEquals("61.8 (61.0 to 62.5)", table.getString(2, "ours"));
        assertEquals("at most 60.0", table.getString(2, "asked"));
        assertEquals(".94", table.getString(0, "published"));
    }

    @Test
    void givenATrialThatFailed_whenAdded_thenItIsRefused() {
        assertThrows(InputException.class, () -> GoalTable.of("").atLeast("x", "", 1));
        assertThrows(InputException.class, () -> GoalTable.of("").atMost("x", "", 1, Double.NaN));
    }
}

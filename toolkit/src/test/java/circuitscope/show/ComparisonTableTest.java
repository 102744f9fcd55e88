package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ComparisonTableTest {
    private final ComparisonTable table = ComparisonTable.of("Table 1")
            .with("Delta", 0.061, 0.1, 0.012, 0.060, 0.064, 0.068)
            .with("rate in Hz", 62, 0.05, Double.NaN, 80.04)
            .with("new", Double.NaN, 0.05, 2, 1);

    @Test
    void givenTrials_whenRendered_thenMeanDeviationAndVerdictAreThere() {
        assertEquals("""
                | metric | paper | ours | limit | verdict |
                |---|---|---|---|---|
                | Delta | 0.061 | 0.064 ± 0.004 | 0.012 | agrees |
                | rate in Hz | 62.0 | 80.0 | – | differs by +29 % |
                | new | – | 1.000 | 2.000 | – |
                """, table.markdown());
        Table cells = table.table();
        assertEquals("Table 1", cells.name());
        assertEquals("differs by +29 %", cells.getString(1, "verdict"));
    }

    @Test
    void givenAPermutationOfTrials_whenRendered_thenNothingChanges() {
        ComparisonTable other = ComparisonTable.of("Table 1").with("Delta", 0.061, 0.1, 0.012, 0.068, 0.060, 0.064);
        assertEquals(table.rows().get(0).verdict(), other.rows().get(0).verdict());
        assertEquals(table.rows().get(0).deviation(), other.rows().get(0).deviation(), 1e-15);
    }

    @Test
    void givenATrialThatFailed_whenAdded_thenItIsRefused() {
        assertThrows(InputException.class, () -> table.with("x", 1, 0.1, 1, 0.5, Double.NaN));
        assertThrows(InputException.class, () -> table.with("x", 1, 0.1, 1));
    }
}

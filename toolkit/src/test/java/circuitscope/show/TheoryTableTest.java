package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;

class TheoryTableTest {
    @Test
    void givenTrials_whenComparedToGoals_thenTheVerdictIsThatOfTheirMean() {
        TheoryTable table = TheoryTable.of("Rates")
                .near("rate", 2, 0.04, 1.9, 2.2)
                .near("rate again", 2, 0.04, 1.9, 2.0)
                .atMost("error", 0.01, 0.02, 0.004)
                .atLeast("ratio", 3, 2, 5)
                .measured("limit", 0.5);
        List<String> trials = List.of("19", "22");
        assertEquals(
                table.rows().subList(0, 1),
                TheoryTable.of("")
                        .near("rate", 2, 0.04, trials, text -> Double.parseDouble(text) / 10)
                        .rows());
        assertEquals(
                TheoryTable.of("").atMost("length", 1, 2, 2).atLeast("length", 1, 2, 2),
                TheoryTable.of("")
                        .atMost("length", 1, trials, String::length)
                        .atLeast("length", 1, trials, String::length));
        String[][] expected = {
            {"rate", "within 4 %", "2.000", "2.050 ± 0.212", "+2.5 %", "met"},
            {"rate again", "within 4 %", "2.000", "1.950 ± 0.0707", "-2.5 %", "met"},
            {"error", "at most 0.0100", "–", "0.0120 ± 0.0113", "–", "missed"},
            {"ratio", "at least 3.000", "–", "3.500 ± 2.121", "–", "met"},
            {"limit", "–", "–", "0.500", "–", "–"}
        };
        for (Row row : table.table()) {
            for (int k = 0; k < 6; k++) {
                assertEquals(expected[row.getRowNumber()][k], row.getString(k));
            }
        }
        assertEquals(
                "missed",
                TheoryTable.of("").near("x", 2, 0.01, 2.1).table().row(0).getString("verdict"));
        assertThrows(InputException.class, () -> table.near("none", 1, 0.1));
        assertThrows(InputException.class, () -> table.near("lost", 1, 0.1, Double.NaN));
    }
}

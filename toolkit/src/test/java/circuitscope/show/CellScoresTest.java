package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.show.views.Views;
import org.junit.jupiter.api.Test;

class CellScoresTest {
    private final Outcomes kept = Outcomes.soFar("head-direction");

    @Test
    void givenScoresOfCells_whenShown_thenMeanAndStandardErrorAreThoseOfTheNaiveSums() {
        String all = "wake-encoding-all";
        String tuning = "wake-encoding-tuning";
        CellScores table =
                CellScores.of("Scores", kept).with("all", all).withDifference("more than tuning", all, tuning);
        double[] difference = new double[19];
        double sum = 0;
        for (int i = 0; i < 19; i++) {
            difference[i] = table.of(all)[i] - table.of(tuning)[i];
            sum += difference[i];
        }
        double squares = 0;
        for (double value : difference) {
            squares += (value - sum / 19) * (value - sum / 19);
        }
        assertEquals(sum / 19, table.rows().get(1).mean(), 1e-12);
        assertEquals(Math.sqrt(squares / 18 / 19), table.rows().get(1).error(), 1e-12);
        assertTrue(Views.of(table).orElseThrow().text().contains("more than tuning"));
        assertThrows(InputException.class, () -> table.with("none", "nothing"));
        assertThrows(InputException.class, () -> new CellScores.Row("one cell", 1));
    }

    /** A row is the least contrast beside the largest of permuted cells, of the other control and of permuted weights. */
    @Test
    void givenContrasts_whenComparedToControls_thenTheLeastStandsBesideTheLargest() {
        ContrastTable table = ContrastTable.of("Contrasts", kept, "permuted-gnn-hidden-10")
                .with("coupled", "wake-link-glm", "uncoupled-link-glm")
                .with("wandering", "wake-link-glm", "wandering-link-glm")
                .with("itself", "wake-link-glm", "wake-link-glm");
        double[] own = DirectionalCouplings.contrasts(kept.trials("wake-link-glm"));
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double contrast : own) {
            least = Math.min(least, contrast);
            most = Math.max(most, contrast);
        }
        assertEquals(least, table.rows().get(0).least());
        assertEquals(most, table.rows().get(2).controls());
        assertTrue(table.rows().get(0).exceeds());
        assertFalse(table.rows().get(1).exceeds());
        assertEquals("NO", table.table().row(2).getString("exceeds them"));
    }
}

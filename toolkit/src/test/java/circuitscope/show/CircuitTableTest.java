package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.experiment.FitOutcome;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class CircuitTableTest {
    private static final Outcomes ALL = Outcomes.soFar("any-circuit");

    @Test
    void givenTrialsOfAMethod_whenShown_thenTheirMeansStandInOneRow() {
        Table table = CircuitTable.of("circuits", ALL);
        int row = table.stringColumn(0).asList().indexOf("any-random-correlation");
        Outcomes trials = ALL.trials("any-random-correlation");
        double sum = 0;
        for (FitOutcome outcome : trials.all()) {
            // this method ranks pairs by |weight|
            sum += EdgeDetection.of(outcome.weights().rows(), Outcomes.truth(outcome))
                    .auc();
        }
        assertEquals(trials.all().size(), table.intColumn("seeds").getInt(row));
        // kept weights are in single precision
        assertEquals(sum / trials.all().size(), table.doubleColumn("AUC").getDouble(row), 1e-4);
        assertTrue(Double.isNaN(table.doubleColumn("MCC").getDouble(row)), "it names no edges");
        int ccg = table.stringColumn(0).asList().indexOf("any-random-ccg");
        assertEquals(
                ALL.trials("any-random-ccg").mean(outcome -> outcome.edges().get(EdgeMetric.MCC)),
                table.doubleColumn("MCC").getDouble(ccg),
                1e-12);
    }
}

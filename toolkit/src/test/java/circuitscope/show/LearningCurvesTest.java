package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.show.LearningCurves.Circuit;
import circuitscope.show.LearningCurves.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class LearningCurvesTest {
    private static final Circuit SMALL = new Circuit("lnp", 0.01, 30);
    private static final Circuit LARGE = new Circuit("lnp", 0.02, 60);

    /** Limits fall with the square root of time, from 0.4 (small) or 0.8 (large) at a minute; two trials around it. */
    private static LearningCurves curves() {
        List<Point> points = new ArrayList<>();
        for (double seconds : new double[] {30, 60, 240}) {
            double limit = 0.4 / Math.sqrt(seconds / 60);
            for (double trial : new double[] {-0.01, 0.01}) {
                points.add(new Point(SMALL, seconds, "glm", limit * 1.5 + trial, limit));
            }
        }
        points.add(new Point(LARGE, 60, "gnn", 0.1, 0.8));
        return new LearningCurves(points);
    }

    @Test
    void givenFits_whenMapped_thenCellsAreMeansOverTrialsAndGapsAreDashes() {
        Table map = curves().map("glm", "lnp");
        assertEquals(List.of("r", "neurons", "30 s", "1 min", "4 min"), map.columnNames());
        assertEquals(1, map.rowCount());
        assertEquals("0.85 | 0.57", map.getString(0, "30 s"));
        assertEquals("0.60 | 0.40", map.getString(0, "1 min"));
        assertEquals("–", curves().map("gnn", "lnp").getString(0, "4 min"));
        assertEquals(0, curves().map("gnn", "threshold").rowCount());
    }

    @Test
    void givenALimitOfTheLongestRecording_whenAnErrorIsWanted_thenTimeGrowsWithItsInverseSquare() {
        // 0.2 at 4 minutes
        assertEquals(4, curves().minutes(SMALL, 0.2), 1e-12);
        assertEquals(16, curves().minutes(SMALL, 0.1), 1e-12);
        assertTrue(Double.isNaN(curves().minutes(new Circuit("lnp", 0.01, 60), 0.1)));
        assertEquals(-0.5, curves().slope(SMALL), 1e-12);
        assertTrue(Double.isNaN(curves().slope(LARGE)));
        Table table = curves().minutes(0.2, "lnp");
        assertEquals(List.of("r", "30 neurons", "60 neurons", "slope, 30 neurons"), table.columnNames());
        assertEquals("4.0", table.getString(0, 1));
        assertEquals("–", table.getString(0, 2));
        assertEquals("16.0", table.getString(1, 2));
        assertEquals("-0.50", table.getString(0, 3));
    }

    @Test
    void givenACircuit_whenTheNearestIsSought_thenFactorsCount() {
        assertEquals(SMALL, curves().nearest(new Circuit("lnp", 0.014, 40)));
        assertEquals(LARGE, curves().nearest(new Circuit("lnp", 0.015, 45)));
        assertTrue(assertThrows(InputException.class, () -> curves().nearest(new Circuit("threshold", 0.01, 30)))
                .getMessage()
                .contains("[lnp]"));
    }

    @Test
    void givenOutcomesOfTheMap_whenTheirCircuitsAreRead_thenTheyAreThoseOfTheirNames() {
        for (Point point : LearningCurves.of(Outcomes.soFar("how-much-data")).points()) {
            assertTrue(List.of("threshold", "lnp").contains(point.circuit().spiking()), point.toString());
        }
        Outcomes all = Outcomes.soFar("how-much-data");
        LearningCurves one = LearningCurves.of(new Outcomes(List.of(all.named("map-threshold-r17-n50-120s-glm-12"))));
        assertEquals(new Circuit("threshold", 0.0175, 50), one.points().get(0).circuit());
        assertEquals(120, one.points().get(0).seconds());
        assertEquals("glm", one.points().get(0).method());
    }
}

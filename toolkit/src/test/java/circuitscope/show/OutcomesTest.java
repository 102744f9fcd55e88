package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.Trend;
import circuitscope.experiment.FitOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Outcomes TABLE_1 = Outcomes.soFar("table1");

    private static double score(String name) {
        return TABLE_1.named(name).scores().test().natsPerSpike();
    }

    @Test
    void givenTrialsOfSeveralExperiments_whenMatched_thenThoseThatAllHaveStandInTheOrderOfTheirNumbers() {
        assertTrue(TABLE_1.has("gnn-threshold"));
        assertFalse(TABLE_1.has("gnn"));
        Outcomes some = new Outcomes(TABLE_1.all().stream()
                .filter(outcome -> !outcome.name().equals("gnn-threshold-12"))
                .sorted((a, b) -> b.name().compareTo(a.name()))
                .toList());
        List<Outcomes> both = some.inAll("link-glm-threshold", "gnn-threshold").orElseThrow();
        assertEquals(
                List.of("link-glm-threshold-11", "link-glm-threshold-13"),
                both.get(0).all().stream().map(FitOutcome::name).toList());
        assertEquals(
                List.of("gnn-threshold-11", "gnn-threshold-13"),
                both.get(1).all().stream().map(FitOutcome::name).toList());
        assertTrue(some.inAll("gnn-threshold", "never-run").isEmpty());
        List<double[]> lines = some.lines(Outcomes::testScore, "link-glm-threshold", "gnn-threshold");
        assertEquals(2, lines.size());
        assertArrayEquals(new double[] {score("link-glm-threshold-13"), score("gnn-threshold-13")}, lines.get(1));
        assertTrue(assertThrows(InputException.class, () -> some.lines(Outcomes::delta, "gnn-lnp", "never-run"))
                .getMessage()
                .contains("have no trial in common"));
    }

    @Test
    void givenAnOutcome_whenItsSpikesAreSimulatedAgain_thenTheyAreThoseItWasInferredFrom() {
        FitOutcome outcome = Outcomes.soFar("peers").named("peers-r125e4-glm-11");
        assertEquals(
                outcome.provenance().dataSha256(), Outcomes.recording(outcome).sha256());
    }

    @Test
    void givenTeacherEmbeddingAndNetwork_whenTheirScoresStandSideBySide_thenGainsAreOfTheSameTrial() {
        List<Outcomes> parts = TABLE_1.inAll("link-glm-threshold", "glm-threshold", "gnn-threshold")
                .orElseThrow();
        PartsTable table = PartsTable.of("").with("a ring", parts.get(0), parts.get(1), parts.get(2));
        assertEquals(
                score("gnn-threshold-12") - score("glm-threshold-12"),
                table.rows().get(0).gain()[1]);
        assertEquals("3", table.table().row(0).getString("trials"));
        Outcomes others = TABLE_1.trials("gnn-lnp");
        assertTrue(assertThrows(InputException.class, () -> table.with("x", parts.get(0), parts.get(1), others))
                .getMessage()
                .contains("are not fits of the same recordings"));
    }

    @Test
    void givenAPartlyObservedRing_whenReadAsItIs_thenTheErrorOfTheWholeRingIsThatOfTheOutcome() {
        Outcomes partly = Outcomes.soFar("hidden").trials("observed-80-hidden-0-threshold");
        double[] whole = partly.delta(weights -> weights);
        for (int k = 0; k < whole.length; k++) {
            // kept weights are in single precision
            assertEquals(partly.delta()[k], whole[k], 1e-6);
        }
        assertEquals(100, Outcomes.truth(partly.all().get(0)).length);
    }

    @Test
    void givenATrend_whenShown_thenSlopeErrorAndVerdictStandBesideThePaper() {
        Trend trend = Trend.of(new double[] {0, 1}, List.of(new double[] {0, 1}, new double[] {5, 6.5}));
        tech.tablesaw.api.Table table =
                TrendTable.of("").with("score", "rises", trend).table();
        assertEquals("1.25 ± 0.25 (s.e.)", table.row(0).getString("slope"));
        assertEquals("not shown", table.row(0).getString("ours"));
        assertEquals("2", table.row(0).getString("lines"));
    }
}

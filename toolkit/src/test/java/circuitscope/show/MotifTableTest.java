package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.motifs.Eigenvalues;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.Spectrum;
import circuitscope.show.charts.EigenvaluePlane;
import circuitscope.show.views.Views;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The theory beside kept outcomes has the values that were verified independently, whatever the outcomes are. */
class MotifTableTest {
    private final Findings kept = Findings.ofProject("motifs");

    private static void assertTheory(MotifTable table, double tolerance, double... expected) {
        List<TheoryTable.Row> rows = table.rows().rows();
        for (int k = 0; k < expected.length; k++) {
            assertEquals(
                    expected[k], rows.get(k).theory(), tolerance, rows.get(k).what());
            assertEquals(5, rows.get(k).trials().size());
        }
    }

    @Test
    void givenFixedPoints_whenCompared_thenTheTheoryIsThatOfTheOptionsOfTheOutcomes() {
        MotifTable table = MotifTable.of("", kept)
                .fixedPoint("motifs-fixed-points-1000-chain-7", 0.04, 0.1, 3)
                .fixedPoint("motifs-fixed-points-softplus-4000-chain-minus-14", 0.02, 0.04, 3);
        assertTheory(table, 2e-4, 0.9640, 0.8287, 1.7848);
        assertEquals(0.7604, table.rows().rows().get(4).theory(), 2e-4);
        assertEquals("N = 4000, chain -1.4, rate E", table.rows().rows().get(4).what());
        assertTrue(Views.of(table).orElseThrow().text().contains("2P closure"));
        assertThrows(InputException.class, () -> table.fixedPoint("motifs-none-at-all", 1, 1, 1));
        assertThrows(InputException.class, () -> table.rate("another computation", "motifs-sparse-9", 1));
    }

    @Test
    void givenOutliersSparseNetworksAndSteps_whenCompared_thenTheTheoryIsThatOfTheClosedForms() {
        MotifTable outliers = MotifTable.of("", kept)
                .outliers("motifs-outliers-chain-minus-4", 0.02)
                .outliers("motifs-outliers-chain-4", 0.02);
        double root = Math.sqrt(17);
        assertTheory(outliers, 1e-9, -0.5, Math.sqrt(15) / 2, (root - 1) / 2, -(root + 1) / 2);
        assertTheory(
                MotifTable.of("", kept)
                        .sparseRate("motifs-sparse-minus-9", 0.03)
                        .sparseRate("motifs-sparse-9", 0.03),
                6e-4,
                1.293,
                2.514);
        TheoryTable.Row step = MotifTable.of("", kept)
                .step("noisy", "motifs-step-noisy", 10)
                .rows()
                .rows()
                .get(0);
        assertEquals(5, step.trials().size());
    }

    @Test
    void givenEigenvalues_whenDrawn_thenNetworkAndTheoryAreBothThere() {
        MotifModel model = MotifModel.excitatoryInhibitory(4, 4, 4, 0.2);
        String drawn = EigenvaluePlane.of(
                        "Plane",
                        Eigenvalues.of(model.draw(50, 1).weights()),
                        Spectrum.of(model).visible())
                .figure()
                .description();
        assertTrue(drawn.contains("a network") && drawn.contains("outliers of the theory"), drawn);
    }

    @Test
    void givenWork_whenTimed_thenItIsDoneOnceMoreThanItIsTimed() {
        AtomicInteger count = new AtomicInteger();
        assertTrue(Show.seconds(3, count::incrementAndGet) >= 0);
        assertEquals(4, count.get());
        assertThrows(InputException.class, () -> Show.seconds(0, count::incrementAndGet));
    }
}

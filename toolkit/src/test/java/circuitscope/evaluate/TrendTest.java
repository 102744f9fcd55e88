package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
    /** Slopes 1, 2 and 4 on levels that have nothing to do with them. */
    private static final List<double[]> RISING =
            List.of(new double[] {9, 14, 19}, new double[] {-3, 7, 17}, new double[] {0, 20, 40});

    private static final double[] X = {0, 5, 10};

    @Test
    void givenTrialsOnDifferentLevels_whenTested_thenSlopeErrorAndProbabilityAreThoseOfTheTTest() {
        Trend trend = Trend.of(X, RISING);
        assertEquals(7.0 / 3, trend.slope(), 1e-12);
        // standard deviation sqrt(7 / 3) over sqrt(3)
        assertEquals(Math.sqrt(7.0 / 9), trend.standardError(), 1e-12);
        // closed form of Student's distribution with 2 degrees of freedom: 1 - t / sqrt(2 + t^2)
        double t = Math.sqrt(7);
        assertEquals(1 - t / Math.sqrt(2 + t * t), trend.pValue(), 1e-9);
        assertEquals(3, trend.trials());
        assertEquals("not shown", trend.verdict());
    }

    @Test
    void givenManyAlikeSlopes_whenTested_thenTheVerdictHasTheirSign() {
        List<double[]> falling = List.of(
                new double[] {5, 4, 3}, new double[] {8, 6.9, 6}, new double[] {1, 0.1, -1}, new double[] {2, 1, 0.1});
        assertEquals("falls", Trend.of(X, falling).verdict());
        List<double[]> rising =
                falling.stream().map(y -> new double[] {-y[0], -y[1], -y[2]}).toList();
        assertEquals("rises", Trend.of(X, rising).verdict());
    }

    @Test
    void givenWhatMakesNoTrend_whenTested_thenTheMessageSaysWhy() {
        assertTrue(message(X, List.of(new double[] {1, 2, 3})).contains("Trials of a trend"));
        assertTrue(message(X, List.of(new double[] {1, 2, 3}, new double[] {1, 2}))
                .contains("has 2 points, expected 3"));
        assertTrue(message(new double[] {4, 4}, List.of(new double[] {1, 2}, new double[] {1, 2}))
                .contains("all its points at 4.0"));
    }

    private static String message(double[] x, List<double[]> trials) {
        return assertThrows(InputException.class, () -> Trend.of(x, trials)).getMessage();
    }
}

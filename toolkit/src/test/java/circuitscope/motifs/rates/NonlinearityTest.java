package circuitscope.motifs.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NonlinearityTest {
    /** Over all sizes that matter, and densely about the border of the series. */
    @Test
    void givenAnyInput_whenTanhIsTaken_thenItIsThatOfTheLibrary() {
        for (double size = 1e-12; size < 50; size *= 1.0007) {
            assertNear(size);
        }
        for (double size = 0.0499; size < 0.0501; size += 1e-8) {
            assertNear(size);
        }
        assertEquals(0, Nonlinearity.TANH.rate(0));
        assertEquals(-1, Nonlinearity.TANH.rate(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(Nonlinearity.TANH.rate(Double.NaN)));
    }

    private static void assertNear(double size) {
        double expected = StrictMath.tanh(size);
        assertEquals(expected, Nonlinearity.TANH.rate(size), 2e-15 * expected);
        assertEquals(-expected, Nonlinearity.TANH.rate(-size), 2e-15 * expected);
        double slope = 1 - expected * expected;
        assertEquals(slope, Nonlinearity.TANH.slope(size), 5e-15);
    }
}

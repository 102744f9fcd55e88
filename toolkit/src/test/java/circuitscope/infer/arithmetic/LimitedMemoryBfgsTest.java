package circuitscope.infer.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedMemoryBfgsTest {
    /** sum_k (k + 1)^3 (x_k - k)^2 / 2: curvatures from 1 to 27000. */
    private static double bowl(double[] x, double[] gradient) {
        double value = 0;
        for (int k = 0; k < x.length; k++) {
            double curvature = Math.pow(k + 1, 3);
            gradient[k] = curvature * (x[k] - k);
            value += curvature * (x[k] - k) * (x[k] - k) / 2;
        }
        return value;
    }

    @Test
    void givenANarrowBowl_whenMinimized_thenTheMinimumIsFoundAndTheValueNeverRises() {
        List<Double> values = new ArrayList<>();
        LimitedMemoryBfgs.Minimum minimum = LimitedMemoryBfgs.minimize(
                LimitedMemoryBfgsTest::bowl, new double[30], 1e-8, 2000, (number, value, slope) -> values.add(value));
        assertTrue(minimum.arrived());
        // gradient descent would need about 27000 steps
        assertTrue(minimum.iterations() < 400, minimum.iterations() + " iterations");
        for (int k = 0; k < 30; k++) {
            assertEquals(k, minimum.point()[k], 1e-7);
        }
        for (int k = 1; k < values.size(); k++) {
            assertTrue(values.get(k) <= values.get(k - 1));
        }
    }

    @Test
    void givenAFunctionThatOverflows_whenMinimized_thenStepsAreHalved() {
        // exp(x) - x has its minimum at 0; a full step from -40 would overflow
        LimitedMemoryBfgs.Minimum minimum = LimitedMemoryBfgs.minimize(
                (x, gradient) -> {
                    gradient[0] = 1e3 * (Math.exp(100 * x[0]) - 1);
                    return 10 * Math.exp(100 * x[0]) - 1e3 * x[0];
                },
                new double[] {-40},
                1e-7,
                200,
                (number, value, slope) -> {});
        assertArrayEquals(new double[] {0}, minimum.point(), 1e-9);
    }

    @Test
    void givenTooFewIterations_whenMinimized_thenTheResultSaysSo() {
        LimitedMemoryBfgs.Minimum minimum = LimitedMemoryBfgs.minimize(
                LimitedMemoryBfgsTest::bowl, new double[30], 1e-8, 3, (number, value, slope) -> {});
        assertFalse(minimum.arrived());
        assertEquals(3, minimum.iterations());
    }
}

package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BumpMovementTest {
    /** Two bumps on a ring of 100 neurons: 25 neurons per second to the right for 4 s, as many to the left, at angles 1 and 2. */
    @Test
    void givenBumpsThatMoveEvenly_whenTheirMovementIsTaken_thenVelocityAndCorrelationAreTheirs() {
        double[] angle = new double[8000];
        Arrays.setAll(angle, t -> t < 4000 ? 1 : 2);
        Recording.Builder builder =
                Recording.builder(100, 8000, 1).covariate(new Covariate.Circular("angle", 1, angle));
        for (int t = 0; t < 8000; t++) {
            int first = (t < 4000 ? t : 7999 - t) / 40 % 50;
            builder.add(t, first).add(t, first + 50);
        }
        BumpMovement movement = BumpMovement.of(builder.build(), 2, 40);
        assertEquals(199, movement.velocity().length);
        for (int k = 0; k < 199; k++) {
            assertEquals(0.04 * (k + 1), movement.seconds()[k], 1e-9);
            assertEquals(k < 99 ? 0.25 : k == 99 ? 0 : -0.25, movement.velocity()[k], 1e-9);
            assertEquals(k < 99 ? 1 : 2, movement.angle()[k], 1e-9);
        }
        assertEquals(-1, movement.correlation(), 0.01);
        assertEquals(25, movement.until(1.01).velocity().length);
        Recording without = Recording.builder(4, 100, 1).add(1, 1).build();
        assertThrows(InputException.class, () -> BumpMovement.of(without, 2, 10));
    }
}

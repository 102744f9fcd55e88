package circuitscope.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.files.Json;
import org.junit.jupiter.api.Test;

class AngularSignalTest {
    @Test
    void givenABand_whenSampled_thenPowerStaysInItAndHasTheDeviation() {
        AngularSignal signal = new AngularSignal.BandLimited(0.5, 0.5, 3);
        int count = 40_000;
        double[] theta = signal.sample(count, 10);

        double square = 0;
        double steps = 0;
        for (int k = 0; k < count; k++) {
            square += theta[k] * theta[k] / count;
            steps += k == 0 ? 0 : Math.pow((theta[k] - theta[k - 1]) / 0.01, 2) / count;
        }
        assertEquals(0.5, Math.sqrt(square), 0.15);
        // power spread evenly up to f has the mean square frequency f^2 / 3, and none above f cannot exceed f
        double frequency = Math.sqrt(steps / square) / (2 * Math.PI);
        assertEquals(0.5 / Math.sqrt(3), frequency, 0.06);
        assertArrayEquals(theta, signal.sample(count, 10));
        assertNotEquals(theta[7], new AngularSignal.BandLimited(0.5, 0.5, 4).sample(8, 10)[7]);
    }

    @Test
    void givenASinusoid_whenSampledAtAQuarterPeriod_thenItIsAtItsLargest() {
        assertArrayEquals(new double[] {0, 1.5, 0, -1.5, 0}, new AngularSignal.Sinusoid(1.5, 40).sample(5, 10), 1e-12);
    }

    @Test
    void givenATraceAcrossTheEndOfTheCircle_whenSampledBetween_thenItTurnsTheShorterWay() {
        AngularSignal trace = new AngularSignal.Trace(new double[] {3.0, -3.0}, 20);

        double[] theta = trace.sample(3, 10);

        assertEquals(Math.PI, theta[1], 1e-12);
        assertTrue(assertThrows(InputException.class, () -> trace.sample(100, 10))
                .getMessage()
                .startsWith("theta is known for 40.0 ms"));
    }

    @Test
    void givenADriveThatTurnsWeights_whenWrittenAsJson_thenItReadsBack() {
        Network network = Network.thresholdCrossing()
                .withDrive(new Drive.Rotation(1e-3, new AngularSignal.BandLimited(0.5, 0.5, 3), 0.15));

        assertEquals(network, Json.value("network", Json.tree(network), Network.class));
        assertThrows(
                InputException.class,
                () -> Network.randomIntegrateAndFire(20, 1)
                        .withDrive(new Drive.Rotation(1e-3, new AngularSignal.Sinusoid(1, 100), 0.15)));
    }
}

package circuitscope.infer.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SpikeTimingTest {
    private static final int STEPS = 400_000;
    /** Steps of 0.5 ms. */
    private static final double SLOW_PERIOD = 2 * Math.PI / 500;

    private static final double FAST_PERIOD = 2 * Math.PI / 31;

    private static double slow(int step) {
        return 0.7 * Math.sin(SLOW_PERIOD * step);
    }

    private static double fast(int step) {
        return 0.5 * Math.sin(FAST_PERIOD * step);
    }

    private static Recording recording() {
        UniformRandomProvider random = RandomStreams.of(1, "spikes");
        Recording.Builder builder = Recording.builder(3, STEPS, 0.5);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < 3; i++) {
                if (random.nextDouble() < 0.02 * Math.exp(slow(step) + fast(step))) {
                    builder.add(step, i);
                }
            }
        }
        return builder.build();
    }

    private static SpikeTiming.Visits of(IntToDoubleFunction log) {
        return (recording, steps, visitor) -> {
            double[] values = new double[recording.neurons()];
            for (int step : steps) {
                Arrays.fill(values, Math.exp(log.applyAsDouble(step)));
                visitor.rates(step, values);
            }
        };
    }

    @Test
    void givenASlowCourse_whenAModelKnowsItOnly_thenItAddsNothing_andTheFastOneAddsWhatTheClosedFormSays() {
        Request request = Request.of(recording());
        SpikeTiming timing = new SpikeTiming(request, of(SpikeTimingTest::slow));
        double proxy = Arrays.stream(timing.gains(of(step -> 3 * slow(step)))).sum() / timing.spikes();
        double nothing = Arrays.stream(timing.gains(of(step -> 0))).sum() / timing.spikes();
        double[] gains = timing.gains(of(step -> 0.2 * fast(step)));
        double gain = Arrays.stream(gains).sum() / timing.spikes();
        assertEquals(0, proxy, 1e-4);
        assertEquals(0, nothing, 1e-6);
        // of a rate exp(a sin): a I1(a) / I0(a) - log I0(a) nats per spike, to second order a^2 / 4
        assertEquals(0.25 / 4, gain, 0.015);
        assertTrue(Arrays.stream(gains).allMatch(each -> each > 0), Arrays.toString(gains));
    }

    @Test
    void givenNoSpikeInTheValidationPart_whenAsked_thenOneSentenceSaysSo() {
        Recording.Builder builder = Recording.builder(2, 1000, 1);
        builder.add(10, 0).add(20, 1).add(990, 0);
        Request request = Request.of(builder.build());
        assertThrows(InputException.class, () -> new SpikeTiming(request, of(SpikeTimingTest::slow)));
    }
}

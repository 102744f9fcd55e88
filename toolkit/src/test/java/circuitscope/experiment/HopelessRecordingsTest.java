package circuitscope.experiment;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.files.Json;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Request;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings from which nothing can be read: a method says so in a sentence, or gives finite weights; it never breaks. */
class HopelessRecordingsTest {
    private static Recording.Builder empty(int neurons, int steps) {
        double[] theta =
                IntStream.range(0, steps).mapToDouble(k -> Math.sin(k / 50.0)).toArray();
        return Recording.builder(neurons, steps, 1)
                .cells(IntStream.range(0, neurons)
                        .mapToObj(i -> Cell.of("cell " + i).preferring(2 * Math.PI * i / neurons))
                        .toList())
                .covariate(new Covariate.Circular("theta", 1, theta));
    }

    private static Recording random(int neurons, int steps, int silent, boolean together) {
        Recording.Builder recording = empty(neurons, steps);
        Random random = new Random(1);
        for (int step = 0; step < steps; step++) {
            boolean all = random.nextInt(20) == 0;
            for (int i = 0; i < neurons; i++) {
                if (i != silent && (together ? all : random.nextInt(20) == 0)) {
                    recording.add(step, i);
                }
            }
        }
        return recording.build();
    }

    private static void check(String method, String what, Recording recording) {
        Estimator<?, ?> estimator = Methods.named(method);
        Inference result;
        try {
            result = fit(estimator, Request.of(recording).with(Workers.of(1)));
        } catch (InputException e) {
            assertTrue(e.getMessage().length() > 20, method + ", " + what + ": " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(method + ", " + what, e);
        }
        double[][] weights = result.weights();
        assertEquals(recording.neurons(), weights.length, method + ", " + what);
        for (double[] row : weights) {
            for (double weight : row) {
                assertTrue(Double.isFinite(weight), method + ", " + what + ": a weight is " + weight);
            }
        }
    }

    private static <O extends Record> Inference fit(Estimator<O, ?> estimator, Request request) {
        return estimator.fit(
                request,
                Json.changed(
                        "options", estimator.standard(), Json.parse("options", QuickOptions.of(estimator.name()))));
    }

    @ParameterizedTest
    @MethodSource("circuitscope.experiment.Methods#names")
    void givenSuchARecording_whenFitted_thenThereIsASentenceOrAFiniteResult(String method) {
        assertAll(
                () -> check(method, "one spike", empty(4, 4000).add(2000, 1).build()),
                () -> check(method, "one neuron", random(1, 4000, -1, false)),
                () -> check(method, "a silent neuron", random(4, 4000, 2, false)),
                () -> check(method, "a fifth of a second", random(4, 200, -1, false)),
                () -> check(method, "neurons that always fire together", random(4, 4000, -1, true)),
                () -> check(method, "two neurons", random(2, 4000, -1, false)));
    }
}

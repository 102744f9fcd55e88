package circuitscope.infer.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final int LAGS = 12;
    private static final double[][] PLANTED = {
        {0, 1.2, 0},
        {0, 0, -0.8},
        {0.9, 0.7, 0}
    };
    private static final GlmOptions OPTIONS =
            GlmOptions.standard().withFilter(LAGS, 6).withStride(1);

    private static double slowRecovery(int age) {
        return 1 - Math.exp(-age / 6.0);
    }

    /** Spikes of a GLM whose rates have a factor by the steps since the neuron's last spike, drawn step by step. */
    private static Recording drawn(IntToDoubleFunction factor, int steps, long seed) {
        Random random = new Random(seed);
        double[] s = new double[3];
        int[] last = {-1000, -1000, -1000};
        Recording.Builder builder = Recording.builder(3, steps, 1);
        for (int t = 0; t < steps; t++) {
            boolean[] spike = new boolean[3];
            for (int i = 0; i < 3; i++) {
                double drive = -2.5;
                for (int j = 0; j < 3; j++) {
                    drive += PLANTED[i][j] * s[j];
                }
                spike[i] = random.nextDouble() < Math.exp(drive) * factor.applyAsDouble(t - last[i]);
            }
            for (int i = 0; i < 3; i++) {
                s[i] = s[i] * Math.exp(-1 / 3.0) + (spike[i] ? 1 : 0);
                if (spike[i]) {
                    builder.add(t, i);
                    last[i] = t;
                }
            }
        }
        return builder.build();
    }

    @Test
    void givenNeuronsThatRecoverSlowly_whenFitted_thenRecoveryAndWeightsAreFoundAndHeldOutSpikesAreLikelier() {
        Recording recording = drawn(RecoveryTest::slowRecovery, 400_000, 1);
        GlmResult without = new Glm().fit(recording, OPTIONS);
        GlmResult with = new Glm().withRecovery().fit(recording, OPTIONS);
        Recovery recovery = with.recovery();
        for (int i = 0; i < 3; i++) {
            for (int age = 1; age <= 7; age++) {
                // the first intervals are one step long
                double log = with.bias()[i] + Math.log(recovery.factor()[i][age - 1]);
                assertEquals(-2.5 + Math.log(slowRecovery(age)), log, 0.12, "neuron " + i + ", age " + age);
            }
        }
        double delta = WeightError.of(with.weights(), PLANTED).delta();
        double deltaWithout = WeightError.of(without.weights(), PLANTED).delta();
        assertTrue(delta < 0.04 && delta < deltaWithout / 2, delta + ", without own history " + deltaWithout);
        assertTrue(with.logLikelihood() > without.logLikelihood() + 1000);
        List<Segment> test = with.provenance().split().test();
        double score = LikelihoodScore.of(recording, test, with.rates().orElseThrow(), Workers.all())
                .natsPerSpike();
        double scoreWithout = LikelihoodScore.of(
                        recording, test, without.rates().orElseThrow(), Workers.all())
                .natsPerSpike();
        double promised = Arrays.stream(recovery.gain()).sum()
                / Arrays.stream(recording.spikeCounts(with.provenance().split().validation()))
                        .sum();
        assertEquals(promised, score - scoreWithout, 0.3 * promised);
    }

    @Test
    void givenNeuronsWithoutOwnHistory_whenAskedForOne_thenHeldOutSpikesDoNotWantIt() {
        Recording recording = drawn(age -> 1, 100_000, 2);
        GlmOptions exact = OPTIONS.withTolerance(1e-7);
        GlmResult without = new Glm().fit(recording, exact);
        GlmResult with = new Glm().withRecovery().fit(recording, exact);
        assertTrue(!with.recovery().isThere());
        assertTrue(Arrays.stream(with.recovery().gain()).sum() <= 0);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(without.weights()[i], with.weights()[i], 1e-4);
        }
    }

    @Test
    void givenOtherThreads_whenFitted_thenTheResultIsTheSame() {
        Recording recording = drawn(RecoveryTest::slowRecovery, 60_000, 4);
        GlmResult one = new Glm().withRecovery().fit(Request.of(recording).withThreads(1), OPTIONS);
        GlmResult two = new Glm().withRecovery().fit(Request.of(recording).withThreads(2), OPTIONS);
        assertEquals(one.recovery(), two.recovery());
        assertArrayEquals(one.weights()[2], two.weights()[2]);
    }

    @Test
    void givenSegments_whenAgesAreCounted_thenTheyAreThoseOfALoopAndNoneCrossesABorder() {
        Random random = new Random(3);
        List<Segment> segments = List.of(new Segment(0, 400), new Segment(500, 1500), new Segment(1500, 2000));
        Recording.Builder builder = Recording.builder(2, 2000, 1).segments(segments);
        int[] last = {-1, -1};
        int[][] expected = new int[2][2000];
        for (Segment segment : segments) {
            Arrays.fill(last, -1);
            for (int t = segment.start(); t < segment.end(); t++) {
                for (int i = 0; i < 2; i++) {
                    expected[i][t] = last[i] < 0 ? Integer.MAX_VALUE : t - last[i];
                }
                if (random.nextDouble() < 0.04) {
                    int neuron = random.nextInt(2);
                    builder.add(t, neuron);
                    last[neuron] = t;
                }
            }
        }
        SpikeAges ages = new SpikeAges(builder.build());
        int[] ends = SpikeAges.ends(1);
        for (int i = 0; i < 2; i++) {
            int[] steps = segments.stream()
                    .flatMapToInt(s -> java.util.stream.IntStream.range(s.start(), s.end()))
                    .filter(t -> t % 3 == 0)
                    .toArray();
            int[] at = new int[steps.length - 5];
            ages.fill(i, steps, 5, at.length, at);
            for (int t = 0; t < at.length; t++) {
                int age = expected[i][steps[t + 5]];
                int interval = 0;
                while (interval < ends.length && age > ends[interval]) {
                    interval++;
                }
                assertEquals(interval, at[t], "neuron " + i + ", step " + steps[t + 5]);
            }
        }
    }
}

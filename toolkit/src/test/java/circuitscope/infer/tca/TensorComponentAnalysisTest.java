package circuitscope.infer.tca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TensorComponentAnalysisTest {
    /** Neurons 0 to 2 fire in the first half of every trial, 3 to 5 in the second, more and more over trials. */
    private static Recording twoGroups(long seed) {
        Random random = new Random(seed);
        int steps = 50_000;
        Recording.Builder builder = Recording.builder(6, steps, 1);
        for (int t = 0; t < steps; t++) {
            boolean firstHalf = t / 2000 % 2 == 0;
            for (int i = 0; i < 6; i++) {
                double rate = i < 3 == firstHalf ? (i < 3 ? 0.2 : 0.05 + 0.2 * t / steps) : 0;
                if (random.nextDouble() < rate) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    private static final TcaOptions OPTIONS = TcaOptions.standard().withRank(2).withSmoothing(50, 100);

    @Test
    void givenTwoGroupsThatFireAtOtherTimes_whenFitted_thenInteractionsAreWithinThem() {
        TcaResult result = new TensorComponentAnalysis().fit(twoGroups(1), OPTIONS);
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                double within = result.weights()[i < 3 ? 0 : 3][i < 3 ? 1 : 4];
                double expected = i == j || i < 3 != j < 3 ? 0 : within;
                assertEquals(expected, result.weights()[i][j], 0.12 * within, i + ", " + j);
            }
        }
        assertEquals(6, result.neuronFactors().length);
        assertEquals(40, result.timeFactors().length);
        assertEquals(10, result.trialFactors().length);
        assertTrue(result.error()[result.error().length - 1] < 0.3);
        assertTrue(result.rates().isEmpty());
    }

    @Test
    void givenFactors_whenInteractionsAreRead_thenTheyAreThoseOfTheFourWayTensor() {
        Random random = new Random(2);
        double[][][] factors = new double[3][2][];
        int[] shape = {4, 5, 3};
        for (int axis = 0; axis < 3; axis++) {
            for (int r = 0; r < 2; r++) {
                factors[axis][r] = random.doubles(shape[axis], -1, 1).toArray();
            }
        }
        double[][] found = TensorComponentAnalysis.interactions(factors);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double sum = 0;
                for (int r = 0; r < 2; r++) {
                    for (double u : factors[1][r]) {
                        for (double v : factors[2][r]) {
                            sum += factors[0][r][i] * factors[0][r][j] * u * v / 2;
                        }
                    }
                }
                assertEquals(i == j ? 0 : sum, found[i][j], 1e-12);
            }
        }
    }

    @Test
    void givenComponents_whenSignsAreFixed_thenTheModelStaysAndSumsAreNotNegative() {
        double[][][] factors = {
            {{1, -2}, {3, 1}, {1, 1}},
            {{-1, 0.5}, {2, 1}, {-1, -1}},
            {{1, 1}, {-3, 1}, {-2, -1}}
        };
        TensorComponentAnalysis.fixSigns(factors);
        double[][][] expected = {
            {{-1, 2}, {-3, -1}, {1, 1}},
            {{1, -0.5}, {2, 1}, {1, 1}},
            {{1, 1}, {3, -1}, {2, 1}}
        };
        assertArrayEquals(expected, factors);
    }

    @Test
    void givenSpikes_whenSmoothed_thenSamplesAreThoseOfTheRecursionInEverySegment() {
        Random random = new Random(3);
        List<Segment> parts = List.of(new Segment(5, 47), new Segment(60, 163));
        Recording.Builder builder = Recording.builder(3, 200, 1);
        for (int t = 0; t < 200; t++) {
            for (int k = random.nextInt(3); k > 0; k--) {
                builder.add(t, random.nextInt(3));
            }
        }
        Recording recording = builder.build();
        Tensor tensor = SmoothedSpikes.of(
                recording, parts, TcaOptions.standard().withTrials(4).withSmoothing(8, 5));
        // 8 + 20 samples of 5 steps, 7 in each trial
        assertArrayEquals(new int[] {3, 7, 4}, tensor.shape());
        int sample = 0;
        for (Segment part : parts) {
            double[] m = new double[3];
            for (int t = part.start(); t < part.start() + part.length() / 5 * 5; t++) {
                for (int i = 0; i < 3; i++) {
                    int now = t;
                    int neuron = i;
                    long x = IntStream.of(recording.spikeTrain(neuron))
                            .filter(step -> step == now)
                            .count();
                    m[i] = (1 - 1 / 8.0) * m[i] + x / 8.0;
                }
                if ((t - part.start()) % 5 == 4) {
                    for (int i = 0; i < 3; i++) {
                        double found = tensor.values()[(i * 7 + sample % 7) * 4 + sample / 7];
                        assertEquals(m[i], found, 1e-12, "sample " + sample);
                    }
                    sample++;
                }
            }
        }
        assertEquals(28, sample);
    }

    @Test
    void givenASeed_whenFittedTwice_thenTheResultIsTheSameToTheLastBitAndAnotherSeedGivesAnother() {
        Recording recording = twoGroups(4);
        TcaOptions few = OPTIONS.withEnd(5, 0);
        double[][] once = new TensorComponentAnalysis().fit(recording, few).weights();
        assertArrayEquals(
                once, new TensorComponentAnalysis().fit(recording, few).weights());
        double[][] other = new TensorComponentAnalysis()
                .fit(Request.of(recording).withSeed(2), few)
                .weights();
        assertTrue(once[0][1] != other[0][1]);
    }

    @Test
    void givenTheStandardEnd_whenFitted_thenItStopsBeforeTheLastSweep() {
        TcaResult result = new TensorComponentAnalysis().fit(twoGroups(5), OPTIONS);
        int last = result.error().length - 1;
        assertTrue(last + 1 < OPTIONS.sweeps());
        assertTrue(result.error()[last - 1] - result.error()[last] < OPTIONS.tolerance());
    }

    @Test
    void givenAnInterruptOrWrongInput_whenFitting_thenItStops() {
        Recording recording = twoGroups(6);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new TensorComponentAnalysis().fit(recording, OPTIONS));
        assertMessage("TCA rank is 0", () -> OPTIONS.withRank(0));
        assertMessage("TCA trials is 1", () -> OPTIONS.withTrials(1));
        assertMessage("TCA sampling in ms is NaN", () -> OPTIONS.withSmoothing(1, Double.NaN));
        assertMessage("TCA sweeps is 0", () -> OPTIONS.withEnd(0, 1));
        assertMessage("TCA tolerance is 2", () -> OPTIONS.withEnd(1, 2));
        assertMessage("expected 1 to", () -> fit(recording, OPTIONS.withSmoothing(50, 0.1)));
        assertMessage("expected no less than a step", () -> fit(recording, OPTIONS.withSmoothing(0.5, 10)));
        assertMessage("expected at least 2 for each", () -> fit(recording, OPTIONS.withTrials(300)));
        Recording silent = Recording.builder(2, 1000, 1).add(0, 1).build();
        assertMessage("Neuron 0 does not fire", () -> fit(silent, OPTIONS));
        Recording single = Recording.builder(1, 1000, 1).add(0, 0).build();
        assertMessage("has 1 neuron", () -> fit(single, OPTIONS));
    }

    private static TcaResult fit(Recording recording, TcaOptions options) {
        return new TensorComponentAnalysis().fit(recording, options);
    }

    private static void assertMessage(String part, Runnable use) {
        String message = assertThrows(InputException.class, use::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}

package circuitscope.infer.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.infer.Request;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodingGlmTest {
    private static final int STEPS = 60_000;
    /** Sum over lags of the effect of neuron 0 on neuron 1. */
    private static final double COUPLING = 0.9;

    /** Four cells that follow an angle in bins of 10 ms; neuron 0 excites neuron 1, neuron 2 inhibits itself. */
    private static Recording recording(long seed) {
        Random random = new Random(seed);
        double[] theta = new double[STEPS];
        int[][] counts = new int[4][STEPS];
        Recording.Builder builder = Recording.builder(4, STEPS, 10)
                .segments(List.of(new Segment(0, 20_000), new Segment(20_000, 20_003), new Segment(20_003, STEPS)));
        double direction = 0;
        for (int t = 0; t < STEPS; t++) {
            direction += 0.1 * random.nextGaussian();
            theta[t] = direction;
            for (int i = 0; i < 4; i++) {
                double log = Math.log(0.08) + 1.2 * Math.cos(direction - 1.5 * i);
                for (int lag = 1; lag <= 3 && lag <= t; lag++) {
                    log += i == 1 ? COUPLING / 3 * counts[0][t - lag] : 0;
                    log -= i == 2 ? 0.5 * counts[2][t - lag] : 0;
                }
                double expected = Math.exp(log);
                double level = random.nextDouble();
                double chance = Math.exp(-expected);
                for (double below = chance; level > below && counts[i][t] < 8; below += chance) {
                    counts[i][t]++;
                    chance *= expected / counts[i][t];
                    builder.add(t, i);
                }
            }
        }
        return builder.covariate(new Covariate.Circular("theta", 1, theta)).build();
    }

    @Test
    void givenKnownInputs_whenFittedTogether_thenCouplingHistoryAndHarmonicsAreFoundWithinTheirErrors() {
        EncodingResult result = new EncodingGlm().fit(Request.of(recording(1)), EncodingOptions.standard());
        double[][] w = result.weights();
        double[][] errors = result.connectivity().deviation().orElseThrow();

        assertTrue(result.harmonics() >= 1 && result.harmonics() <= 3, "harmonics " + result.harmonics());
        assertEquals(COUPLING, w[1][0], 4 * errors[1][0]);
        assertTrue(errors[1][0] < 0.25 * COUPLING, "error " + errors[1][0]);
        assertEquals(-1.5, result.own()[2], 0.5);
        double squares = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                squares += i == j || i == 1 && j == 0 ? 0 : Math.pow(w[i][j] / errors[i][j], 2) / 11;
            }
        }
        // eleven pairs without a synapse: 1 with a standard deviation of 0.43
        assertTrue(squares < 2.3, "mean square of z " + squares);
    }

    @Test
    void givenEachInput_whenLeftOut_thenTestSpikesAreLessLikelyByItsShare() {
        Request request = Request.of(recording(1));
        double[] all = gains(request, EncodingOptions.standard());
        double[] noCoupling = gains(request, EncodingOptions.standard().withInputs(true, true, false));
        double[] noHistory = gains(request, EncodingOptions.standard().withInputs(true, false, true));
        double[] noTuning = gains(request, EncodingOptions.standard().withInputs(false, true, true));

        assertTrue(all[1] > noCoupling[1] + 0.005, all[1] + " and " + noCoupling[1]);
        assertTrue(all[2] > noHistory[2] + 0.005, all[2] + " and " + noHistory[2]);
        for (int i = 0; i < 4; i++) {
            assertTrue(all[i] > noTuning[i] + 0.05, i + ": " + all[i] + " and " + noTuning[i]);
        }
        assertEquals(noCoupling[0], all[0], 0.01);
    }

    private static double[] gains(Request request, EncodingOptions options) {
        EncodingResult result = new EncodingGlm().fit(request, options);
        return LikelihoodScore.byNeuron(
                request.recording(), request.split().test(), result.rates().orElseThrow());
    }

    @Test
    void givenBins_whenTheirPastIsTaken_thenAsByCountingInPlainLoopsAndNeverAcrossSegments() {
        Recording recording = recording(2);
        LaggedCounts counts = LaggedCounts.of(recording, recording.segments(), AngleHarmonics.of(recording, 2), 20, 3);
        int[][] spikes = new int[4][STEPS];
        for (int k = 0; k < recording.spikes(); k++) {
            spikes[recording.neuronOf(k)][recording.stepOf(k)]++;
        }
        int[] some = {0, 1, 5, 9_999, 10_000, 10_001, 10_002, 10_020, counts.bins() - 1};
        double[][] columns = counts.columns(2, EncodingOptions.standard(), some);
        for (int b = 0; b < some.length; b++) {
            // 20,003 steps are 10,000 bins of two, one bin of two and a step that is dropped
            int segment = some[b] < 10_000 ? 0 : some[b] < 10_001 ? 20_000 : 20_003;
            int start = some[b] < 10_001 ? 2 * some[b] : 2 * some[b] + 1;
            double theta = recording.angle().orElseThrow().at(start + 1);
            assertEquals(1, columns[0][b]);
            assertEquals(Math.sin(2 * theta), columns[4][b], 1e-12);
            int[] order = {2, 0, 1, 3};
            for (int j = 0; j < 4; j++) {
                for (int g = 0; g < 3; g++) {
                    double sum = 0;
                    for (int lag = 1 << g; lag < 2 << g; lag++) {
                        for (int t = start - 2 * lag; t < start - 2 * lag + 2; t++) {
                            sum += t >= segment ? spikes[order[j]][t] : 0;
                        }
                    }
                    assertEquals(sum / (1 << g), columns[5 + 3 * j + g][b], 1e-12, some[b] + ", " + j + ", " + g);
                }
            }
        }
        assertArrayEquals(
                new int[] {9_999, 10_001},
                counts.inside(List.of(new Segment(19_998, 20_001), new Segment(20_002, 20_006))));
    }

    @Test
    void givenAFit_whenItsRatesAreTakenInFineSteps_thenTheyAddUpToThoseOfTheBins() {
        Recording recording = recording(3);
        EncodingOptions options = new EncodingOptions(true, true, true, 30, 2, List.of(1.0));
        EncodingResult result = new EncodingGlm().fit(Request.of(recording), options);
        double[] expected = new double[4];
        long[] observed = recording.spikeCounts(Request.of(recording).training());
        for (Segment part : Request.of(recording).training()) {
            int[] steps =
                    java.util.stream.IntStream.range(part.start(), part.end()).toArray();
            result.rates().orElseThrow().visit(recording, steps, (step, rates) -> {
                for (int i = 0; i < 4; i++) {
                    expected[i] += rates[i];
                }
            });
        }
        // with a free bias the expected counts of the training part are the observed ones, but for its dropped steps
        for (int i = 0; i < 4; i++) {
            assertEquals(observed[i], expected[i], 0.005 * observed[i]);
        }
    }

    @Test
    void givenNoAngleOrAnOddSetting_whenFitted_thenOneSentenceSaysSo() {
        Recording still = Recording.builder(2, 1000, 10)
                .add(3, 0)
                .add(5, 1)
                .add(700, 0)
                .add(900, 1)
                .build();
        EncodingOptions tuning = EncodingOptions.standard().withInputs(true, false, false);
        InputException noAngle =
                assertThrows(InputException.class, () -> new EncodingGlm().fit(Request.of(still), tuning));
        assertTrue(noAngle.getMessage().contains("has no angle, expected one for tuning alone"));
        assertThrows(InputException.class, () -> new EncodingOptions(true, true, true, 0, 5, List.of(1.0)));
        assertThrows(InputException.class, () -> new EncodingOptions(true, true, true, 10, 5, List.of()));
        assertTrue(Arrays.asList(1.0).equals(new EncodingOptions(true, true, true, 10, 5, List.of(1.0)).ridges()));
    }
}

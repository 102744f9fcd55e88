package circuitscope.infer.linkglm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.UnevenRing;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkGlmTest {
    private static final double[][] PLANTED = {
        {0, 1.2, -1.0, 0.4},
        {-1.1, 0, 0.9, 0.5},
        {0.8, -0.7, 0, -1.2},
        {0.6, 0.3, 1.3, 0}
    };
    private static final double TAU = 4;

    /** Spikes with the link 0.04 softplus(w s + 0.5)^1.5, in steps of 1 ms, drawn step by step. */
    private static Recording planted(int steps, long seed) {
        Random random = new Random(seed);
        double[] s = new double[4];
        Recording.Builder builder = Recording.builder(4, steps, 1);
        for (int t = 0; t < steps; t++) {
            boolean[] spike = new boolean[4];
            for (int i = 0; i < 4; i++) {
                double drive = 0.5;
                for (int j = 0; j < 4; j++) {
                    drive += PLANTED[i][j] * s[j];
                }
                spike[i] = random.nextDouble() < 0.04 * Math.pow(Math.log1p(Math.exp(drive)), 1.5);
            }
            for (int i = 0; i < 4; i++) {
                s[i] = s[i] * Math.exp(-1 / TAU) + (spike[i] ? 1 : 0);
                if (spike[i]) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    @Test
    void givenTwoNeurons_whenOnlyTheyAreLookedAt_thenWhatReachesThemIsAsInTheWholeFit() {
        Request request = Request.of(planted(100_000, 2));
        LinkGlmResult all = new LinkGlm().fit(request);
        LinkGlmResult some = new LinkGlm().lookingAt(Set.of(1, 3)).fit(request);
        for (int i = 0; i < 4; i++) {
            boolean seen = i == 1 || i == 3;
            for (int j = 0; j < 4; j++) {
                double expected = seen ? all.rowScale()[i] * all.weights()[i][j] : 0;
                assertEquals(expected, some.rowScale()[i] * some.weights()[i][j], 1e-6, i + " from " + j);
            }
        }
    }

    // numpy.log(numpy.logaddexp(0, x)), 1 / (1 + numpy.exp(-x)) / numpy.logaddexp(0, x)
    @ParameterizedTest
    @CsvSource({
        "-50, -50.0, 1.0",
        "-5, -5.003359553239909, 0.9966498291384774",
        "-0.3, -0.5899495622357356, 0.7676620496236715",
        "0, -0.3665129205816644, 0.7213475204444817",
        "2, 0.7546786903434886, 0.41411701449451965",
        "40, 3.6888794541139363, 0.025"
    })
    void givenADrive_whenTheLinkIsTaken_thenAsByNumPy(double drive, double log, double slope) {
        assertEquals(log, LinkModel.logSoftplus(drive), 1e-12 * Math.abs(log));
        assertEquals(slope, LinkModel.slope(drive), 1e-12);
    }

    @Test
    void givenSegments_whenTracesAreTaken_thenAsByPlainSumsAndNoneCrossesABorder() {
        Random random = new Random(1);
        List<Segment> segments = List.of(new Segment(0, 300), new Segment(340, 1000));
        Recording.Builder builder = Recording.builder(3, 1000, 0.5).segments(segments);
        for (Segment segment : segments) {
            for (int t = segment.start(); t < segment.end(); t++) {
                if (random.nextInt(5) == 0) {
                    builder.add(t, random.nextInt(3)).add(t, random.nextInt(3));
                }
            }
        }
        Recording recording = builder.build();
        int[] steps = {0, 1, 7, 299, 340, 341, 500, 500, 999};
        SynapticTraces walk = new SynapticTraces(recording, 3, 0);
        float[] traces = new float[3];
        float[] late = new float[3];
        new SynapticTraces(recording, 3, 999).fill(999, late);
        for (int k = 0; k < steps.length; k++) {
            walk.fill(steps[k], traces);
            for (int j = 0; j < 3; j++) {
                double expected = 0;
                int start = steps[k] < 300 ? 0 : 340;
                for (int spike : recording.spikeTrain(j)) {
                    if (spike < steps[k] && spike >= start) {
                        expected += Math.exp(-(steps[k] - spike - 1) * 0.5 / 3);
                    }
                }
                assertEquals(expected, traces[j], 1e-5 * (1 + expected));
            }
        }
        assertArrayEquals(traces, late, 1e-6f);
    }

    @Test
    void givenSpikesWithABentLink_whenFitted_thenWeightsTimeConstantAndLinkAreFound() {
        Recording recording = planted(300_000, 3);
        LinkGlmResult result = new LinkGlm()
                .fit(recording, LinkGlmOptions.standard().withStride(2).withTau(1, 20));
        assertEquals(TAU, result.tauMs(), 0.4);
        double error = WeightError.of(result.weights(), PLANTED).deltaLeastSquares();
        assertTrue(error < 0.12, "delta " + error);
        for (double drive : new double[] {0, 0.5, 2}) {
            double rate = Math.exp(result.offset()[0]
                    + result.power()[0]
                            * LinkModel.logSoftplus(result.bias()[0] + (drive - 0.5) * slopeOfDrive(result)));
            assertEquals(0.04 * Math.pow(Math.log1p(Math.exp(drive)), 1.5), rate, 0.1 * rate, "drive " + drive);
        }
        // an exponential link can't: it bends the weights
        GlmResult exponential =
                new Glm().fit(recording, GlmOptions.standard().withFilter(20, 6).withStride(2));
        double bent = WeightError.of(exponential.weights(), PLANTED).deltaLeastSquares();
        assertTrue(error < bent, error + " against " + bent);
    }

    /** How much the fitted drive of neuron 0 changes where the planted one changes by 1. */
    private static double slopeOfDrive(LinkGlmResult result) {
        double product = 0;
        double square = 0;
        for (int j = 1; j < 4; j++) {
            product += result.rowScale()[0] * result.weights()[0][j] * PLANTED[0][j];
            square += PLANTED[0][j] * PLANTED[0][j];
        }
        return product / square;
    }

    @Test
    void givenAModel_whenItsLikelihoodIsTaken_thenAsByAPlainSumWithItsGradientByFiniteDifferences() {
        Recording recording = planted(3_000, 6);
        List<Segment> parts = List.of(new Segment(0, 1_100), new Segment(1_300, 3_000));
        SampledSteps rows = SampledSteps.draw(parts, 3, RandomSource.XO_SHI_RO_256_PP.create(1));
        LinkModel model = new LinkModel(new double[] {0.3, 0, -0.5, 0.2}, 0.1, -3.2, 1.3);
        for (List<Integer> stored : List.of(List.<Integer>of(), List.of(1, 2))) {
            LinkLikelihood likelihood = new LinkLikelihood(
                    Request.of(recording).withSplit(new Split(parts, List.of(), List.of())), TAU, rows, stored);
            // the second pass reads what the first one stored, though it asks for less
            likelihood.evaluate(new LinkModel[] {null, model, model, null});
            LinkLikelihood.Evaluation evaluation = likelihood.evaluate(new LinkModel[] {null, model, null, null})[1];
            double[] at = {0.3, 0.1, -0.5, 0.2, -3.2, 1.3};
            assertEquals(plain(recording, parts, rows, at), evaluation.value(), 1e-5 * evaluation.value());
            for (int k = 0; k < at.length; k++) {
                double[] above = at.clone();
                double[] below = at.clone();
                above[k] += 1e-5;
                below[k] -= 1e-5;
                double slope = (plain(recording, parts, rows, above) - plain(recording, parts, rows, below)) / 2e-5;
                assertEquals(slope, evaluation.gradient()[k], 1e-4 * (1 + Math.abs(slope)), "parameter " + k);
            }
        }
    }

    /** Of neuron 1; weights with the bias in its place, then offset and power. */
    private static double plain(Recording recording, List<Segment> parts, SampledSteps rows, double[] at) {
        double value = 0;
        for (int k = 0; k < rows.size(); k++) {
            value += rows.weight()[k] * Math.exp(logRate(recording, parts, rows.step()[k], at));
        }
        for (Segment part : parts) {
            for (int spike : recording.spikeTrain(1)) {
                if (spike >= part.start() && spike < part.end()) {
                    value -= logRate(recording, parts, spike, at);
                }
            }
        }
        return value;
    }

    private static double logRate(Recording recording, List<Segment> parts, int step, double[] at) {
        double drive = at[1];
        for (int j = 0; j < 4; j++) {
            for (int spike : recording.spikeTrain(j)) {
                if (j != 1 && spike < step) {
                    drive += at[j] * Math.exp(-(step - spike - 1) / TAU);
                }
            }
        }
        return at[4] + at[5] * Math.log(Math.log1p(Math.exp(drive)));
    }

    @Test
    void givenASeed_whenFittedTwice_thenTheResultIsTheSameToTheLastBit() {
        Recording recording = planted(20_000, 4);
        LinkGlmOptions options = LinkGlmOptions.standard().withStride(2).withTau(2, 8);
        assertArrayEquals(
                new LinkGlm().fit(recording, options).weights(),
                new LinkGlm().fit(recording, options).weights());
    }

    @Test
    void givenANeuronWithTwoSpikes_whenItsLinkBecomesAStep_thenTheSentenceNamesIt() {
        Network network = Network.linearNonlinearPoisson().withNeurons(20);
        Ring ring = new Ring(20, WeightProfile.MEXICAN_HAT);
        Recording recording = new Simulation(network.withWiring(new UnevenRing(ring, 0.8, 0.1, 92)), 30, 92).run();
        assertEquals(2, recording.spikeCounts(Split.of(recording).training())[5]);

        String message = assertThrows(InputException.class, () -> new LinkGlm().fit(Request.of(recording)))
                .getMessage();

        assertTrue(message.startsWith("Neuron 5 fires too seldom"), message);
    }

    @Test
    void givenAnInterruptedThread_whenFitting_thenItStops() {
        Recording recording = planted(20_000, 5);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new LinkGlm().fit(recording, LinkGlmOptions.standard()));
    }
}

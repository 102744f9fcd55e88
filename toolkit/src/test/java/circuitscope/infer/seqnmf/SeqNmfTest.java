package circuitscope.infer.seqnmf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.NumberFile;
import circuitscope.infer.Request;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SeqNmfTest {
    /** Neurons 0, 1, 2 one after the other, and 5, 4, 3 one after the other, at random times, with a few stray spikes. */
    private static Recording twoSequences(int steps, long seed) {
        Random random = new Random(seed);
        boolean[][] spikes = new boolean[steps][6];
        for (int t = 0; t + 3 < steps; t++) {
            if (random.nextDouble() < 0.05) {
                spikes[t][0] = spikes[t + 1][1] = spikes[t + 2][2] = true;
            }
            if (random.nextDouble() < 0.05) {
                spikes[t][5] = spikes[t + 1][4] = spikes[t + 2][3] = true;
            }
            spikes[t][random.nextInt(6)] |= random.nextDouble() < 0.02;
        }
        Recording.Builder builder = Recording.builder(6, steps, 1);
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < 6; i++) {
                if (spikes[t][i]) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    private static final SeqNmfOptions OPTIONS =
            SeqNmfOptions.standard().withBin(1).withSequences(2, 3).withIterations(60);

    private static double[][][] sequences(double[][] rows) {
        double[][][] sequences = new double[rows.length / 3][3][];
        for (int row = 0; row < rows.length; row++) {
            sequences[row / 3][row % 3] = rows[row];
        }
        return sequences;
    }

    @Test
    void givenTheStartOfNumPy_whenUpdated_thenFactorsAndCostAgree() {
        Map<String, double[][]> blocks = NumberFile.blocks(SeqNmfTest.class, "seqnmf_updates.csv");
        double[][] x = blocks.get("X");
        Recording.Builder builder = Recording.builder(x.length, x[0].length, 1);
        for (int t = 0; t < x[0].length; t++) {
            for (int n = 0; n < x.length; n++) {
                for (int k = 0; k < x[n][t]; k++) {
                    builder.add(t, n);
                }
            }
        }
        SpikeCounts counts = SpikeCounts.of(builder.build(), List.of(new Segment(0, x[0].length)), 1);
        SequenceFactors factors = new SequenceFactors(counts, 3, 3);
        factors.set(sequences(blocks.get("W start")), blocks.get("H start"));
        double[] cost = blocks.get("cost")[0];
        assertEquals(cost[0], factors.cost(), 1e-10);
        for (int iteration = 1; iteration < cost.length; iteration++) {
            factors.update(iteration == cost.length - 1 ? 0 : 0.002, true);
            assertEquals(cost[iteration], factors.cost(), 1e-9, "iteration " + iteration);
        }
        double[][][] expected = sequences(blocks.get("W"));
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(blocks.get("H")[k], factors.times()[k], 1e-9);
            for (int l = 0; l < 3; l++) {
                assertArrayEquals(expected[k][l], factors.sequences()[k][l], 1e-8);
            }
        }
    }

    @Test
    void givenNoPenalty_whenUpdated_thenTheErrorNeverRises() {
        Recording recording = twoSequences(1000, 1);
        SpikeCounts counts = SpikeCounts.of(recording, List.of(new Segment(0, 400), new Segment(420, 1000)), 1);
        SequenceFactors factors = new SequenceFactors(counts, 4, 3);
        factors.draw(RandomSource.XO_SHI_RO_256_PP.create(2));
        double before = factors.squaredError();
        for (int iteration = 0; iteration < 50; iteration++) {
            factors.update(0, false);
            assertTrue(factors.squaredError() <= before * (1 + 1e-12), "iteration " + iteration);
            before = factors.squaredError();
        }
    }

    @Test
    void givenTwoRuns_whenUpdated_thenNoSequenceReachesAcrossTheGap() {
        // neuron 0 fires in the last bin of the first run, neuron 1 in the first bin of the second
        Recording.Builder builder = Recording.builder(2, 20, 1);
        Recording recording = builder.add(9, 0).add(10, 1).build();
        SpikeCounts counts = SpikeCounts.of(recording, List.of(new Segment(0, 10), new Segment(10, 20)), 1);
        SequenceFactors factors = new SequenceFactors(counts, 1, 2);
        factors.draw(RandomSource.XO_SHI_RO_256_PP.create(3));
        for (int iteration = 0; iteration < 200; iteration++) {
            factors.update(0, false);
        }
        double[][] interactions = SeqNmf.interactions(factors.sequences(), factors.times());
        assertEquals(0, interactions[1][0], 1e-6);
    }

    @Test
    void givenPlantedSequences_whenFittedFromSeveralStarts_thenAllFindThem() {
        Recording recording = twoSequences(4000, 4);
        for (long seed = 1; seed <= 4; seed++) {
            SeqNmfResult result = new SeqNmf().fit(Request.of(recording).withSeed(seed), OPTIONS.withSequences(2, 6));
            double[] forward = new double[2];
            double[] backward = new double[2];
            for (int k = 0; k < 2; k++) {
                forward[k] = share(result.sequences()[k], 0, 1, 2);
                backward[k] = share(result.sequences()[k], 5, 4, 3);
            }
            int first = forward[0] > forward[1] ? 0 : 1;
            assertTrue(forward[first] > 0.9, "seed " + seed + ": " + forward[first]);
            assertTrue(backward[1 - first] > 0.9, "seed " + seed + ": " + backward[1 - first]);
            assertEquals(1, Arrays.stream(result.times()[0]).map(h -> h * h).sum(), 1e-9);
        }
    }

    /** Largest share of a sequence that these neurons take, one after the other, wherever they start. */
    private static double share(double[][] sequence, int... neurons) {
        double total = Arrays.stream(sequence).flatMapToDouble(Arrays::stream).sum();
        double most = 0;
        for (int start = 0; start + neurons.length <= sequence.length; start++) {
            double sum = 0;
            for (int l = 0; l < neurons.length; l++) {
                sum += sequence[start + l][neurons[l]];
            }
            most = Math.max(most, sum / total);
        }
        return most;
    }

    @Test
    void givenPairsThatFireOneAfterTheOther_whenFitted_thenTheSecondIsPostsynapticToTheFirst() {
        Random random = new Random(9);
        Recording.Builder builder = Recording.builder(6, 6000, 1);
        for (int t = 0; t < 6000; t += 3) {
            int event = random.nextInt(4);
            if (event < 2) {
                builder.add(t, event == 0 ? 0 : 5).add(t + 1, event == 0 ? 1 : 4);
            }
            if (random.nextDouble() < 0.1) {
                builder.add(t + 1, 2 + random.nextInt(2));
            }
        }
        SeqNmfResult result = new SeqNmf().fit(builder.build(), OPTIONS.withSequences(2, 2));
        double[][] w = result.weights();
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                boolean planted = i == 1 && j == 0 || i == 4 && j == 5;
                assertEquals(planted ? 1 : 0, w[i][j] / w[1][0], 0.15, i + ", " + j);
            }
        }
    }

    @Test
    void givenMoreSequencesThanThereAre_whenPenalized_thenTheyExplainTheSameSpikesLess() {
        Recording recording = twoSequences(3000, 5);
        SeqNmfOptions four = OPTIONS.withSequences(4, 3).withRecentring(false).withIterations(100);
        SeqNmfResult free = new SeqNmf().fit(recording, four.withLambda(0));
        SeqNmfResult penalized = new SeqNmf().fit(recording, four.withLambda(0.1));
        double ratio = penalty(recording, penalized) / penalty(recording, free);
        assertTrue(ratio < 0.7, "ratio " + ratio);
        // what is left still explains the spikes, whose root mean square is 0.23
        assertTrue(penalized.cost()[100] < 0.08, "error " + penalized.cost()[100]);
    }

    /** ||(W^T X) S H^T||_1 off the diagonal, by plain loops, for sequences of sum 1 so that it has a scale. */
    private static double penalty(Recording recording, SeqNmfResult result) {
        int bins = result.times()[0].length;
        double[][] x = new double[6][bins];
        for (int k = 0; k < recording.firstSpikeFrom(bins); k++) {
            x[recording.neuronOf(k)][recording.stepOf(k)]++;
        }
        int components = result.times().length;
        double sum = 0;
        for (int k = 0; k < components; k++) {
            double[][] w = result.sequences()[k];
            double total = Arrays.stream(w).flatMapToDouble(Arrays::stream).sum();
            for (int t = 0; total > 0 && t < bins; t++) {
                double matched = 0;
                for (int n = 0; n < 6; n++) {
                    for (int l = 0; l < 3 && t + l < bins; l++) {
                        matched += w[l][n] * x[n][t + l] / total;
                    }
                }
                for (int m = 0; m < components; m++) {
                    for (int near = Math.max(0, t - 2); m != k && near < Math.min(bins, t + 3); near++) {
                        sum += matched * result.times()[m][near];
                    }
                }
            }
        }
        return sum;
    }

    @Test
    void givenFactors_whenInteractionsAreRead_thenTheyAreThoseOfAlgorithmThree() {
        Random random = new Random(6);
        double[][][] w = new double[3][2][];
        double[][] h = new double[3][];
        for (int k = 0; k < 3; k++) {
            w[k][0] = random.doubles(4).toArray();
            w[k][1] = random.doubles(4).toArray();
            h[k] = random.doubles(7).toArray();
        }
        double[][] found = SeqNmf.interactions(w, h);
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    for (double activity : h[k]) {
                        sum += w[k][0][first] * w[k][1][second] * activity / 3;
                    }
                }
                assertEquals(first == second ? 0 : sum, found[second][first], 1e-12);
            }
        }
    }

    @Test
    void givenASeed_whenFittedTwice_thenTheResultIsTheSameToTheLastBit() {
        Recording recording = twoSequences(1000, 7);
        SeqNmfOptions few = OPTIONS.withIterations(5);
        assertArrayEquals(
                new SeqNmf().fit(recording, few).weights(),
                new SeqNmf().fit(recording, few).weights());
    }

    @Test
    void givenAnInterruptOrWrongInput_whenFitting_thenItStops() {
        Recording recording = twoSequences(1000, 8);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new SeqNmf().fit(recording, OPTIONS));
        assertMessage("seqNMF components is 0", () -> OPTIONS.withSequences(0, 2));
        assertMessage("seqNMF length in bins is 1", () -> OPTIONS.withSequences(2, 1));
        assertMessage("seqNMF lambda is -1", () -> OPTIONS.withLambda(-1));
        assertMessage("seqNMF iterations is 0", () -> OPTIONS.withIterations(0));
        assertMessage("seqNMF bin in ms is 0", () -> OPTIONS.withBin(0));
        assertMessage("expected more than the 900", () -> new SeqNmf().fit(recording, OPTIONS.withSequences(2, 900)));
        Recording silent = Recording.builder(2, 1000, 1).add(0, 1).build();
        assertMessage("Neuron 0 does not fire", () -> new SeqNmf().fit(silent, OPTIONS));
    }

    private static void assertMessage(String part, Runnable use) {
        String message = assertThrows(InputException.class, use::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}

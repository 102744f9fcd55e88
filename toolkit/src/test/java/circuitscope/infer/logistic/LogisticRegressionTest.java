package circuitscope.infer.logistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.NumberFile;
import circuitscope.Workers;
import circuitscope.infer.binned.ActivityPatterns;
import circuitscope.infer.binned.PlantedPatterns;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    private static final LogisticOptions OPTIONS = LogisticOptions.standard().withBin(1);

    private static LogisticFit fit(Recording recording) {
        SpikeCounts counts = SpikeCounts.of(recording, List.of(new Segment(0, recording.steps())), 1);
        return new LogisticFit(ActivityPatterns.of(counts, Workers.all()), counts.means(), counts.covariance(), "test");
    }

    @Test
    void givenAPenalty_whenSolved_thenWeightsAreThoseOfSciPy() {
        List<double[]> lines = NumberFile.rows(LogisticRegressionTest.class, "logistic_optimum.csv");
        Recording.Builder builder = Recording.builder(5, lines.get(0).length, 1);
        for (int t = 0; t < lines.get(0).length; t++) {
            for (int i = 0; i < 5; i++) {
                if (((int) lines.get(0)[t] >> i & 1) == 1) {
                    builder.add(t, i);
                }
            }
        }
        LogisticFit fit = fit(builder.build());
        assertTrue(fit.solve(lines.get(1)[0], 1e-7, 1000));
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(Arrays.copyOf(lines.get(2 + i), 5), fit.weights()[i], 1e-5);
            assertEquals(lines.get(2 + i)[5], fit.bias()[i], 1e-5);
        }
    }

    @Test
    void givenTwoNeurons_whenThePenaltyVanishes_thenTheWeightIsTheLogOddsRatio() {
        // 40 bins with both, 20 with the first alone, 10 with the second alone, 30 with none
        Recording.Builder builder = Recording.builder(2, 100, 1);
        for (int t = 0; t < 100; t++) {
            if (t < 60) {
                builder.add(t, 0);
            }
            if (t < 40 || t >= 90) {
                builder.add(t, 1);
            }
        }
        LogisticFit fit = fit(builder.build());
        assertTrue(fit.solve(1e-9, 0.1, 1000));
        double expected = Math.log(40.0 * 30 / (20 * 10));
        assertEquals(expected, fit.weights()[0][1], 1e-6);
        assertEquals(expected, fit.weights()[1][0], 1e-6);
        assertEquals(Math.log(20.0 / 30), fit.bias()[0], 1e-6);
    }

    @Test
    void givenTheLargestPenalty_whenSolved_thenNobodyIsCoupledAndSlightlyBelowItOnePairIs() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(6, 0.4, 1), 2000, 2);
        SpikeCounts counts = SpikeCounts.of(recording, List.of(new Segment(0, 2000)), 1);
        double largest = LogisticFit.largestPenalty(counts.covariance());
        LogisticFit fit = fit(recording);
        assertTrue(fit.solve(largest * 1.0001, 1e-9, 100));
        assertEquals(0, couplings(fit));
        assertTrue(fit.solve(largest * 0.98, 1e-9, 100));
        assertEquals(2, couplings(fit));
    }

    private static long couplings(LogisticFit fit) {
        return Arrays.stream(fit.weights())
                .flatMapToDouble(Arrays::stream)
                .filter(weight -> weight != 0)
                .count();
    }

    @Test
    void givenLargeWeights_whenTheLikelihoodIsTaken_thenItIsThatOfPlainLoops() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(12, 0.3, 11), 50, 12);
        double[] bias = new Random(13).doubles(12, 30, 50).toArray();
        double[][] weights = PlantedPatterns.randomEnergy(12, 0.5, 14);
        double[][] x = new double[50][12];
        for (int k = 0; k < recording.spikes(); k++) {
            x[recording.stepOf(k)][recording.neuronOf(k)] = 1;
        }
        double expected = 0;
        for (double[] bin : x) {
            for (int i = 0; i < 12; i++) {
                double eta = bias[i];
                for (int j = 0; j < 12; j++) {
                    eta += weights[i][j] * bin[j];
                }
                expected -= (bin[i] == 1 ? Math.log1p(Math.exp(-eta)) : eta + Math.log1p(Math.exp(-eta))) / 50;
            }
        }
        SpikeCounts counts = SpikeCounts.of(recording, List.of(new Segment(0, 50)), 1);
        double found = LogisticFit.evaluate(ActivityPatterns.of(counts, Workers.all()), weights, bias, "test")
                .value();
        assertEquals(expected, found, 1e-10 * Math.abs(expected));
    }

    @Test
    void givenOnePassAtATime_whenSolving_thenTheObjectiveNeverRises() {
        LogisticFit fit = fit(PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(12, 0.8, 3), 3000, 4));
        double before = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < 12; pass++) {
            // two passes: the first only evaluates where the last one ended
            fit.solve(1e-3, 1e-12, 2);
            assertTrue(fit.objective() <= before, "pass " + pass);
            before = fit.objective();
        }
    }

    @Test
    void givenGibbsSamples_whenFitted_thenCouplingsAreFoundAndThePenaltyIsThatOfTheBestValidation() {
        double[][] energy = PlantedPatterns.randomEnergy(8, 0.4, 5);
        LogisticResult result = new LogisticRegression().fit(PlantedPatterns.gibbs(energy, 100_000, 6), OPTIONS);
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                // exp(-x^T J x) has log odds -J_ii - 2 sum_j J_ij x_j
                assertEquals(i == j ? 0 : -2 * energy[i][j], result.weights()[i][j], 0.12, i + ", " + j);
            }
        }
        LogisticResult.Trial best = result.path().stream()
                .max(Comparator.comparingDouble(LogisticResult.Trial::validation))
                .orElseThrow();
        assertEquals(best.penalty(), result.penalty());
        assertTrue(result.path().stream().allMatch(LogisticResult.Trial::converged));
    }

    @Test
    void givenIndependentNeurons_whenFitted_thenValidationKeepsAlmostNothing() {
        Random random = new Random(7);
        Recording.Builder builder = Recording.builder(10, 5000, 1);
        for (int t = 0; t < 5000; t++) {
            for (int i = 0; i < 10; i++) {
                if (random.nextDouble() < 0.3) {
                    builder.add(t, i);
                }
            }
        }
        LogisticResult result = new LogisticRegression().fit(builder.build(), OPTIONS);
        int best = result.path().stream()
                .map(LogisticResult.Trial::penalty)
                .toList()
                .indexOf(result.penalty());
        assertEquals(best + 4, result.path().size(), "the path ends after three falls in a row");
        for (double[] row : result.weights()) {
            for (double weight : row) {
                assertEquals(0, weight, 0.1);
            }
        }
    }

    @Test
    void givenOneRecording_whenFittedTwice_thenTheResultIsTheSameToTheLastBit() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(16, 0.3, 9), 12_000, 10);
        assertArrayEquals(
                new LogisticRegression().fit(recording, OPTIONS).weights(),
                new LogisticRegression().fit(recording, OPTIONS).weights());
    }

    @Test
    void givenAnInterruptOrWrongOptions_whenFitting_thenItStops() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(5, 0.3, 9), 1000, 10);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new LogisticRegression().fit(recording, OPTIONS));
        assertThrows(InputException.class, () -> OPTIONS.withPath(1, 0.1));
        assertThrows(InputException.class, () -> OPTIONS.withPath(10, 1));
        assertThrows(InputException.class, () -> OPTIONS.withEnd(0, 10));
        assertThrows(InputException.class, () -> OPTIONS.withBin(0));
    }
}

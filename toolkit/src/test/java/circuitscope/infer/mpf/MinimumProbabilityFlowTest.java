package circuitscope.infer.mpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.NumberFile;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.LimitedMemoryBfgs;
import circuitscope.infer.binned.ActivityPatterns;
import circuitscope.infer.binned.PlantedPatterns;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MinimumProbabilityFlowTest {
    private static final MpfOptions OPTIONS = MpfOptions.standard().withBin(1);

    private static MpfObjective objective(Recording recording) {
        List<Segment> all = List.of(new Segment(0, recording.steps()));
        return new MpfObjective(ActivityPatterns.of(SpikeCounts.of(recording, all, 1), Workers.all()), "test");
    }

    @Test
    void givenFiveNeurons_whenTheGradientIsTaken_thenItIsThatOfDifferences() {
        MpfObjective objective = objective(PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(5, 0.5, 1), 500, 2));
        Random random = new Random(3);
        double[] point = random.doubles(15, -1, 1).toArray();
        double[] gradient = new double[15];
        objective.at(point, gradient);
        for (int k = 0; k < 15; k++) {
            double h = 1e-5;
            double[] up = point.clone();
            double[] down = point.clone();
            up[k] += h;
            down[k] -= h;
            double slope = (objective.at(up, new double[15]) - objective.at(down, new double[15])) / (2 * h);
            assertEquals(slope, gradient[k], 1e-7 * (1 + Math.abs(slope)), "entry " + k);
        }
    }

    private static double energy(double[][] j, int pattern) {
        double energy = 0;
        for (int a = 0; a < j.length; a++) {
            for (int b = 0; b < j.length; b++) {
                energy += j[a][b] * (pattern >> a & 1) * (pattern >> b & 1);
            }
        }
        return energy;
    }

    @Test
    void givenAnyCouplings_whenTheFlowIsTaken_thenItIsTheSumOverFlipsOfEnergyDifferences() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(5, 0.5, 4), 300, 5);
        MpfObjective objective = objective(recording);
        double[] point = new Random(6).doubles(15, -1, 1).toArray();
        double[][] j = objective.matrix(point);
        int[] pattern = new int[300];
        for (int k = 0; k < recording.spikes(); k++) {
            pattern[recording.stepOf(k)] |= 1 << recording.neuronOf(k);
        }
        double expected = 0;
        for (int x : pattern) {
            for (int i = 0; i < 5; i++) {
                expected += Math.exp((energy(j, x) - energy(j, x ^ 1 << i)) / 2) / 300;
            }
        }
        assertEquals(expected, objective.at(point, new double[15]), 1e-12 * expected);
    }

    @Test
    void givenPatterns_whenMinimized_thenTheResultIsThatOfSciPy() {
        List<double[]> lines = NumberFile.rows(MinimumProbabilityFlowTest.class, "flow_minimum.csv");
        Recording.Builder builder = Recording.builder(4, 300, 1);
        for (int t = 0; t < 300; t++) {
            for (int i = 0; i < 4; i++) {
                if (((int) lines.get(0)[t] >> i & 1) == 1) {
                    builder.add(t, i);
                }
            }
        }
        MpfObjective objective = objective(builder.build());
        LimitedMemoryBfgs.Minimum minimum =
                LimitedMemoryBfgs.minimize(objective, new double[10], 1e-9, 1000, (number, value, slope) -> {});
        assertEquals(lines.get(1)[0], minimum.value(), 1e-10);
        double[][] j = objective.matrix(minimum.point());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(lines.get(2 + i), j[i], 1e-5);
        }
    }

    @Test
    void givenGibbsSamplesOfARandomJ_whenFitted_thenItIsFound() {
        double[][] energy = PlantedPatterns.randomEnergy(8, 0.5, 7);
        MpfResult result = new MinimumProbabilityFlow().fit(PlantedPatterns.gibbs(energy, 200_000, 8), OPTIONS);
        for (int i = 0; i < 8; i++) {
            assertEquals(-energy[i][i], result.bias()[i], 0.08);
            for (int j = 0; j < 8; j++) {
                assertEquals(i == j ? 0 : -energy[i][j], result.weights()[i][j], 0.05, i + ", " + j);
            }
        }
        assertTrue(result.convergence().converged());
        assertTrue(result.rates().isEmpty());
    }

    @Test
    void givenOneRecording_whenFittedTwice_thenTheResultIsTheSameToTheLastBit() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(16, 0.3, 9), 20_000, 10);
        assertArrayEquals(
                new MinimumProbabilityFlow().fit(recording, OPTIONS).weights(),
                new MinimumProbabilityFlow().fit(recording, OPTIONS).weights());
    }

    @Test
    void givenAnInterruptOrWrongOptions_whenFitting_thenItStops() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(5, 0.3, 9), 1000, 10);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new MinimumProbabilityFlow().fit(recording, OPTIONS));
        assertThrows(InputException.class, () -> OPTIONS.withEnd(0, 10));
        assertThrows(InputException.class, () -> OPTIONS.withEnd(1, 0));
        assertThrows(InputException.class, () -> OPTIONS.withBin(-1));
        Recording silent = Recording.builder(2, 100, 1).add(1, 0).build();
        assertThrows(InputException.class, () -> new MinimumProbabilityFlow().fit(silent, OPTIONS));
    }
}

package circuitscope.systems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import org.junit.jupiter.api.Test;

class RelationalSystemTest {
    @Test
    void givenSprings_whenSimulated_thenEnergyIsKept() {
        for (int k = 0; k < 5; k++) {
            RelationalSystem.Trajectory run = RelationalSystem.SPRINGS.simulate(5, 50, 1, k);
            double first = energy(run, 0);
            for (int t = 1; t < 50; t++) {
                assertEquals(first, energy(run, t), 1e-4 * first);
            }
        }
    }

    private static double energy(RelationalSystem.Trajectory run, int t) {
        double[] x = run.states()[t];
        double energy = 0;
        for (int i = 0; i < 5; i++) {
            energy += (x[4 * i + 2] * x[4 * i + 2] + x[4 * i + 3] * x[4 * i + 3]) / 2;
            for (int j = 0; j < i; j++) {
                double distance = Math.hypot(x[4 * i] - x[4 * j], x[4 * i + 1] - x[4 * j + 1]);
                energy += run.edges()[i][j] ? 0.1 * distance * distance / 2 : 0;
            }
        }
        return energy;
    }

    @Test
    void givenTwoSprings_whenConnected_thenTheirDistanceSwingsWithTheirFrequency() {
        int k = 0;
        while (!RelationalSystem.SPRINGS.simulate(2, 1, 2, k).edges()[0][1]) {
            k++;
        }
        double[][] x = RelationalSystem.SPRINGS.simulate(2, 40, 2, k).states();
        double omega = Math.sqrt(2 * 0.1);
        for (int t = 0; t < 40; t++) {
            for (int d = 0; d < 2; d++) {
                double expected = (x[0][d] - x[0][4 + d]) * Math.cos(omega * 0.1 * t)
                        + (x[0][2 + d] - x[0][6 + d]) / omega * Math.sin(omega * 0.1 * t);
                assertEquals(expected, x[t][d] - x[t][4 + d], 1e-4);
            }
        }
    }

    @Test
    void givenOscillators_whenSimulated_thenTheirMeanFrequencyStaysAndLonelyOnesKeepTheirOwn() {
        for (int k = 0; k < 5; k++) {
            RelationalSystem.Trajectory run = RelationalSystem.KURAMOTO.simulate(5, 50, 1, k);
            for (double[] x : run.states()) {
                double sum = 0;
                for (int i = 0; i < 5; i++) {
                    sum += x[3 * i] - x[3 * i + 2];
                    boolean lonely = true;
                    for (int j = 0; j < 5; j++) {
                        lonely &= !run.edges()[i][j];
                    }
                    assertTrue(!lonely || x[3 * i] == x[3 * i + 2]);
                }
                // what oscillators do to each other is equal and opposite
                assertEquals(0, sum, 1e-9);
            }
        }
    }

    @Test
    void givenAFewSprings_whenRelationsAreLearned_thenAccuracyIsAShareAndTheSameTwice() {
        RelationTrial.Options options = new RelationTrial.Options(RelationalSystem.SPRINGS, 40, 4, 1e-3, 20, 1);
        RelationTrial.Found found = new RelationTrial().run(options, 1, Workers.of(1));
        assertEquals(found, new RelationTrial().run(options, 1, Workers.of(2)));
        assertTrue(found.accuracy() > 0.3 && found.accuracy() < 0.8, "" + found);
        assertEquals(0.5, found.edges(), 0.05);
    }
}

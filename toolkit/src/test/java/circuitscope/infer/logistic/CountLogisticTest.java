package circuitscope.infer.logistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountLogisticTest {
    private static final Network RING = Network.thresholdCrossing().withNeurons(20);
    private static final Recording RECORDING = new Simulation(RING, 60, 1).run();

    /** At the optimum the slopes are 0: here by plain loops over a dense table of counts. */
    @Test
    void givenARing_whenFitted_thenNothingIsLeftOfTheSlopes() {
        CountLogisticOptions options = new CountLogisticOptions(10, List.of(3.0), 1e-9, 50);
        CountLogisticResult result = new CountLogistic().fit(RECORDING, options);
        assertTrue(result.convergence().converged());
        int width = (int) Math.round(10 / RECORDING.dtMs());
        List<Segment> training = Request.of(RECORDING).split().training();
        assertEquals(1, training.size());
        int bins = (training.get(0).end() - training.get(0).start()) / width;
        double[][] x = new double[bins][20];
        for (int k = 0; k < RECORDING.spikes(); k++) {
            int bin = (RECORDING.stepOf(k) - training.get(0).start()) / width;
            if (bin < bins) {
                x[bin][RECORDING.neuronOf(k)]++;
            }
        }
        double[] mean = new double[20];
        for (double[] row : x) {
            for (int j = 0; j < 20; j++) {
                mean[j] += row[j] / bins;
            }
        }
        for (int i = 0; i < 20; i++) {
            double[] slope = new double[20];
            for (double[] row : x) {
                double odds = result.bias()[i];
                for (int j = 0; j < 20; j++) {
                    odds += j == i ? 0 : result.weights()[i][j] * (row[j] - mean[j]);
                }
                double error = 1 / (1 + Math.exp(-odds)) - (row[i] > 0 ? 1 : 0);
                for (int j = 0; j < 20; j++) {
                    slope[j] += error * (j == i ? 1 : row[j] - mean[j]);
                }
            }
            for (int j = 0; j < 20; j++) {
                assertEquals(0, slope[j] + (j == i ? 0 : 3 * result.weights()[i][j]), 1e-3, i + ", " + j);
            }
        }
    }

    @Test
    void givenPenalties_whenFitted_thenTheValidationPartChoosesAndTheWiringIsFound() {
        CountLogisticResult result = new CountLogistic().fit(RECORDING);
        double[] path = result.path().y();
        double best = java.util.Arrays.stream(path).max().orElseThrow();
        for (int k = 0; k < path.length; k++) {
            assertEquals(result.path().x()[k] == result.ridge(), path[k] == best);
        }
        double delta = WeightError.of(result.weights(), RING.weights()).delta();
        assertTrue(delta < 0.5, "Delta " + delta);
    }

    @Test
    void givenNoPenalty_whenMade_thenTheMessageSaysSo() {
        assertTrue(assertThrows(InputException.class, () -> new CountLogisticOptions(10, List.of(), 0.01, 50))
                .getMessage()
                .contains("no logistic penalty"));
    }
}

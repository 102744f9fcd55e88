package circuitscope.infer.glm;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.List;

/**
 * All that the spikes of the training part tell the log-likelihood: for each basis column k, the sum over spikes of neuron
 * i of the basis-filtered spikes of neuron j before it, and the sum over them of the terms of the angle. The likelihood's
 * spike term is linear in these sums, so they are counted once.
 */
final class SpikeTriggeredActivity {
    // [k][i][j]
    private final double[][][] sums;
    // [i][k]
    private final double[][] angleSums;

    private SpikeTriggeredActivity(double[][][] sums, double[][] angleSums) {
        this.sums = sums;
        this.angleSums = angleSums;
    }

    /**
     * @param recording the spikes that act
     * @param spikes the spikes that are to be explained, of each neuron
     */
    static SpikeTriggeredActivity count(
            Recording recording, List<int[]> spikes, CosineBasis basis, AngleHarmonics tuning, Workers workers) {
        int n = recording.neurons();
        List<double[][]> byNeuron =
                workers.map(n, "counting spikes before spikes", i -> before(recording, spikes.get(i), basis));
        double[][][] sums = new double[basis.size()][n][];
        for (int k = 0; k < basis.size(); k++) {
            for (int i = 0; i < n; i++) {
                sums[k][i] = byNeuron.get(i)[k];
            }
        }
        double[][] angleSums = new double[n][tuning.size()];
        for (int i = 0; i < n; i++) {
            for (int step : spikes.get(i)) {
                for (int k = 0; k < tuning.size(); k++) {
                    angleSums[i][k] += tuning.at(step, k);
                }
            }
        }
        return new SpikeTriggeredActivity(sums, angleSums);
    }

    /** Shape (basis, N): counts by lag first, which are small enough to stay in the cache, then the basis. */
    private static double[][] before(Recording recording, int[] spikes, CosineBasis basis) {
        Progress.stopIfInterrupted("counting spikes before spikes");
        int n = recording.neurons();
        int[][] counts = new int[basis.lags()][n];
        SpikeHistory history = new SpikeHistory(recording, basis.lags());
        for (int step : spikes) {
            history.moveTo(step);
            int end = history.endSpike();
            for (int k = history.firstSpike(); k < end; k++) {
                counts[step - recording.stepOf(k) - 1][recording.neuronOf(k)]++;
            }
        }
        double[][] projected = new double[basis.size()][n];
        for (int k = 0; k < basis.size(); k++) {
            for (int lag = 1; lag <= basis.lags(); lag++) {
                double value = basis.at(k, lag);
                if (value != 0) {
                    for (int j = 0; j < n; j++) {
                        projected[k][j] += value * counts[lag - 1][j];
                    }
                }
            }
        }
        return projected;
    }

    /**
     * A_ij: the sum over spikes of neuron i of input j, the filtered activity of neuron j under filter coefficients z, or a
     * term of the angle.
     */
    double[][] filtered(double[] coefficients) {
        int n = sums[0].length;
        double[][] total = new double[n][n + angleSums[0].length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    total[i][j] += coefficients[k] * sums[k][i][j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(angleSums[i], 0, total[i], n, angleSums[i].length);
        }
        return total;
    }

    /** For each basis column the sum over i and j of w_ij times its sums: the spike term's gradient by z. */
    double[] weighted(double[][] weights) {
        double[] total = new double[sums.length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < weights.length; j++) {
                    total[k] += weights[i][j] * sums[k][i][j];
                }
            }
        }
        return total;
    }
}

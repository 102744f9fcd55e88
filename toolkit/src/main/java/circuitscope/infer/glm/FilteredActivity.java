package circuitscope.infer.glm;

import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/**
 * What drives a neuron, for a block of steps at a time: the filtered spikes s_j(t) = sum over spikes of neuron j at t - lag of
 * f(lag), and after those of all neurons the terms of the angle. Rows are inputs and columns are steps, so that inner loops
 * run over time and compile to vector instructions.
 */
final class FilteredActivity {
    /** Most steps of a block. */
    static final int BLOCK = 512;

    private static final int LEAST_BLOCK = 64;
    /** Numbers of a block that stay in the cache. */
    private static final int IN_CACHE = 52_000;

    private final Recording recording;
    private final double[] filter;
    private final AngleHarmonics tuning;
    private final SpikeHistory history;
    private final int block;
    final double[][] values;
    private final double[][] byTime;

    FilteredActivity(Recording recording, double[] filter, AngleHarmonics tuning) {
        this.recording = recording;
        this.filter = filter;
        this.tuning = tuning;
        history = new SpikeHistory(recording, filter.length);
        int inputs = recording.neurons() + tuning.size();
        block = Math.max(LEAST_BLOCK, Math.min(BLOCK, IN_CACHE / inputs / LEAST_BLOCK * LEAST_BLOCK));
        values = new double[inputs][block];
        byTime = new double[block][inputs];
    }

    /** Steps of a block. */
    int block() {
        return block;
    }

    int inputs() {
        return values.length;
    }

    /** Fills columns 0 to {@code count - 1} for the given steps, which increase from call to call. */
    void fill(int[] steps, int from, int count) {
        for (double[] row : values) {
            Arrays.fill(row, 0, count, 0);
        }
        for (int column = 0; column < count; column++) {
            int step = steps[from + column];
            history.moveTo(step);
            int end = history.endSpike();
            for (int k = history.firstSpike(); k < end; k++) {
                values[recording.neuronOf(k)][column] += filter[step - recording.stepOf(k) - 1];
            }
            for (int k = 0; k < tuning.size(); k++) {
                values[recording.neurons() + k][column] = tuning.at(step, k);
            }
        }
    }

    /** Fills {@code drive[k]} with b_i + sum over inputs j of w_ij s_j for neuron i = which[k]; the diagonal of w is 0. */
    void drive(int[] which, double[][] weights, double[] bias, int count, double[][] drive) {
        for (int k = 0; k < which.length; k++) {
            Arrays.fill(drive[k], 0, count, bias[which[k]]);
            addCombination(weights[which[k]], values, count, drive[k]);
        }
    }

    /** Adds to {@code out} the sum over rows j of {@code factors[j]} times row j. */
    static void addCombination(double[] factors, double[][] rows, int count, double[] out) {
        int j = 0;
        for (; j + 3 < rows.length; j += 4) {
            addFour(
                    factors[j],
                    rows[j],
                    factors[j + 1],
                    rows[j + 1],
                    factors[j + 2],
                    rows[j + 2],
                    factors[j + 3],
                    rows[j + 3],
                    count,
                    out);
        }
        for (; j < rows.length; j++) {
            addScaled(rows[j], factors[j], count, out);
        }
    }

    static void addScaled(double[] values, double factor, int count, double[] out) {
        for (int t = 0; t < count; t++) {
            out[t] = Math.fma(values[t], factor, out[t]);
        }
    }

    private static void addFour(
            double a,
            double[] p,
            double b,
            double[] q,
            double c,
            double[] r,
            double d,
            double[] s,
            int count,
            double[] out) {
        for (int t = 0; t < count; t++) {
            out[t] += a * p[t] + b * q[t] + c * r[t] + d * s[t];
        }
    }

    /**
     * Adds to {@code out[k][j]} the sum over columns t of {@code left[k][t]} times input j. Inputs are turned into rows of one
     * time each first: sums over time would not be compiled to vector instructions.
     */
    void addProducts(double[][] left, int count, double[][] out) {
        int inputs = values.length;
        for (int j = 0; j < inputs; j++) {
            for (int t = 0; t < count; t++) {
                byTime[t][j] = values[j][t];
            }
        }
        for (int k = 0; k < left.length; k++) {
            double[] l = left[k];
            int t = 0;
            for (; t + 3 < count; t += 4) {
                addFour(
                        l[t],
                        byTime[t],
                        l[t + 1],
                        byTime[t + 1],
                        l[t + 2],
                        byTime[t + 2],
                        l[t + 3],
                        byTime[t + 3],
                        inputs,
                        out[k]);
            }
            for (; t < count; t++) {
                addScaled(byTime[t], l[t], inputs, out[k]);
            }
        }
    }
}

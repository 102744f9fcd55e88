package circuitscope.infer.glm;

import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/**
 * What drives a neuron, for a block of steps at a time: the filtered spikes s_j(t) = sum over spikes of neuron j at t - lag of
 * f(lag), and after those of all neurons the terms of the angle. Rows are inputs and columns are steps, so that inner loops
 * run over time and compile to vector instructions.
 */
final class FilteredActivity {
    static final int BLOCK = 512;

    private final Recording recording;
    private final double[] filter;
    private final AngleTuning tuning;
    private final SpikeHistory history;
    final double[][] values;

    FilteredActivity(Recording recording, double[] filter, AngleTuning tuning) {
        this.recording = recording;
        this.filter = filter;
        this.tuning = tuning;
        history = new SpikeHistory(recording, filter.length);
        values = new double[recording.neurons() + tuning.size()][BLOCK];
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
            int i = which[k];
            double[] out = drive[k];
            Arrays.fill(out, 0, count, bias[i]);
            for (int j = 0; j < values.length; j++) {
                if (weights[i][j] != 0) {
                    addScaled(values[j], weights[i][j], count, out);
                }
            }
        }
    }

    static void addScaled(double[] values, double factor, int count, double[] out) {
        for (int t = 0; t < count; t++) {
            out[t] = Math.fma(values[t], factor, out[t]);
        }
    }

    /** Adds to {@code out[i][j]} the inner products of rows i and j over the columns. */
    static void addProducts(double[][] left, double[][] right, int count, double[][] out) {
        addProducts(left, right, false, count, out);
    }

    /** Adds to {@code out[i][j]}, for j up to i at least, the inner products of the rows of one matrix. */
    static void addLowerSquares(double[][] rows, int count, double[][] out) {
        addProducts(rows, rows, true, count, out);
    }

    /** Two by four products at a time: eight sums that do not wait for each other. */
    private static void addProducts(double[][] left, double[][] right, boolean lower, int count, double[][] out) {
        int n = right.length;
        for (int i = 0; i < left.length; i += 2) {
            double[] a = left[i];
            boolean pair = i + 1 < left.length;
            double[] b = pair ? left[i + 1] : a;
            int last = lower ? Math.min(n, i + 2) : n;
            for (int j = 0; j < last; j += 4) {
                double[] p = right[j];
                double[] q = right[Math.min(j + 1, n - 1)];
                double[] r = right[Math.min(j + 2, n - 1)];
                double[] s = right[Math.min(j + 3, n - 1)];
                double ap = 0;
                double aq = 0;
                double ar = 0;
                double as = 0;
                double bp = 0;
                double bq = 0;
                double br = 0;
                double bs = 0;
                for (int t = 0; t < count; t++) {
                    ap = Math.fma(a[t], p[t], ap);
                    aq = Math.fma(a[t], q[t], aq);
                    ar = Math.fma(a[t], r[t], ar);
                    as = Math.fma(a[t], s[t], as);
                    bp = Math.fma(b[t], p[t], bp);
                    bq = Math.fma(b[t], q[t], bq);
                    br = Math.fma(b[t], r[t], br);
                    bs = Math.fma(b[t], s[t], bs);
                }
                addUpTo(out[i], j, ap, aq, ar, as);
                if (pair) {
                    addUpTo(out[i + 1], j, bp, bq, br, bs);
                }
            }
        }
    }

    private static void addUpTo(double[] row, int j, double p, double q, double r, double s) {
        row[j] += p;
        if (j + 1 < row.length) {
            row[j + 1] += q;
        }
        if (j + 2 < row.length) {
            row[j + 2] += r;
        }
        if (j + 3 < row.length) {
            row[j + 3] += s;
        }
    }
}

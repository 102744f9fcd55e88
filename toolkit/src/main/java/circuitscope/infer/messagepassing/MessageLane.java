package circuitscope.infer.messagepassing;

import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/**
 * Messages (Eq. 5) and their weighted sums (Eq. 6) at a run of times, forward and backward. The first layer of phi is linear in
 * [h_i, h_j], so it is taken once per neuron, A h_i + C h_j + a, and not once per pair; the last layer moves behind the sum.
 * Buffers are used again from step to step; gradients add up.
 */
final class MessageLane {
    private final int n;
    private final int d;
    private final int size;
    private final boolean pairs;
    private final SparseEncoder encoder;
    private final int[] columnOf;
    private int from;
    private int to;
    /** C h, shape (D, columns). */
    private float[][] sender;

    private float[][] senderGradient;
    /** A h_i + a of each time with one target, shape (times, D). */
    private float[][] own = new float[0][];

    // one row per message component or feature, one column per neuron: a time at which all neurons are targets
    private final float[][] targetStates;
    private final float[][] targetStateGradients;
    private final float[][] targets;
    private final float[][] targetGradients;
    private final float[][] allSums;
    private final float[] silent;
    private final float[] part;
    /** Gradient of one row by the weight of a silent sender. */
    private float ofSilent;

    private final Parameters gradient = new Parameters();
    /** Gradient of w[i][j] at [j][i]: loops run over targets i. */
    private final float[][] weightGradient;

    MessageLane(Recording recording, Architecture shape) {
        n = recording.neurons();
        d = shape.kernels();
        size = shape.messageSize();
        pairs = shape.messages() == Architecture.Messages.PAIR;
        encoder = new SparseEncoder(recording, shape);
        columnOf = new int[n];
        sender = new float[size][0];
        senderGradient = new float[size][0];
        targetStates = new float[d][n];
        targetStateGradients = new float[d][n];
        targets = new float[size][n];
        targetGradients = new float[size][n];
        allSums = new float[size][n];
        silent = new float[n];
        part = new float[n];
        weightGradient = new float[n][n];
        gradient.put(Layers.KERNEL, new float[shape.bins(recording.dtMs()) * d])
                .put(Layers.KERNEL_BIAS, new float[d])
                .put(Layers.NORM_SCALE, new float[d])
                .put(Layers.NORM_SHIFT, new float[d])
                .put(Layers.PHI_TARGET, new float[size * d])
                .put(Layers.PHI_SENDER, new float[size * d])
                .put(Layers.PHI_BIAS, new float[size]);
    }

    Parameters gradient() {
        return gradient;
    }

    float[][] weightGradient() {
        return weightGradient;
    }

    void clearGradients() {
        gradient.values().forEach(values -> Arrays.fill(values, 0));
        clear(weightGradient, n);
    }

    private static void clear(float[][] rows, int count) {
        for (float[] row : rows) {
            Arrays.fill(row, 0, count, 0);
        }
    }

    /**
     * @param batch rows
     * @param first first time of this lane
     * @param last one past its last time
     * @param p parameters
     * @param w weights, w[i][j] at [j][i], zero diagonal
     * @param sums receives the sum over j of w_ij relu(A h_i + C h_j + a), and of w_ij as the last column; shape (rows, D + 1)
     * @param states receives h_i of each row's target, shape (rows, d)
     */
    void forward(RowBatch batch, int first, int last, Parameters p, float[][] w, float[] sums, float[] states) {
        from = first;
        to = last;
        encoder.encode(batch.step(), from, to, p);
        if (sender[0].length < encoder.columns()) {
            sender = new float[size][2 * encoder.columns()];
            senderGradient = new float[size][2 * encoder.columns()];
        }
        if (own.length < to - from) {
            own = new float[to - from][size];
        }
        clear(sender, encoder.columns());
        FloatRows.addProduct(p.get(Layers.PHI_SENDER), encoder.states(), size, encoder.columns(), sender);
        for (int k = from; k < to; k++) {
            markColumns(k);
            if (batch.target()[k] == RowBatch.ALL) {
                forwardAll(batch.firstRow()[k], k, p, w, sums, states);
            } else {
                forwardOne(batch.target()[k], batch.firstRow()[k], k, p, w, sums, states);
            }
        }
    }

    /** Where the states of one time's neurons stand; 0 for the silent ones. */
    private void markColumns(int k) {
        Arrays.fill(columnOf, 0);
        for (int x = encoder.firstColumn(k - from); x < encoder.firstColumn(k - from + 1); x++) {
            columnOf[encoder.neuronOf(x)] = x;
        }
    }

    private void forwardOne(int i, int row, int k, Parameters p, float[][] w, float[] sums, float[] states) {
        float[][] h = encoder.states();
        int begin = encoder.firstColumn(k - from);
        int end = encoder.firstColumn(k - from + 1);
        float total = 0;
        for (int j = 0; j < n; j++) {
            total += w[j][i];
        }
        float unheard = total;
        for (int x = begin; x < end; x++) {
            part[x - begin] = w[encoder.neuronOf(x)][i];
            unheard -= part[x - begin];
        }
        float[] a = p.get(Layers.PHI_TARGET);
        float[] bias = p.get(Layers.PHI_BIAS);
        for (int m = 0; m < size; m++) {
            float t = bias[m];
            if (pairs) {
                for (int c = 0; c < d; c++) {
                    t += a[m * d + c] * h[c][columnOf[i]];
                }
            }
            own[k - from][m] = t;
            float[] g = sender[m];
            float sum = unheard * Math.max(0, t + g[0]);
            for (int x = begin; x < end; x++) {
                sum += part[x - begin] * Math.max(0, t + g[x]);
            }
            sums[row * (size + 1) + m] = sum;
        }
        sums[row * (size + 1) + size] = total;
        for (int c = 0; c < d; c++) {
            states[row * d + c] = h[c][columnOf[i]];
        }
    }

    private void forwardAll(int row, int k, Parameters p, float[][] w, float[] sums, float[] states) {
        prepareAll(p);
        fillSilent(k, w);
        clear(allSums, n);
        for (int m = 0; m < size; m++) {
            float[] t = targets[m];
            float[] sum = allSums[m];
            float[] g = sender[m];
            addSums(silent, t, g[0], sum);
            for (int x = encoder.firstColumn(k - from); x < encoder.firstColumn(k - from + 1); x++) {
                addSums(w[encoder.neuronOf(x)], t, g[x], sum);
            }
            for (int i = 0; i < n; i++) {
                sums[(row + i) * (size + 1) + m] = sum[i];
            }
        }
        for (int i = 0; i < n; i++) {
            float total = 0;
            for (int j = 0; j < n; j++) {
                total += w[j][i];
            }
            sums[(row + i) * (size + 1) + size] = total;
            for (int c = 0; c < d; c++) {
                states[(row + i) * d + c] = targetStates[c][i];
            }
        }
    }

    /** States of all neurons side by side, and A h_i + a. */
    private void prepareAll(Parameters p) {
        for (int c = 0; c < d; c++) {
            float[] h = encoder.states()[c];
            for (int i = 0; i < n; i++) {
                targetStates[c][i] = h[columnOf[i]];
            }
        }
        for (int m = 0; m < size; m++) {
            Arrays.fill(targets[m], p.get(Layers.PHI_BIAS)[m]);
        }
        if (pairs) {
            FloatRows.addProduct(p.get(Layers.PHI_TARGET), targetStates, size, n, targets);
        }
    }

    /** Sum of the weights from silent neurons to each target. */
    private void fillSilent(int k, float[][] w) {
        Arrays.fill(silent, 0);
        for (int j = 0; j < n; j++) {
            if (columnOf[j] == 0) {
                float[] column = w[j];
                for (int i = 0; i < n; i++) {
                    silent[i] += column[i];
                }
            }
        }
    }

    private void addSums(float[] weight, float[] target, float g, float[] sum) {
        for (int i = 0; i < n; i++) {
            sum[i] += weight[i] * Math.max(0, target[i] + g);
        }
    }

    /**
     * After {@link #forward} with the same batch, parameters and weights.
     *
     * @param batch rows
     * @param p parameters
     * @param w weights
     * @param sumGradient gradient of the sums, shape (rows, D + 1)
     * @param stateGradient gradient of the targets' states, shape (rows, d)
     * @param rowGradients receives the gradient of each time with one target by the weights to it; may be null
     */
    void backward(
            RowBatch batch,
            Parameters p,
            float[][] w,
            float[] sumGradient,
            float[] stateGradient,
            float[][] rowGradients) {
        clear(senderGradient, encoder.columns());
        for (int k = from; k < to; k++) {
            markColumns(k);
            if (batch.target()[k] == RowBatch.ALL) {
                backwardAll(batch.firstRow()[k], k, p, w, sumGradient, stateGradient);
            } else {
                backwardOne(batch.target()[k], batch.firstRow()[k], k, p, w, sumGradient, stateGradient);
                if (rowGradients != null) {
                    rowGradients[k] = rowGradient(k);
                }
            }
        }
        int columns = encoder.columns();
        FloatRows.addInner(senderGradient, encoder.states(), size, columns, gradient.get(Layers.PHI_SENDER));
        FloatRows.addTransposed(p.get(Layers.PHI_SENDER), senderGradient, size, columns, encoder.stateGradients());
        encoder.backward(p, gradient);
    }

    /** After {@link #backwardOne} of this time. */
    private float[] rowGradient(int k) {
        float[] row = new float[n];
        Arrays.fill(row, ofSilent);
        int begin = encoder.firstColumn(k - from);
        for (int x = begin; x < encoder.firstColumn(k - from + 1); x++) {
            row[encoder.neuronOf(x)] = part[x - begin];
        }
        return row;
    }

    private void backwardOne(
            int i, int row, int k, Parameters p, float[][] w, float[] sumGradient, float[] stateGradient) {
        float[][] h = encoder.states();
        float[][] hGradient = encoder.stateGradients();
        int column = columnOf[i];
        int begin = encoder.firstColumn(k - from);
        int end = encoder.firstColumn(k - from + 1);
        float ofTotal = sumGradient[row * (size + 1) + size];
        float unheard = 0;
        for (int j = 0; j < n; j++) {
            unheard += w[j][i];
        }
        for (int x = begin; x < end; x++) {
            unheard -= w[encoder.neuronOf(x)][i];
        }
        ofSilent = ofTotal;
        Arrays.fill(part, 0, end - begin, ofTotal);
        float[] a = p.get(Layers.PHI_TARGET);
        float[] aGradient = gradient.get(Layers.PHI_TARGET);
        float[] biasGradient = gradient.get(Layers.PHI_BIAS);
        for (int m = 0; m < size; m++) {
            float s = sumGradient[row * (size + 1) + m];
            float t = own[k - from][m];
            float[] g = sender[m];
            float[] gGradient = senderGradient[m];
            float toTarget = 0;
            if (t + g[0] > 0) {
                toTarget = s * unheard;
                gGradient[0] += toTarget;
                ofSilent += s * (t + g[0]);
            }
            for (int x = begin; x < end; x++) {
                if (t + g[x] > 0) {
                    float back = s * w[encoder.neuronOf(x)][i];
                    gGradient[x] = back;
                    toTarget += back;
                    part[x - begin] += s * (t + g[x]);
                }
            }
            biasGradient[m] += toTarget;
            if (pairs) {
                for (int c = 0; c < d; c++) {
                    aGradient[m * d + c] += toTarget * h[c][column];
                    hGradient[c][column] += toTarget * a[m * d + c];
                }
            }
        }
        for (int j = 0; j < n; j++) {
            if (columnOf[j] == 0) {
                weightGradient[j][i] += ofSilent;
            }
        }
        for (int x = begin; x < end; x++) {
            weightGradient[encoder.neuronOf(x)][i] += part[x - begin];
        }
        for (int c = 0; c < d; c++) {
            hGradient[c][column] += stateGradient[row * d + c];
        }
    }

    private void backwardAll(int row, int k, Parameters p, float[][] w, float[] sumGradient, float[] stateGradient) {
        prepareAll(p);
        fillSilent(k, w);
        float[] silentGradient = new float[n];
        float[] s = new float[n];
        for (int m = 0; m < size; m++) {
            for (int i = 0; i < n; i++) {
                s[i] = sumGradient[(row + i) * (size + 1) + m];
            }
            Arrays.fill(targetGradients[m], 0);
            senderGradient[m][0] += back(silent, targets[m], sender[m][0], s, targetGradients[m], silentGradient);
            for (int x = encoder.firstColumn(k - from); x < encoder.firstColumn(k - from + 1); x++) {
                int j = encoder.neuronOf(x);
                senderGradient[m][x] += back(w[j], targets[m], sender[m][x], s, targetGradients[m], weightGradient[j]);
            }
            gradient.get(Layers.PHI_BIAS)[m] += (float) FloatRows.sum(targetGradients[m], n);
        }
        for (int i = 0; i < n; i++) {
            part[i] = sumGradient[(row + i) * (size + 1) + size];
            silentGradient[i] += part[i];
        }
        for (int j = 0; j < n; j++) {
            float[] more = columnOf[j] == 0 ? silentGradient : part;
            float[] out = weightGradient[j];
            for (int i = 0; i < n; i++) {
                out[i] += more[i];
            }
        }
        clear(targetStateGradients, n);
        if (pairs) {
            FloatRows.addInner(targetGradients, targetStates, size, n, gradient.get(Layers.PHI_TARGET));
            FloatRows.addTransposed(p.get(Layers.PHI_TARGET), targetGradients, size, n, targetStateGradients);
        }
        for (int c = 0; c < d; c++) {
            float[] out = encoder.stateGradients()[c];
            for (int i = 0; i < n; i++) {
                out[columnOf[i]] += targetStateGradients[c][i] + stateGradient[(row + i) * d + c];
            }
        }
    }

    /** One sender and one component for all targets: adds to two gradients, returns the sender's. */
    private float back(float[] weight, float[] target, float g, float[] s, float[] targetGradient, float[] ofWeight) {
        for (int i = 0; i < n; i++) {
            float r = Math.max(0, target[i] + g);
            ofWeight[i] += s[i] * r;
            // 1 where the rectifier is open, without a branch
            part[i] = s[i] * weight[i] * (r / (r + 1e-30f));
            targetGradient[i] += part[i];
        }
        return (float) FloatRows.sum(part, n);
    }

    /** After {@link #backward}, for times with one target: see {@link MessagePassing#spikeEffects}. */
    double[] spikeEffects(RowBatch batch, Parameters p, float[][] w) {
        double[] weighted = new double[d];
        for (int k = from; k < to; k++) {
            for (int x = encoder.firstColumn(k - from); x < encoder.firstColumn(k - from + 1); x++) {
                float weight = w[encoder.neuronOf(x)][batch.target()[k]];
                for (int c = 0; c < d; c++) {
                    weighted[c] += weight * encoder.driveGradient(x, c);
                }
            }
        }
        float[] kernel = p.get(Layers.KERNEL);
        double[] effects = new double[kernel.length / d];
        for (int b = 0; b < effects.length; b++) {
            for (int c = 0; c < d; c++) {
                effects[b] += kernel[b * d + c] * weighted[c];
            }
        }
        return effects;
    }
}

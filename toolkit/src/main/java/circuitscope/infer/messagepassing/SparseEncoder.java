package circuitscope.infer.messagepassing;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/**
 * f_enc (Eq. 4) at a run of times: convolution, ReLU and batch normalisation, forward and backward. A convolution of spikes is
 * a sum of kernel columns at their lags, and neurons without a spike in the window share one state. States stand in columns:
 * number 0 is the silent state, then the active neurons of the first time, of the second, and so on.
 */
final class SparseEncoder {
    private final Recording recording;
    private final int binSteps;
    private final int bins;
    private final int n;
    private final int d;
    private final int[] columnOf;

    private int[] neuron = new int[1];
    private int[] firstColumn = new int[1];
    private int[] spikeColumn = new int[1024];
    private int[] spikeBin = new int[1024];
    private int columns;
    private int spikes;
    /** Before the rectifier, column after column, shape (columns, d). */
    private float[] drive = new float[0];

    private float[][] state;
    private float[][] stateGradient;

    SparseEncoder(Recording recording, Architecture shape) {
        this.recording = recording;
        binSteps = shape.binSteps(recording.dtMs());
        bins = shape.bins(recording.dtMs());
        n = recording.neurons();
        d = shape.kernels();
        columnOf = new int[n];
        state = new float[d][0];
        stateGradient = new float[d][0];
    }

    /** Encodes the times number {@code from} to {@code to}. */
    void encode(int[] step, int from, int to, Parameters p) {
        float[] kernel = p.get(Layers.KERNEL);
        float[] bias = p.get(Layers.KERNEL_BIAS);
        if (firstColumn.length < to - from + 1) {
            firstColumn = new int[to - from + 1];
        }
        columns = 0;
        spikes = 0;
        newColumn(-1, bias);
        SpikeHistory history = new SpikeHistory(recording, bins * binSteps);
        for (int k = from; k < to; k++) {
            firstColumn[k - from] = columns;
            history.moveTo(step[k]);
            Arrays.fill(columnOf, 0);
            int end = history.endSpike();
            for (int s = history.firstSpike(); s < end; s++) {
                int j = recording.neuronOf(s);
                if (columnOf[j] == 0) {
                    columnOf[j] = newColumn(j, bias);
                }
                int bin = (step[k] - recording.stepOf(s) - 1) / binSteps;
                addSpike(columnOf[j], bin);
                addTo(drive, columnOf[j] * d, kernel, bin * d);
            }
        }
        firstColumn[to - from] = columns;
        normalize(p);
        for (float[] row : stateGradient) {
            Arrays.fill(row, 0, columns, 0);
        }
    }

    private void addTo(float[] out, int at, float[] in, int from) {
        for (int c = 0; c < d; c++) {
            out[at + c] += in[from + c];
        }
    }

    private void addSpike(int column, int bin) {
        if (spikes == spikeColumn.length) {
            spikeColumn = Arrays.copyOf(spikeColumn, 2 * spikes);
            spikeBin = Arrays.copyOf(spikeBin, 2 * spikes);
        }
        spikeColumn[spikes] = column;
        spikeBin[spikes++] = bin;
    }

    private int newColumn(int index, float[] bias) {
        if (columns == neuron.length) {
            neuron = Arrays.copyOf(neuron, 2 * columns + n);
        }
        if (drive.length < neuron.length * d) {
            drive = Arrays.copyOf(drive, neuron.length * d);
        }
        neuron[columns] = index;
        System.arraycopy(bias, 0, drive, columns * d, d);
        return columns++;
    }

    private void normalize(Parameters p) {
        if (state[0].length < columns) {
            state = new float[d][neuron.length];
            stateGradient = new float[d][neuron.length];
        }
        Normalization norm = Normalization.of(p);
        float[] gain = norm.gain();
        float[] offset = norm.offset();
        // column after column: the other way round every read would miss the cache
        for (int x = 0; x < columns; x++) {
            for (int c = 0; c < d; c++) {
                state[c][x] = Math.max(0, drive[x * d + c]) * gain[c] + offset[c];
            }
        }
    }

    int columns() {
        return columns;
    }

    /** First column of a time, counted from the first time that was encoded; its last column ends where the next begins. */
    int firstColumn(int time) {
        return firstColumn[time];
    }

    int neuronOf(int column) {
        return neuron[column];
    }

    /** {@return states h, shape (d, columns or more)} */
    float[][] states() {
        return state;
    }

    /** {@return where gradients of the states are added, same shape} */
    float[][] stateGradients() {
        return stateGradient;
    }

    /** After {@link #backward}: gradient of a feature of a column before the rectifier. */
    float driveGradient(int column, int feature) {
        return drive[column * d + feature];
    }

    /** Adds the gradients of kernels, biases and normalisation to those that are there. */
    void backward(Parameters p, Parameters gradient) {
        Normalization norm = Normalization.of(p);
        double[] byScale = new double[d];
        double[] byShift = new double[d];
        double[] byBias = new double[d];
        for (int x = 0; x < columns; x++) {
            for (int c = 0; c < d; c++) {
                float before = drive[x * d + c];
                float g = stateGradient[c][x];
                byScale[c] += g * (Math.max(0, before) - norm.mean()[c]);
                byShift[c] += g;
                float back = before > 0 ? g * norm.gain()[c] : 0;
                drive[x * d + c] = back;
                byBias[c] += back;
            }
        }
        for (int c = 0; c < d; c++) {
            gradient.get(Layers.NORM_SCALE)[c] += (float) (byScale[c] / norm.deviation()[c]);
            gradient.get(Layers.NORM_SHIFT)[c] += (float) byShift[c];
            gradient.get(Layers.KERNEL_BIAS)[c] += (float) byBias[c];
        }
        float[] kernelGradient = gradient.get(Layers.KERNEL);
        for (int s = 0; s < spikes; s++) {
            addTo(kernelGradient, spikeBin[s] * d, drive, spikeColumn[s] * d);
        }
    }
}

package circuitscope.infer.messagepassing;

import java.util.Arrays;

/**
 * Rows (neuron, time) of one training step. Each of a number of times has either one target neuron or all of them. The loss is
 * the sum over rows of {@code rateWeight * lambda - spikeWeight * log lambda}, an unbiased estimate of Eq. 9 per spike.
 *
 * @param step the times, increasing
 * @param target target neuron of each time, or {@link #ALL}
 * @param firstRow number of the first row of each time, and the number of rows at the end
 * @param rateWeight weight of each row's lambda
 * @param spikeWeight weight of each row's log lambda
 */
public record RowBatch(int[] step, int[] target, int[] firstRow, float[] rateWeight, float[] spikeWeight) {
    /** In place of a target: all neurons. */
    public static final int ALL = -1;

    /** {@return the number of rows} */
    public int rows() {
        return firstRow[step.length];
    }

    /**
     * @param step times, increasing
     * @param neurons number of neurons N
     * @return all neurons at these times, without weights
     */
    public static RowBatch all(int[] step, int neurons) {
        int[] target = new int[step.length];
        Arrays.fill(target, ALL);
        int rows = step.length * neurons;
        return new RowBatch(step, target, firstRows(target, neurons), new float[rows], new float[rows]);
    }

    /** Number of rows before each time, and of all rows at the end. */
    static int[] firstRows(int[] target, int neurons) {
        int[] first = new int[target.length + 1];
        for (int k = 0; k < target.length; k++) {
            first[k + 1] = first[k] + (target[k] == ALL ? neurons : 1);
        }
        return first;
    }
}

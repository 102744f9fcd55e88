package circuitscope.infer.synapticglm;

import java.util.Arrays;

/** Rows of inputs of which most are 0. */
final class SparseRows {
    private final int columns;
    private int rows;
    private int filled;
    private int[] start = new int[1025];
    private int[] column = new int[1 << 14];
    private float[] value = new float[1 << 14];

    SparseRows(int columns) {
        this.columns = columns;
    }

    void add(float[] dense) {
        for (int c = 0; c < columns; c++) {
            if (dense[c] != 0) {
                if (filled == column.length) {
                    column = Arrays.copyOf(column, 2 * filled);
                    value = Arrays.copyOf(value, 2 * filled);
                }
                column[filled] = c;
                value[filled++] = dense[c];
            }
        }
        if (++rows == start.length) {
            start = Arrays.copyOf(start, 2 * start.length);
        }
        start[rows] = filled;
    }

    int size() {
        return rows;
    }

    double dot(int row, double... factors) {
        double sum = 0;
        for (int k = start[row]; k < start[row + 1]; k++) {
            sum += factors[column[k]] * value[k];
        }
        return sum;
    }

    void addTo(int row, double factor, double[] sum) {
        for (int k = start[row]; k < start[row + 1]; k++) {
            sum[column[k]] += factor * value[k];
        }
    }

    /** Adds factor times the square of the row to the lower triangle of a matrix. */
    void addSquare(int row, double factor, double[][] sum) {
        for (int k = start[row]; k < start[row + 1]; k++) {
            double[] line = sum[column[k]];
            double scaled = factor * value[k];
            for (int l = start[row]; l <= k; l++) {
                line[column[l]] += scaled * value[l];
            }
        }
    }
}

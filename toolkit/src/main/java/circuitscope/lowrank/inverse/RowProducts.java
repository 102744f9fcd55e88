package circuitscope.lowrank.inverse;

import circuitscope.infer.arithmetic.SquaresInBlocks;
import java.util.Arrays;

/**
 * A sum of outer products of rows with themselves in double precision; {@link SquaresInBlocks} has it in single precision, which
 * is not enough where small eigenvalues matter. Not thread-safe.
 */
final class RowProducts {
    /** Rows of a block stay in the cache while the sum is passed over once. */
    private static final int BLOCK = 32;

    private final int size;
    private final double[][] block;
    private final double[][] sum;
    private int filled;

    RowProducts(int size) {
        this.size = size;
        block = new double[BLOCK][size];
        sum = new double[size][];
        for (int i = 0; i < size; i++) {
            sum[i] = new double[i + 1];
        }
    }

    /** The next row, to be filled before this is called again. */
    double[] next() {
        if (filled == BLOCK) {
            add();
        }
        return block[filled++];
    }

    private void add() {
        for (int t = filled; t < BLOCK; t++) {
            Arrays.fill(block[t], 0);
        }
        for (int i = 0; i < size; i++) {
            double[] out = sum[i];
            for (int t = 0; t < BLOCK; t += 4) {
                addFour(block[t], block[t + 1], block[t + 2], block[t + 3], i, out);
            }
        }
        filled = 0;
    }

    private static void addFour(double[] p, double[] q, double[] r, double[] s, int i, double[] out) {
        double a = p[i];
        double b = q[i];
        double c = r[i];
        double d = s[i];
        for (int j = 0; j <= i; j++) {
            out[j] += a * p[j] + b * q[j] + c * r[j] + d * s[j];
        }
    }

    /** Adds the rows of another sum. */
    void add(RowProducts other) {
        add();
        other.add();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                sum[i][j] += other.sum[i][j];
            }
        }
    }

    /** The sum over all rows, symmetric, shape (size, size). */
    double[][] sum() {
        add();
        double[][] full = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                full[i][j] = sum[i][j];
                full[j][i] = sum[i][j];
            }
        }
        return full;
    }
}

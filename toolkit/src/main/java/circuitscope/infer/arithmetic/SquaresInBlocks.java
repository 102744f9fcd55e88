package circuitscope.infer.arithmetic;

/**
 * A sum of outer products of rows with themselves. Rows are added up in single precision a block at a time, which is fast, and
 * the blocks in double precision. Not thread-safe.
 */
public final class SquaresInBlocks {
    private static final int BLOCK = 512;

    private final int size;
    private final float[][] block;
    private final double[][] sum;
    private int filled;

    /**
     * @param size elements of a row
     */
    public SquaresInBlocks(int size) {
        this.size = size;
        block = new float[BLOCK][size];
        sum = new double[size][size];
    }

    /** {@return the next row, to be filled before this is called again} */
    public float[] next() {
        if (filled == BLOCK) {
            add();
        }
        return block[filled++];
    }

    private void add() {
        float[][] squares = new float[size][size];
        FloatRows.addSquares(block, filled, squares);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                sum[i][j] += squares[i][j];
            }
        }
        filled = 0;
    }

    /** {@return the sum over all rows, symmetric, shape (size, size)} */
    public double[][] sum() {
        add();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                sum[j][i] = sum[i][j];
            }
        }
        return sum;
    }
}

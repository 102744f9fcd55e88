package circuitscope.infer.arithmetic;

/**
 * Matrix products on rows of a fixed number of columns. One index for all rows of a loop: only then are the loops compiled to
 * vector instructions.
 */
public final class FloatRows {
    private FloatRows() {}

    /**
     * Adds to {@code out[r]} the sum over k of {@code matrix[r * inner + k] * in[k]}.
     *
     * @param matrix flat matrix, shape (rows, inner)
     * @param in rows, shape (inner, count or more)
     * @param rows number of rows of the result
     * @param count number of columns
     * @param out result, shape (rows, count or more)
     */
    public static void addProduct(float[] matrix, float[][] in, int rows, int count, float[][] out) {
        int inner = in.length;
        for (int r = 0; r < rows; r++) {
            int k = 0;
            for (; k + 3 < inner; k += 4) {
                int at = r * inner + k;
                addFour(
                        matrix[at],
                        in[k],
                        matrix[at + 1],
                        in[k + 1],
                        matrix[at + 2],
                        in[k + 2],
                        matrix[at + 3],
                        in[k + 3],
                        count,
                        out[r]);
            }
            for (; k < inner; k++) {
                add(matrix[r * inner + k], in[k], count, out[r]);
            }
        }
    }

    /**
     * Adds to {@code out[k]} the sum over r of {@code matrix[r * inner + k] * in[r]}: the transposed product.
     *
     * @param matrix flat matrix, shape (rows, inner)
     * @param in rows, shape (rows, count or more)
     * @param rows number of rows of the matrix
     * @param count number of columns
     * @param out result, shape (inner, count or more)
     */
    public static void addTransposed(float[] matrix, float[][] in, int rows, int count, float[][] out) {
        int inner = out.length;
        for (int k = 0; k < inner; k++) {
            int r = 0;
            for (; r + 3 < rows; r += 4) {
                int at = r * inner + k;
                addFour(
                        matrix[at],
                        in[r],
                        matrix[at + inner],
                        in[r + 1],
                        matrix[at + 2 * inner],
                        in[r + 2],
                        matrix[at + 3 * inner],
                        in[r + 3],
                        count,
                        out[k]);
            }
            for (; r < rows; r++) {
                add(matrix[r * inner + k], in[r], count, out[k]);
            }
        }
    }

    private static void addFour(
            float a, float[] p, float b, float[] q, float c, float[] r, float d, float[] s, int count, float[] out) {
        for (int x = 0; x < count; x++) {
            out[x] += a * p[x] + b * q[x] + c * r[x] + d * s[x];
        }
    }

    /**
     * Adds a multiple of one row to another.
     *
     * @param a factor
     * @param p row
     * @param count number of columns
     * @param out receives the sum
     */
    public static void add(float a, float[] p, int count, float[] out) {
        for (int x = 0; x < count; x++) {
            out[x] += a * p[x];
        }
    }

    /**
     * Adds to {@code out[r * inner + k]} the inner products of {@code left[r]} and {@code right[k]}.
     *
     * @param left rows, shape (rows, count or more)
     * @param right rows, shape (inner, count or more)
     * @param rows number of left rows
     * @param count number of columns
     * @param out flat result, shape (rows, inner)
     */
    public static void addInner(float[][] left, float[][] right, int rows, int count, float[] out) {
        int inner = right.length;
        for (int r = 0; r < rows; r += 2) {
            float[] a = left[r];
            float[] b = left[Math.min(r + 1, rows - 1)];
            for (int k = 0; k < inner; k += 4) {
                float[] p = right[k];
                float[] q = right[Math.min(k + 1, inner - 1)];
                float[] s = right[Math.min(k + 2, inner - 1)];
                float[] t = right[Math.min(k + 3, inner - 1)];
                float ap = 0;
                float aq = 0;
                float as = 0;
                float at = 0;
                float bp = 0;
                float bq = 0;
                float bs = 0;
                float bt = 0;
                for (int x = 0; x < count; x++) {
                    ap = Math.fma(a[x], p[x], ap);
                    aq = Math.fma(a[x], q[x], aq);
                    as = Math.fma(a[x], s[x], as);
                    at = Math.fma(a[x], t[x], at);
                    bp = Math.fma(b[x], p[x], bp);
                    bq = Math.fma(b[x], q[x], bq);
                    bs = Math.fma(b[x], s[x], bs);
                    bt = Math.fma(b[x], t[x], bt);
                }
                addUpTo(out, r * inner, k, inner, ap, aq, as, at);
                if (r + 1 < rows) {
                    addUpTo(out, (r + 1) * inner, k, inner, bp, bq, bs, bt);
                }
            }
        }
    }

    private static void addUpTo(float[] out, int row, int k, int inner, float p, float q, float s, float t) {
        out[row + k] += p;
        if (k + 1 < inner) {
            out[row + k + 1] += q;
        }
        if (k + 2 < inner) {
            out[row + k + 2] += s;
        }
        if (k + 3 < inner) {
            out[row + k + 3] += t;
        }
    }

    /**
     * Adds to {@code out[r][k]}, for k up to r, the sum over rows of the products of their elements r and k.
     *
     * @param rows rows, shape (count or more, size)
     * @param count number of rows
     * @param out receives the lower triangle of the sum, shape (size, size)
     */
    public static void addSquares(float[][] rows, int count, float[][] out) {
        int size = out.length;
        int t = 0;
        for (; t + 3 < count; t += 4) {
            float[] p = rows[t];
            float[] q = rows[t + 1];
            float[] s = rows[t + 2];
            float[] u = rows[t + 3];
            for (int r = 0; r < size; r++) {
                addFour(p[r], p, q[r], q, s[r], s, u[r], u, r + 1, out[r]);
            }
        }
        for (; t < count; t++) {
            for (int r = 0; r < size; r++) {
                add(rows[t][r], rows[t], r + 1, out[r]);
            }
        }
    }

    /**
     * @param left a row
     * @param right another
     * @param count number of columns
     * @return their inner product
     */
    public static float dot(float[] left, float[] right, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int x = 0;
        for (; x + 3 < count; x += 4) {
            a += left[x] * right[x];
            b += left[x + 1] * right[x + 1];
            c += left[x + 2] * right[x + 2];
            d += left[x + 3] * right[x + 3];
        }
        for (; x < count; x++) {
            a += left[x] * right[x];
        }
        return a + b + c + d;
    }

    /**
     * @param rows rows of equal length
     * @return the same values one row after the other, in single precision
     */
    public static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int k = 0; k < flat.length; k++) {
            flat[k] = (float) rows[k / rows[0].length][k % rows[0].length];
        }
        return flat;
    }

    /**
     * @param flat values, row after row
     * @param rows number of rows
     * @return the same in rows, shape (rows, columns)
     */
    public static double[][] matrix(float[] flat, int rows) {
        int columns = flat.length / rows;
        double[][] matrix = new double[rows][columns];
        for (int k = 0; k < flat.length; k++) {
            matrix[k / columns][k % columns] = flat[k];
        }
        return matrix;
    }

    /**
     * @param flat values, row after row
     * @param columns number of columns
     * @return a copy in rows, shape (rows, columns)
     */
    public static float[][] rows(float[] flat, int columns) {
        float[][] rows = new float[flat.length / columns][columns];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(flat, r * columns, rows[r], 0, columns);
        }
        return rows;
    }

    /**
     * @param left a matrix, shape (rows, inner)
     * @param right another, shape (inner, columns)
     * @return their product, shape (rows, columns)
     */
    public static float[][] product(float[][] left, float[][] right) {
        int inner = right.length;
        float[] flat = new float[left.length * inner];
        for (int r = 0; r < left.length; r++) {
            System.arraycopy(left[r], 0, flat, r * inner, inner);
        }
        float[][] out = new float[left.length][right[0].length];
        addProduct(flat, right, left.length, right[0].length, out);
        return out;
    }

    /**
     * Adds to {@code out[r]} the sum over t of {@code left[t][r] * right[t]}.
     *
     * @param left rows, shape (times, rows)
     * @param right rows, shape (times, columns)
     * @param out receives the sum, shape (rows, columns)
     */
    public static void addOuter(float[][] left, float[][] right, float[][] out) {
        int t = 0;
        for (; t + 3 < left.length; t += 4) {
            for (int r = 0; r < out.length; r++) {
                addFour(
                        left[t][r],
                        right[t],
                        left[t + 1][r],
                        right[t + 1],
                        left[t + 2][r],
                        right[t + 2],
                        left[t + 3][r],
                        right[t + 3],
                        out[r].length,
                        out[r]);
            }
        }
        for (; t < left.length; t++) {
            for (int r = 0; r < out.length; r++) {
                add(left[t][r], right[t], out[r].length, out[r]);
            }
        }
    }

    /**
     * @param matrix a matrix, shape (rows, columns)
     * @return its transpose, shape (columns, rows)
     */
    public static float[][] transposed(float[][] matrix) {
        float[][] out = new float[matrix[0].length][matrix.length];
        for (int r = 0; r < matrix.length; r++) {
            for (int k = 0; k < out.length; k++) {
                out[k][r] = matrix[r][k];
            }
        }
        return out;
    }

    /**
     * @param values a row
     * @param count number of columns
     * @return the sum of its first values
     */
    public static double sum(float[] values, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int x = 0;
        for (; x + 3 < count; x += 4) {
            a += values[x];
            b += values[x + 1];
            c += values[x + 2];
            d += values[x + 3];
        }
        for (; x < count; x++) {
            a += values[x];
        }
        return (double) a + b + c + d;
    }
}

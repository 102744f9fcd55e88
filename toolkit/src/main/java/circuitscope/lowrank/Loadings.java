package circuitscope.lowrank;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Loadings of N neurons on R latent variables z and U inputs u: neuron i receives h_i = m_i . z + b_i . u + d_i and sends
 * n_i phi(h_i).
 *
 * @param m what neurons receive from the latent variables, shape (N, R)
 * @param n what they send to them, shape (N, R)
 * @param b input weights, shape (N, U)
 * @param d biases, shape (N)
 */
public record Loadings(double[][] m, double[][] n, double[][] b, double[] d) {
    /**
     * @param m what neurons receive from the latent variables, shape (N, R)
     * @param n what they send to them, shape (N, R)
     * @param b input weights, shape (N, U)
     * @param d biases, shape (N)
     * @throws InputException if shapes do not fit, or a number is not finite
     */
    public Loadings {
        if (m.length == 0 || m[0].length == 0) {
            throw InputException.of(
                    "Loadings m of %d neurons, expected at least one neuron and one variable.", m.length);
        }
        require("Loadings m", m, m.length, m[0].length);
        require("Loadings n", n, m.length, m[0].length);
        require("Input weights b", b, m.length, b.length == 0 ? 0 : b[0].length);
        require("Biases d", new double[][] {d}, 1, m.length);
    }

    /**
     * Without input and biases.
     *
     * @param m what neurons receive from the latent variables, shape (N, R)
     * @param n what they send to them, shape (N, R)
     * @return the loadings
     * @throws InputException if shapes do not fit, or a number is not finite
     */
    public static Loadings of(double[][] m, double[][] n) {
        return new Loadings(m, n, new double[m.length][0], new double[m.length]);
    }

    private static void require(String name, double[][] rows, int count, int columns) {
        if (rows.length != count) {
            throw InputException.of("%s has %d rows, expected one for each of %d neurons.", name, rows.length, count);
        }
        for (int i = 0; i < count; i++) {
            if (rows[i].length != columns) {
                throw InputException.of("%s, row %d: found %d numbers, expected %d.", name, i, rows[i].length, columns);
            }
            for (double value : rows[i]) {
                if (!Double.isFinite(value)) {
                    throw InputException.of("%s, row %d: found %s, expected finite numbers.", name, i, value);
                }
            }
        }
    }

    /** {@return the number N of neurons} */
    public int neurons() {
        return m.length;
    }

    /** {@return the number R of latent variables} */
    public int rank() {
        return m[0].length;
    }

    /** {@return the number U of inputs} */
    public int inputs() {
        return b[0].length;
    }

    /**
     * @param r number of a latent variable
     * @return what each neuron receives from it, shape (N)
     */
    public double[] m(int r) {
        return column(m, r);
    }

    /**
     * @param r number of a latent variable
     * @return what each neuron sends to it, shape (N)
     */
    public double[] n(int r) {
        return column(n, r);
    }

    /**
     * @param u number of an input
     * @return its weight on each neuron, shape (N)
     */
    public double[] b(int u) {
        return column(b, u);
    }

    private static double[] column(double[][] rows, int k) {
        return Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
    }

    /**
     * @param other what neurons send instead, shape (N, R)
     * @return the same neurons, sending something else
     * @throws InputException if the shape does not fit
     */
    public Loadings withN(double[][] other) {
        return new Loadings(m, other, b, d);
    }

    /** {@return what each neuron receives, c = (m, b, d), shape (N, R + U + 1)} */
    public double[][] received() {
        double[][] c = new double[neurons()][];
        for (int i = 0; i < c.length; i++) {
            c[i] = Arrays.copyOf(m[i], rank() + inputs() + 1);
            System.arraycopy(b[i], 0, c[i], rank(), inputs());
            c[i][rank() + inputs()] = d[i];
        }
        return c;
    }

    /**
     * @param c what neurons receive, c = (m, b, d), shape (N, R + U + 1)
     * @param n what they send, shape (N, R)
     * @return the loadings
     * @throws InputException if shapes do not fit, or a number is not finite
     */
    public static Loadings ofReceived(double[][] c, double[][] n) {
        if (c.length == 0 || n.length != c.length || n[0].length >= c[0].length) {
            throw InputException.of(
                    "Loadings of %d and %d neurons, expected rows (m, b, d) longer than those of n, one for each neuron.",
                    c.length, n.length);
        }
        int rank = n[0].length;
        double[][] m = new double[c.length][];
        double[][] b = new double[c.length][];
        double[] d = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            m[i] = Arrays.copyOf(c[i], rank);
            b[i] = Arrays.copyOfRange(c[i], rank, c[i].length - 1);
            d[i] = c[i][c[i].length - 1];
        }
        return new Loadings(m, n, b, d);
    }

    /**
     * @param kept numbers of some neurons, in any order, also more than once
     * @return their loadings
     */
    public Loadings only(int... kept) {
        return new Loadings(
                Arrays.stream(kept).mapToObj(i -> m[i]).toArray(double[][]::new),
                Arrays.stream(kept).mapToObj(i -> n[i]).toArray(double[][]::new),
                Arrays.stream(kept).mapToObj(i -> b[i]).toArray(double[][]::new),
                Arrays.stream(kept).mapToDouble(i -> d[i]).toArray());
    }

    /**
     * @param count number of neurons, 1 to N
     * @return the loadings of the first ones
     * @throws InputException if there are fewer
     */
    public Loadings first(int count) {
        InputException.requireBetween("Number of neurons", count, 1, neurons());
        return only(IntStream.range(0, count).toArray());
    }
}

package circuitscope.infer.arithmetic;

import java.util.Arrays;

/**
 * Poisson regression: counts by bin, with log of the expected count = offset + sum of columns times coefficients, under a ridge, by
 * Newton's method. Immutable.
 */
public final class PoissonRegression {
    /** Keeps columns apart between which nothing is seen. */
    private static final double RIDGE = 1e-4;

    private static final int HALVINGS = 12;
    /** In nats. */
    private static final double TOLERANCE = 1e-5;

    private static final double HIGHEST = 30;
    /**
     * From so many bins on the curvature is summed in single precision, and that of a step from about so many bins only: it guides steps,
     * whose end the gradient decides.
     */
    private static final int MANY_BINS = 20_000;

    private final double[][] columns;
    private final double[] ridge;

    /**
     * With a ridge that only keeps columns apart between which nothing is seen.
     *
     * @param columns columns, shape (columns, bins); not copied
     */
    public PoissonRegression(double[]... columns) {
        this(columns, filled(columns.length));
    }

    private PoissonRegression(double[][] columns, double[] ridge) {
        this.columns = columns;
        this.ridge = ridge;
    }

    private static double[] filled(int size) {
        double[] ridge = new double[size];
        Arrays.fill(ridge, RIDGE);
        return ridge;
    }

    /**
     * @param other penalty ridge / 2 * coefficient^2 of each column, shape (columns); never below the standard one
     * @return the same columns under this penalty
     */
    public PoissonRegression withRidge(double[] other) {
        return new PoissonRegression(
                columns, Arrays.stream(other).map(r -> Math.max(r, RIDGE)).toArray());
    }

    /** {@return the number of columns} */
    public int size() {
        return columns.length;
    }

    /**
     * @param column one more column, shape (bins)
     * @return a regression with it
     */
    public PoissonRegression with(double[] column) {
        double[][] more = Arrays.copyOf(columns, columns.length + 1);
        more[columns.length] = column;
        double[] longer = Arrays.copyOf(ridge, more.length);
        longer[columns.length] = RIDGE;
        return new PoissonRegression(more, longer);
    }

    /** A fitted regression. Its Fisher information is summed when errors are first asked for. Immutable. */
    public final class Fit {
        private final double[] coefficients;
        private final double[] expected;
        private final double logLikelihood;
        private final int steps;
        private final boolean arrived;
        private PositiveDefinite curvature;

        private Fit(double[] coefficients, double[] expected, double logLikelihood, int steps, boolean arrived) {
            this.coefficients = coefficients;
            this.expected = expected;
            this.logLikelihood = logLikelihood;
            this.steps = steps;
            this.arrived = arrived;
        }

        /** {@return the best coefficients} */
        public double[] coefficients() {
            return coefficients;
        }

        /** {@return the expected counts, shape (bins)} */
        public double[] expected() {
            return expected;
        }

        /** {@return the log-likelihood without its constant, in nats} */
        public double logLikelihood() {
            return logLikelihood;
        }

        /** {@return the number of Newton steps} */
        public int steps() {
            return steps;
        }

        /** {@return whether no step can raise the likelihood any more, but for the tolerance} */
        public boolean arrived() {
            return arrived;
        }

        private PositiveDefinite curvature() {
            if (curvature == null) {
                curvature = PoissonRegression.this.curvature(expected, 1);
            }
            return curvature;
        }

        /**
         * @param column a column
         * @return standard error of its coefficient, the others being free
         */
        public double standardError(int column) {
            return standardErrorOfSum(column, column + 1);
        }

        /**
         * @param from a column
         * @param to one past the last column
         * @return standard error of the sum of their coefficients, the others being free
         */
        public double standardErrorOfSum(int from, int to) {
            double[] chosen = new double[coefficients.length];
            Arrays.fill(chosen, from, to, 1);
            return Math.sqrt(Arrays.stream(curvature().solve(chosen), from, to).sum());
        }
    }

    /**
     * @param counts counts, shape (bins)
     * @param offset log of the expected counts without the columns, shape (bins)
     * @param start coefficients to begin with
     * @param iterations most Newton steps
     * @return the fit
     */
    public Fit fit(int[] counts, double[] offset, double[] start, int iterations) {
        double[] beta = start.clone();
        double[] expected = expected(offset, beta);
        double value = value(counts, expected, beta);
        int steps = 0;
        boolean arrived = false;
        while (steps < iterations && !arrived) {
            steps++;
            double[] step = curvature(expected, Math.max(1, expected.length / MANY_BINS))
                    .solve(gradient(counts, expected, beta));
            double share = 1;
            double next = Double.NEGATIVE_INFINITY;
            double[] trial = null;
            double[] reached = null;
            for (int halving = 0; halving < HALVINGS && !(next >= value); halving++) {
                trial = beta.clone();
                for (int k = 0; k < trial.length; k++) {
                    trial[k] += share * step[k];
                }
                reached = expected(offset, trial);
                next = value(counts, reached, trial);
                share /= 2;
            }
            arrived = !(next - value >= TOLERANCE);
            if (next >= value) {
                beta = trial;
                expected = reached;
                value = next;
            }
        }
        return new Fit(beta, expected, value, steps, arrived);
    }

    /**
     * @param offset log of the expected counts without the columns, shape (bins)
     * @param beta coefficients
     * @return expected counts, shape (bins)
     */
    public double[] expected(double[] offset, double[] beta) {
        double[] sum = offset.clone();
        for (int k = 0; k < beta.length; k++) {
            double factor = beta[k];
            double[] column = columns[k];
            for (int b = 0; b < sum.length; b++) {
                sum[b] += factor * column[b];
            }
        }
        for (int b = 0; b < sum.length; b++) {
            sum[b] = Math.exp(Math.min(HIGHEST, sum[b]));
        }
        return sum;
    }

    private double value(int[] counts, double[] expected, double[] beta) {
        double sum = 0;
        for (int b = 0; b < expected.length; b++) {
            sum -= expected[b];
            if (counts[b] > 0) {
                sum += counts[b] * Math.log(expected[b]);
            }
        }
        for (int k = 0; k < beta.length; k++) {
            sum -= ridge[k] / 2 * beta[k] * beta[k];
        }
        return sum;
    }

    private double[] gradient(int[] counts, double[] expected, double[] beta) {
        double[] gradient = new double[beta.length];
        for (int k = 0; k < gradient.length; k++) {
            double sum = 0;
            double[] column = columns[k];
            for (int b = 0; b < expected.length; b++) {
                sum += (counts[b] - expected[b]) * column[b];
            }
            gradient[k] = sum - ridge[k] * beta[k];
        }
        return gradient;
    }

    /** From one bin in {@code every}. */
    private PositiveDefinite curvature(double[] expected, int every) {
        int size = columns.length;
        if (expected.length >= MANY_BINS) {
            return PositiveDefinite.of(inBlocks(expected, every));
        }
        double[][] sums = new double[size][size];
        double[] weighted = new double[expected.length];
        for (int k = 0; k < size; k++) {
            for (int b = 0; b < weighted.length; b++) {
                weighted[b] = expected[b] * columns[k][b];
            }
            for (int l = 0; l <= k; l++) {
                sums[k][l] = DoubleRows.dot(weighted, columns[l]);
                sums[l][k] = sums[k][l];
            }
            sums[k][k] += ridge[k];
        }
        return PositiveDefinite.of(sums);
    }

    private double[][] inBlocks(double[] expected, int every) {
        SquaresInBlocks squares = new SquaresInBlocks(columns.length);
        for (int b = 0; b < expected.length; b += every) {
            float[] row = squares.next();
            double root = Math.sqrt(every * expected[b]);
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) (root * columns[k][b]);
            }
        }
        double[][] sums = squares.sum();
        for (int k = 0; k < sums.length; k++) {
            sums[k][k] += ridge[k];
        }
        return sums;
    }

    /**
     * What one more column would bring, to second order.
     *
     * @param coefficient its best coefficient
     * @param standardError its standard error, all others being free
     * @param gain log-likelihood that it adds, in nats
     */
    public record Addition(double coefficient, double standardError, double gain) {}

    /**
     * @param column one more column, shape (bins)
     * @param counts counts, shape (bins)
     * @param fit the fit without it
     * @return what it would bring
     */
    public Addition adding(double[] column, int[] counts, Fit fit) {
        double score = 0;
        double information = RIDGE;
        double[] weighted = new double[column.length];
        for (int b = 0; b < column.length; b++) {
            if (column[b] != 0) {
                score += (counts[b] - fit.expected[b]) * column[b];
                weighted[b] = fit.expected[b] * column[b];
                information += weighted[b] * column[b];
            }
        }
        double[] cross = new double[columns.length];
        for (int k = 0; k < cross.length; k++) {
            double sum = 0;
            for (int b = 0; b < column.length; b++) {
                sum += columns[k][b] * weighted[b];
            }
            cross[k] = sum;
        }
        double[] explained = fit.curvature().solve(cross);
        for (int k = 0; k < cross.length; k++) {
            information -= cross[k] * explained[k];
        }
        double left = Math.max(information, RIDGE);
        return new Addition(score / left, 1 / Math.sqrt(left), score * score / left / 2);
    }
}

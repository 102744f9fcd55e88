package circuitscope.infer.correlogram;

import circuitscope.infer.arithmetic.PositiveDefinite;
import java.util.Arrays;

/** Counts by bin, with log of the expected count = offset + sum of columns times coefficients; by Newton's method. */
final class PoissonRegression {
    /** Keeps columns apart between which nothing is seen. */
    private static final double RIDGE = 1e-4;

    private static final int HALVINGS = 12;
    /** In nats. */
    private static final double TOLERANCE = 1e-5;

    private static final double HIGHEST = 30;

    private final double[][] columns;

    /** Columns, shape (columns, bins). */
    PoissonRegression(double[]... columns) {
        this.columns = columns;
    }

    int size() {
        return columns.length;
    }

    PoissonRegression with(double[] column) {
        double[][] more = Arrays.copyOf(columns, columns.length + 1);
        more[columns.length] = column;
        return new PoissonRegression(more);
    }

    /**
     * @param coefficients best coefficients
     * @param expected expected counts, shape (bins)
     * @param logLikelihood log-likelihood without its constant, in nats
     * @param curvature Fisher information of the coefficients
     */
    record Fit(double[] coefficients, double[] expected, double logLikelihood, PositiveDefinite curvature) {
        double standardError(int column) {
            double[] unit = new double[coefficients.length];
            unit[column] = 1;
            return Math.sqrt(curvature.solve(unit)[column]);
        }
    }

    Fit fit(int[] counts, double[] offset, double[] start, int iterations) {
        double[] beta = start.clone();
        double[] expected = expected(offset, beta);
        double value = value(counts, expected, beta);
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] step = curvature(expected).solve(gradient(counts, expected, beta));
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
            if (!(next >= value)) {
                break;
            }
            double gained = next - value;
            beta = trial;
            expected = reached;
            value = next;
            if (gained < TOLERANCE) {
                break;
            }
        }
        return new Fit(beta, expected, value, curvature(expected));
    }

    private double[] expected(double[] offset, double[] beta) {
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
        for (double each : beta) {
            sum -= RIDGE / 2 * each * each;
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
            gradient[k] = sum - RIDGE * beta[k];
        }
        return gradient;
    }

    private PositiveDefinite curvature(double[] expected) {
        int size = columns.length;
        double[][] sums = new double[size][size];
        double[] weighted = new double[expected.length];
        for (int k = 0; k < size; k++) {
            for (int b = 0; b < weighted.length; b++) {
                weighted[b] = expected[b] * columns[k][b];
            }
            for (int l = 0; l <= k; l++) {
                double sum = 0;
                double[] column = columns[l];
                for (int b = 0; b < weighted.length; b++) {
                    sum += weighted[b] * column[b];
                }
                sums[k][l] = sum;
                sums[l][k] = sum;
            }
            sums[k][k] += RIDGE;
        }
        return PositiveDefinite.of(sums);
    }

    /**
     * What one more column would bring, to second order.
     *
     * @param coefficient its best coefficient
     * @param standardError its standard error, all others being free
     * @param gain log-likelihood that it adds, in nats
     */
    record Addition(double coefficient, double standardError, double gain) {}

    Addition adding(double[] column, int[] counts, Fit fit) {
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
        double[] explained = fit.curvature.solve(cross);
        for (int k = 0; k < cross.length; k++) {
            information -= cross[k] * explained[k];
        }
        double left = Math.max(information, RIDGE);
        return new Addition(score / left, 1 / Math.sqrt(left), score * score / left / 2);
    }
}

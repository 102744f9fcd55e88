package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.DoubleRows;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.lowrank.Trajectories;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The linear equations that activity puts on what neurons send: X n = N G with X_ti = phi(c_i . (z_t, u_t, 1)) and the fields
 * G_t that the steps show. Only as many combinations of n are told as X has singular values that are not small; where that is
 * left open, methods differ. Kept as X X^T if there are fewer steps than neurons (dual), else as X^T X (primal).
 */
public final class NormalEquations {
    private static final int PIECES = 4;

    private final Trajectories activity;
    private final double[][] c;
    private final Nonlinearity phi;
    private final double[][] states;
    private final double[][] fields;
    private final boolean dual;
    private final double[][] gram;
    private final double[][] right;

    private NormalEquations(Trajectories activity, double[][] c, Nonlinearity phi, boolean dual, Workers workers) {
        this.activity = activity;
        this.c = c;
        this.phi = phi;
        this.dual = dual;
        states = activity.states();
        fields = activity.fields();
        int size = dual ? states.length : c.length;
        Memory.require("The equations of " + c.length + " neurons", 8.0 * size * size * (PIECES + 3));
        int rows = dual ? c.length : states.length;
        List<RowProducts> sums = workers.map(PIECES, "summing squares of rates", piece -> {
            RowProducts sum = new RowProducts(size);
            for (int k = (int) ((long) rows * piece / PIECES); k < (long) rows * (piece + 1) / PIECES; k++) {
                if (k % 1000 == 0) {
                    Progress.stopIfInterrupted("summing squares of rates");
                }
                double[] row = sum.next();
                for (int l = 0; l < size; l++) {
                    row[l] = dual ? rate(c[k], states[l]) : rate(c[l], states[k]);
                }
            }
            return sum;
        });
        sums.subList(1, PIECES).forEach(sums.get(0)::add);
        gram = sums.get(0).sum();
        right = dual ? scaled(fields, c.length) : transposed(scaled(fields, c.length), workers);
    }

    /**
     * @param activity latent variables over time
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param phi how input becomes a rate
     * @param workers threads, and who hears how far it has come
     * @return the equations
     * @throws InputException if shapes do not fit
     */
    public static NormalEquations of(Trajectories activity, double[][] c, Nonlinearity phi, Workers workers) {
        return new NormalEquations(require(activity, c), c, phi, activity.steps() < c.length, workers);
    }

    /** The same in a form that is not the smaller one. */
    static NormalEquations of(Trajectories activity, double[][] c, Nonlinearity phi, boolean dual, Workers workers) {
        return new NormalEquations(require(activity, c), c, phi, dual, workers);
    }

    private static Trajectories require(Trajectories activity, double[][] c) {
        int size = activity.rank() + activity.inputs() + 1;
        for (double[] one : c) {
            if (one.length != size) {
                throw InputException.of("A neuron receives %d numbers, expected %d: m, b and d.", one.length, size);
            }
        }
        return activity;
    }

    private double rate(double[] one, double[] state) {
        double h = 0;
        for (int k = 0; k < one.length; k++) {
            h += one[k] * state[k];
        }
        return phi.rate(h);
    }

    private static double[][] scaled(double[][] rows, double factor) {
        double[][] scaled = new double[rows.length][rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            for (int r = 0; r < rows[t].length; r++) {
                scaled[t][r] = factor * rows[t][r];
            }
        }
        return scaled;
    }

    /** X^T rows, shape (N, R). */
    private double[][] transposed(double[][] rows, Workers workers) {
        List<double[]> all = workers.map(c.length, "weighting rates", i -> {
            double[] sum = new double[rows[0].length];
            for (int t = 0; t < rows.length; t++) {
                double rate = rate(c[i], states[t]);
                for (int r = 0; r < sum.length; r++) {
                    sum[r] += rate * rows[t][r];
                }
            }
            return sum;
        });
        return all.toArray(double[][]::new);
    }

    /**
     * The conditional maximum-entropy solution: of all n that explain the activity the shortest, n = N (X^T X + rho N^2 / a^2
     * I)^-1 X^T Y / a with Y = a G. Given c, n is then normal about it.
     *
     * @param rho strength of the penalty, above 0; 1e-4 in the paper's code
     * @param workers threads
     * @return the solution
     * @throws InputException if the strength is out of range
     */
    public RidgeSolution ridge(double rho, Workers workers) {
        InputException.requirePositive("Strength rho of the ridge", rho);
        int neurons = c.length;
        double penalty = rho * neurons * neurons / (activity.step() * activity.step());
        double[][] matrix = new double[gram.length][];
        for (int k = 0; k < gram.length; k++) {
            matrix[k] = gram[k].clone();
            matrix[k][k] += penalty;
        }
        PositiveDefinite factored = PositiveDefinite.of(matrix);
        double[][] solution = new double[gram.length][activity.rank()];
        for (int r = 0; r < activity.rank(); r++) {
            int column = r;
            double[] one = factored.solve(
                    Arrays.stream(right).mapToDouble(row -> row[column]).toArray());
            for (int k = 0; k < one.length; k++) {
                solution[k][r] = one[k];
            }
        }
        double[][] n = dual ? transposed(solution, workers) : solution;
        return RidgeSolution.of(c, n, phi, states, workers);
    }

    /**
     * What training does: n starts from random values and changes until the activity is explained, here by conjugate gradients.
     * Whatever the activity does not tell of n stays as it was at the start.
     *
     * @param deviation s.d. of the normal initial values
     * @param seed their seed
     * @param tolerance training ends when the gradient is this much smaller than at the start
     * @param workers threads
     * @return trained n, shape (N, R)
     * @throws InputException if a number is out of range, or there are fewer steps than neurons
     */
    public double[][] trained(double deviation, long seed, double tolerance, Workers workers) {
        InputException.requireBetween("S.d. of the initial values", deviation, 0, 1e6);
        InputException.requireBetween("Tolerance", tolerance, 1e-14, 1.0);
        if (dual) {
            throw InputException.of(
                    "%d steps of %d neurons, expected at least as many steps as neurons.", states.length, c.length);
        }
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "lint"));
        double[][] n = new double[c.length][activity.rank()];
        for (double[] one : n) {
            for (int r = 0; r < one.length; r++) {
                one[r] = deviation * normal.sample();
            }
        }
        List<double[]> columns = workers.map(activity.rank(), "training what neurons send", r -> {
            double[] start = Arrays.stream(n).mapToDouble(row -> row[r]).toArray();
            double[] target = Arrays.stream(right).mapToDouble(row -> row[r]).toArray();
            return descend(start, target, tolerance);
        });
        for (int i = 0; i < n.length; i++) {
            for (int r = 0; r < n[i].length; r++) {
                n[i][r] = columns.get(r)[i];
            }
        }
        return n;
    }

    /** Conjugate gradients on |X n - N G|^2 (Nocedal and Wright, Algorithm 5.2). */
    private double[] descend(double[] start, double[] target, double tolerance) {
        double[] x = start.clone();
        double[] residual = target.clone();
        double[] product = times(x);
        for (int i = 0; i < x.length; i++) {
            residual[i] -= product[i];
        }
        double[] direction = residual.clone();
        double square = DoubleRows.dot(residual, residual);
        double end = square * tolerance * tolerance;
        for (int k = 0; k < 10 * x.length && square > end; k++) {
            product = times(direction);
            double length = square / DoubleRows.dot(direction, product);
            for (int i = 0; i < x.length; i++) {
                x[i] += length * direction[i];
                residual[i] -= length * product[i];
            }
            double next = DoubleRows.dot(residual, residual);
            for (int i = 0; i < x.length; i++) {
                direction[i] = residual[i] + next / square * direction[i];
            }
            square = next;
            Progress.stopIfInterrupted("training what neurons send");
        }
        return x;
    }

    private double[] times(double[] x) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            product[i] = DoubleRows.dot(gram[i], x);
        }
        return product;
    }
}

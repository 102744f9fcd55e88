package circuitscope.infer.glm;

import circuitscope.Progress;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;

/**
 * Newton's method by Fisher scoring on weights, bias, offset and power of one neuron at once. The gradient is taken over
 * all rows, the Fisher matrix sum lambda F F^T, F = d log lambda / d parameters, over a part of them.
 */
final class LinkNewton {
    /** Columns of a block, few enough that the traces of all neurons stay in the cache. */
    private static final int BLOCK = 256;

    private static final double FAR_BELOW = -60;
    private static final double FIXED = 1e30;
    private static final int ROWS_FOR_CURVATURE = 15_000;
    // a start need not be exact
    private static final double FAR_AWAY = 100;
    private static final double ON_THE_WAY = 10;
    private static final int ROWS_TO_START = 40_000;
    // rows with a rate so far below the mean hardly add to the curvature
    private static final double NEGLIGIBLE = 1e-3;

    private final int neuron;
    private final float[][] atRows;
    private final double[] rowWeight;
    private final float[][] atSpikes;
    private final LinkGlmOptions options;
    private final int n;
    private LinkNewton coarse;

    /**
     * @param neuron the neuron
     * @param atRows traces at the drawn steps, shape (N, rows)
     * @param rowWeight steps that each row stands for
     * @param atSpikes traces at the neuron's own spikes, shape (N, spikes)
     * @param options settings
     */
    LinkNewton(int neuron, float[][] atRows, double[] rowWeight, float[][] atSpikes, LinkGlmOptions options) {
        this.neuron = neuron;
        this.atRows = atRows;
        this.rowWeight = rowWeight;
        this.atSpikes = atSpikes;
        this.options = options;
        n = atRows.length;
    }

    /**
     * Where a fit arrived.
     *
     * @param model the model
     * @param value penalized negative log-likelihood in nats
     */
    record Fit(LinkModel model, double value) {}

    double value(LinkModel model) {
        return evaluate(model, null);
    }

    /** The best model with an exponential link, from no coupling: its likelihood has no other peaks. */
    private LinkModel solveExponential() {
        return solve(flat(), true, FAR_AWAY * options.tolerance()).model();
    }

    private LinkModel flat() {
        // far below 0 log softplus is the identity; where it bends does not matter for the rate
        return new LinkModel(new double[n], FAR_BELOW, logMeanRate() - FAR_BELOW, 1);
    }

    private double logMeanRate() {
        return Math.log(atSpikes[0].length / Arrays.stream(rowWeight).sum());
    }

    /** The best model near the exponential one, found with a part of the rows and then with all. */
    Fit solve() {
        LinkNewton coarse = coarse();
        return solve(
                coarse.solve(coarse.solveExponential().bentAt(logMeanRate())).model());
    }

    /** The same problem with every few rows standing for all. */
    private LinkNewton coarse() {
        if (coarse == null) {
            coarse = thinned();
        }
        return coarse;
    }

    private LinkNewton thinned() {
        int columns = atRows[0].length;
        int every = Math.max(1, columns / ROWS_TO_START);
        int count = (columns - 1) / every + 1;
        float[][] someRows = new float[n][count];
        double[] weight = new double[count];
        for (int k = 0; k < columns; k++) {
            weight[k / every] += rowWeight[k];
        }
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < count; k++) {
                someRows[j][k] = atRows[j][k * every];
            }
        }
        return new LinkNewton(neuron, someRows, weight, atSpikes, options);
    }

    /** The best model near a start, weights and link together. */
    Fit solve(LinkModel start) {
        return solve(start, false, options.tolerance());
    }

    private Fit solve(LinkModel start, boolean linkIsFixed, double tolerance) {
        LinkModel current = start;
        LinkModel trial = start;
        double value = Double.POSITIVE_INFINITY;
        double promised = Double.POSITIVE_INFINITY;
        DecompositionSolver curvature = null;
        double[] gradient = new double[n + 2];
        int halvings = 0;
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            Progress.stopIfInterrupted("fitting the GLM with a learned link");
            double at = evaluate(trial, gradient);
            if (at <= value) {
                current = trial;
                value = at;
                halvings = 0;
                double[] step = curvature == null ? null : solve(curvature, gradient);
                // an old curvature saves time on the way, but it may promise too little: the end is judged by a new one
                if (step == null
                        || product(step, gradient) / 2 > promised / 4
                        || product(step, gradient) / 2 <= tolerance) {
                    curvature = curvature(current, linkIsFixed);
                    step = solve(curvature, gradient);
                }
                promised = product(step, gradient) / 2;
                if (promised <= tolerance) {
                    break;
                }
                trial = moved(current, step);
            } else if (++halvings > 12) {
                break;
            } else {
                trial = current.halfwayTo(trial);
            }
        }
        return new Fit(current, value);
    }

    private static double[] solve(DecompositionSolver curvature, double[] gradient) {
        return curvature.solve(new ArrayRealVector(gradient, true)).toArray();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Parameters in one vector: weights with the bias in the neuron's own place, then offset and power. */
    private LinkModel moved(LinkModel from, double[] step) {
        double[] weights = new double[n];
        for (int j = 0; j < n; j++) {
            weights[j] = j == neuron ? 0 : from.weights()[j] - step[j];
        }
        return new LinkModel(
                weights,
                from.bias() - step[neuron],
                from.offset() - step[n],
                Math.max(LinkModel.LEAST_POWER, from.power() - step[n + 1]));
    }

    /** Value, and the gradient if it is asked for. */
    private double evaluate(LinkModel model, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        double value = sum(model, atRows, rowWeight, gradient) + sum(model, atSpikes, null, gradient);
        for (int j = 0; j < n; j++) {
            double weight = model.weights()[j];
            value += options.ridge() / 2 * weight * weight;
            if (gradient != null && j != neuron) {
                gradient[j] += options.ridge() * weight;
            }
        }
        return value;
    }

    /** The integral over weighted rows, or minus the sum of log rates at spikes where there are no weights. */
    private double sum(LinkModel model, float[][] traces, double[] weight, double[] gradient) {
        int columns = traces[0].length;
        float[] drive = new float[BLOCK];
        float[] pull = new float[BLOCK];
        float[][] block = new float[n][BLOCK];
        float[][] pulled = new float[n][BLOCK];
        double value = 0;
        for (int start = 0; start < columns; start += BLOCK) {
            int count = Math.min(BLOCK, columns - start);
            // copied to one common index: only then are the loops compiled to vector instructions
            for (int j = 0; j < n; j++) {
                System.arraycopy(traces[j], start, block[j], 0, count);
            }
            drive(model, block, count, drive);
            double bySlope = 0;
            double byOffset = 0;
            double byPower = 0;
            for (int t = 0; t < count; t++) {
                // softplus, its logarithm and slope with few calls: this loop takes most of the time
                double x = drive[t];
                double small = Math.exp(-Math.abs(x));
                double soft = Math.max(x, 0) + LinkModel.logOnePlus(small);
                double log = x < LinkModel.STRAIGHT ? x : Math.log(soft);
                double logRate = model.offset() + model.power() * log;
                double factor;
                if (weight == null) {
                    value -= logRate;
                    factor = -1;
                } else {
                    factor = weight[start + t] * Math.exp(logRate);
                    value += factor;
                }
                double bend = x < LinkModel.STRAIGHT ? 1 : (x < 0 ? small : 1) / ((1 + small) * soft);
                double slope = factor * model.power() * bend;
                pull[t] = (float) slope;
                bySlope += slope;
                byOffset += factor;
                byPower += factor * log;
            }
            if (gradient != null) {
                for (int j = 0; j < n; j++) {
                    if (j != neuron) {
                        FloatRows.addProducts(pull, block[j], count, pulled[j]);
                    }
                }
                gradient[neuron] += bySlope;
                gradient[n] += byOffset;
                gradient[n + 1] += byPower;
            }
        }
        if (gradient != null) {
            for (int j = 0; j < n; j++) {
                gradient[j] += FloatRows.sum(pulled[j], BLOCK);
            }
        }
        return value;
    }

    private void drive(LinkModel model, float[][] block, int count, float[] drive) {
        Arrays.fill(drive, 0, count, (float) model.bias());
        for (int j = 0; j < n; j++) {
            float weight = (float) model.weights()[j];
            if (j != neuron && weight != 0) {
                FloatRows.add(weight, block[j], count, drive);
            }
        }
    }

    /** Fisher information of the weights, the other parameters being unknown too: a Schur complement; shape (N, N). */
    double[][] information(LinkModel model) {
        double[][] all = fisher(model);
        int[] others = {neuron, n, n + 1};
        double[][] own = new double[3][3];
        double[][] cross = new double[3][n];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                own[a][b] =
                        all[others[a]][others[b]] + (a == b ? 1e-9 + options.damping() * all[others[a]][others[a]] : 0);
            }
            for (int j = 0; j < n; j++) {
                cross[a][j] = j == neuron ? 0 : all[others[a]][j];
            }
        }
        double[][] explained = new CholeskyDecomposition(new Array2DRowRealMatrix(own, false), 1e-6, 0)
                .getSolver()
                .solve(new Array2DRowRealMatrix(cross, false))
                .getData();
        double[][] information = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                if (j != neuron && k != neuron) {
                    information[j][k] = all[j][k];
                    for (int a = 0; a < 3; a++) {
                        information[j][k] -= cross[a][j] * explained[a][k];
                    }
                }
            }
        }
        return information;
    }

    /** Fisher matrix of weights, with the bias in the neuron's own place, offset and power; from a part of the rows. */
    private double[][] fisher(LinkModel model) {
        LinkNewton part = atRows[0].length > ROWS_TO_START ? coarse() : this;
        return part.fisherOfRows(model);
    }

    private double[][] fisherOfRows(LinkModel model) {
        int columns = atRows[0].length;
        int every = Math.max(1, columns / ROWS_FOR_CURVATURE);
        int size = n + 2;
        double[][] sum = new double[size][size];
        double[][] chosen = new double[size][BLOCK];
        float[][] block = new float[n][BLOCK];
        float[] drive = new float[BLOCK];
        double mean = Math.exp(logMeanRate());
        for (int start = 0; start < columns; start += BLOCK) {
            int count = Math.min(BLOCK, columns - start);
            for (int j = 0; j < n; j++) {
                System.arraycopy(atRows[j], start, block[j], 0, count);
            }
            drive(model, block, count, drive);
            int kept = 0;
            for (int t = 0; t < count; t += every) {
                double log = LinkModel.logSoftplus(drive[t]);
                double rate = Math.exp(model.offset() + model.power() * log);
                if (rate > NEGLIGIBLE * mean) {
                    double root = Math.sqrt(every * rowWeight[start + t] * rate);
                    double slope = root * model.power() * LinkModel.slope(drive[t]);
                    for (int j = 0; j < n; j++) {
                        chosen[j][kept] = j == neuron ? slope : slope * block[j][t];
                    }
                    chosen[n][kept] = root;
                    chosen[n + 1][kept++] = root * log;
                }
            }
            FilteredActivity.addLowerSquares(chosen, kept, sum);
        }
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < j; k++) {
                sum[k][j] = sum[j][k];
            }
        }
        return sum;
    }

    private DecompositionSolver curvature(LinkModel model, boolean linkIsFixed) {
        int size = n + 2;
        double[][] sum = fisher(model);
        if (linkIsFixed) {
            // no step in offset and power, whatever their gradient
            for (int k = n; k < size; k++) {
                for (int j = 0; j < size; j++) {
                    sum[j][k] = 0;
                    sum[k][j] = 0;
                }
                sum[k][k] = FIXED;
            }
        }
        for (int j = 0; j < size; j++) {
            sum[j][j] = sum[j][j] * (1 + options.damping()) + (j < n && j != neuron ? options.ridge() : 0) + 1e-9;
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(sum, false), 1e-6, 0).getSolver();
    }
}

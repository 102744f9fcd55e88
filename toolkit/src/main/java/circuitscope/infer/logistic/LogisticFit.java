package circuitscope.infer.logistic;

import circuitscope.infer.arithmetic.CoordinateDescent;
import circuitscope.infer.binned.ActivityPatterns;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Penalized regressions of all neurons side by side:
 *
 * <pre>
 *   mean over bins of sum_i [log(1 + exp(eta_i)) - x_i eta_i] + penalty * sum_ij |w_ij|,   eta_i = b_i + sum_j w_ij x_j
 * </pre>
 *
 * Each step minimizes a quadratic model by coordinate descent. Its slopes are exact and its curvature comes from some of the
 * patterns; where the objective would rise, the curvature is raised instead, so that it never does.
 */
final class LogisticFit {
    /** Patterns that the curvature is taken from. */
    private static final int CURVATURE_PATTERNS = 2000;

    /** Share of the largest possible curvature that is added, for neurons that are rare in those patterns. */
    private static final double SAFETY = 0.02;

    private static final double MOST_DAMPING = 1e6;

    private final ActivityPatterns patterns;
    private final ActivityPatterns some;
    private final double[] mean;
    private final double[][] products;
    private final String stage;
    private double[][] weights;
    private double[] bias;
    private double objective;

    /**
     * Starts without coupling.
     *
     * @param mean mean activity of each neuron
     * @param covariance covariance of activity
     */
    LogisticFit(ActivityPatterns patterns, double[] mean, double[][] covariance, String stage) {
        this.patterns = patterns;
        this.mean = mean;
        this.stage = stage;
        some = patterns.thinned(CURVATURE_PATTERNS);
        int n = mean.length;
        products = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                products[i][j] = covariance[i][j] + mean[i] * mean[j];
            }
        }
        weights = new double[n][n];
        bias = new double[n];
        for (int i = 0; i < n; i++) {
            bias[i] = Math.log(mean[i] / (1 - mean[i]));
        }
    }

    /** The smallest penalty that couples nobody. */
    static double largestPenalty(double[][] covariance) {
        double largest = 0;
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < i; j++) {
                largest = Math.max(largest, Math.abs(covariance[i][j]));
            }
        }
        return largest;
    }

    /** Mean log-likelihood of patterns, summed over neurons, in nats per bin; the response is p - x. */
    static ActivityPatterns.Means evaluate(ActivityPatterns patterns, double[][] weights, double[] bias, String stage) {
        return patterns.pass(
                weights,
                (state, input, response) -> {
                    double sum = 0;
                    double product = 1;
                    for (int i = 0; i < response.length; i++) {
                        double sign = 1 - 2 * state[i];
                        double against = Math.exp(sign * (input[i] + bias[i]));
                        response[i] = sign * (1 - 1 / (1 + against));
                        // one logarithm for many neurons
                        product *= 1 + against;
                        if (product > 1e100) {
                            sum += Math.log(product);
                            product = 1;
                        }
                    }
                    return -sum - Math.log(product);
                },
                stage);
    }

    /** Moves to the optimum for this penalty; true if it was reached. */
    boolean solve(double penalty, double tolerance, int iterations) {
        List<Integer> neurons = IntStream.range(0, bias.length).boxed().toList();
        double[][] trial = weights;
        double[] trialBias = bias;
        double damping = 1;
        objective = Double.POSITIVE_INFINITY;
        ActivityPatterns.Means at = null;
        for (int iteration = 0; iteration < iterations && damping < MOST_DAMPING; iteration++) {
            ActivityPatterns.Means there = evaluate(patterns, trial, trialBias, stage);
            double value = -there.value() + penalty * absoluteSum(trial);
            if (at != null && !(value <= objective)) {
                damping *= 2;
            } else {
                at = there;
                objective = value;
                weights = trial;
                bias = trialBias;
                damping = Math.max(1, damping / 2);
                if (violation(at, penalty) <= tolerance * penalty) {
                    return true;
                }
            }
            ActivityPatterns.Means here = at;
            double curvature = damping;
            List<double[]> rows = patterns.workers()
                    .map(
                            neurons,
                            stage,
                            i -> step(i, here.product()[i], here.response()[i], penalty, tolerance, curvature));
            trial = new double[bias.length][];
            trialBias = new double[bias.length];
            for (int i : neurons) {
                trial[i] = rows.get(i);
                trialBias[i] = trial[i][i];
                trial[i][i] = 0;
            }
        }
        return false;
    }

    private static double absoluteSum(double[][] weights) {
        double sum = 0;
        for (double[] row : weights) {
            for (double weight : row) {
                sum += Math.abs(weight);
            }
        }
        return sum;
    }

    /** How far the slopes are from those of an optimum, at most. */
    private double violation(ActivityPatterns.Means at, double penalty) {
        double largest = 0;
        for (int i = 0; i < bias.length; i++) {
            largest = Math.max(largest, Math.abs(at.response()[i]));
            for (int j = 0; j < bias.length; j++) {
                if (i != j) {
                    largest =
                            Math.max(largest, CoordinateDescent.violation(at.product()[i][j], weights[i][j], penalty));
                }
            }
        }
        return largest;
    }

    /** Minimum of the quadratic model of one neuron: its weights, with its bias in its own place. */
    private double[] step(
            int i, double[] slopeAtStart, double biasSlope, double penalty, double tolerance, double damping) {
        double[] row = weights[i].clone();
        row[i] = bias[i];
        double[][] curvature = curvature(i, row, damping);
        double[] slope = slopeAtStart.clone();
        slope[i] = biasSlope;
        double[] penalties = new double[row.length];
        Arrays.fill(penalties, penalty);
        penalties[i] = 0;
        return CoordinateDescent.minimize(curvature, row, slope, penalties, tolerance * penalty / 10);
    }

    /** Mean of p (1 - p) x x^T with x_i = 1 for the bias, from some of the patterns. */
    private double[][] curvature(int i, double[] row, double damping) {
        int n = row.length;
        double[][] sum = new double[n][n];
        for (int k = 0; k < some.size(); k++) {
            int[] active = some.active(k);
            double input = row[i];
            for (int j : active) {
                input += j == i ? 0 : row[j];
            }
            double p = 1 / (1 + Math.exp(-input));
            double variance = p * (1 - p) * some.multiplicity(k) / some.bins();
            sum[i][i] += variance;
            for (int a = 0; a < active.length; a++) {
                double[] along = sum[active[a]];
                if (active[a] != i) {
                    along[i] += variance;
                    for (int b = 0; b <= a; b++) {
                        along[active[b]] += active[b] == i ? 0 : variance;
                    }
                }
            }
        }
        double[][] curvature = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                // column i was filled for every row, the others below the diagonal only
                double data = k == i ? sum[j][i] : j == i ? sum[k][i] : sum[Math.max(j, k)][Math.min(j, k)];
                curvature[j][k] = damping * (data + SAFETY / 4 * product(i, j, k));
            }
        }
        return curvature;
    }

    /** Mean of x_j x_k with x_i = 1. */
    private double product(int i, int j, int k) {
        if (j == i) {
            return k == i ? 1 : mean[k];
        }
        return k == i ? mean[j] : products[j][k];
    }

    /** Mean negative log-likelihood with the penalty, at the weights that were found. */
    double objective() {
        return objective;
    }

    double[][] weights() {
        double[][] copy = new double[weights.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = weights[i].clone();
        }
        return copy;
    }

    double[] bias() {
        return bias.clone();
    }
}

package circuitscope.infer.glm;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The Poisson negative log-likelihood of the GLM, sum_t (lambda - x log lambda) for every neuron, and its derivatives by
 * weights, bias and filter coefficients. Weights have a row per neuron and a column per input of {@link FilteredActivity};
 * those of the angle are not penalized. The spike term comes from {@link SpikeTriggeredActivity}, the integral from
 * {@link SampledSteps}.
 */
final class GlmObjective {
    static final String STAGE = "fitting the GLM";
    private static final int ROWS_PER_PIECE = 8 * FilteredActivity.BLOCK;
    private static final int MOST_PIECES = 128;

    private final Recording recording;
    private final CosineBasis basis;
    private final AngleHarmonics tuning;
    private final SpikeTriggeredActivity triggered;
    private final SampledSteps rows;
    private final long[] spikeCounts;
    private final GlmPenalty.Term penalty;
    private final Optional<SpikeAges.History> history;
    private final GlmWork work;
    private final Workers workers;
    private GlmCurvature curvature;
    private double[] curvatureOf;
    private double[][] inverseCovariance;

    GlmObjective(
            Recording recording,
            CosineBasis basis,
            AngleHarmonics tuning,
            SpikeTriggeredActivity triggered,
            SampledSteps rows,
            long[] spikeCounts,
            GlmPenalty.Term penalty,
            Optional<SpikeAges.History> history,
            GlmWork work,
            Workers workers) {
        this.recording = recording;
        this.basis = basis;
        this.tuning = tuning;
        this.triggered = triggered;
        this.rows = rows;
        this.spikeCounts = spikeCounts;
        this.penalty = penalty;
        this.history = history;
        this.work = work;
        this.workers = workers;
    }

    GlmPenalty.Term penalty() {
        return penalty;
    }

    /**
     * Value and gradient of every neuron at one point.
     *
     * @param value penalized negative log-likelihood in nats, shape (N)
     * @param gradient by the weights, shape (N, inputs), without an l1 penalty; the diagonal holds the derivative by the bias
     */
    record Evaluation(double[] value, double[][] gradient) {}

    /** Evaluates the neurons in {@code which}; the entries of the others are 0. */
    Evaluation evaluate(List<Integer> which, double[][] weights, double[] bias, double[] coefficients) {
        int n = bias.length;
        int inputs = n + tuning.size();
        int[] chosen = toArray(which);
        double[] filter = basis.filter(coefficients);
        List<double[][]> parts = workers.map(rows.pieces(rowsPerPiece()), STAGE, piece -> {
            double[][] products = new double[chosen.length][inputs];
            double[] integral = new double[chosen.length];
            forEachBlock(rows, piece, filter, chosen, weights, bias, (activity, expected, start, count) -> {
                activity.addProducts(expected, count, products);
                for (int k = 0; k < chosen.length; k++) {
                    for (int t = 0; t < count; t++) {
                        integral[k] += expected[k][t];
                    }
                }
            });
            for (int k = 0; k < chosen.length; k++) {
                products[k][chosen[k]] = integral[k];
            }
            return products;
        });
        work.add((long) chosen.length * rows.size());
        double[][] spikeTerm = triggered.filtered(coefficients);
        double[][] gradient = new double[n][inputs];
        double[] value = new double[n];
        for (int k = 0; k < chosen.length; k++) {
            int i = chosen[k];
            for (double[][] part : parts) {
                for (int j = 0; j < inputs; j++) {
                    gradient[i][j] += part[k][j];
                }
            }
            value[i] = gradient[i][i] - spikeCounts[i] * bias[i];
            gradient[i][i] -= spikeCounts[i];
            for (int j = 0; j < inputs; j++) {
                if (j != i) {
                    double ridge = j < n ? penalty.ridge() : 0;
                    value[i] += weights[i][j] * (ridge / 2 * weights[i][j] - spikeTerm[i][j]);
                    value[i] += j < n ? penalty.lasso() * Math.abs(weights[i][j]) : 0;
                    gradient[i][j] += ridge * weights[i][j] - spikeTerm[i][j];
                }
            }
        }
        return new Evaluation(value, gradient);
    }

    /** Expected spikes of each neuron by the time since its last one, shape (N, intervals). */
    double[][] expectedByAge(SpikeAges since, double[][] weights, double[] bias, double[] coefficients) {
        int n = bias.length;
        List<double[][]> parts = workers.map(rows.pieces(rowsPerPiece()), STAGE, piece -> {
            double[][] sums = new double[n][since.intervals()];
            int[] at = new int[FilteredActivity.BLOCK];
            forEachBlock(
                    rows,
                    piece,
                    basis.filter(coefficients),
                    all(n),
                    weights,
                    bias,
                    (activity, expected, start, count) -> {
                        for (int i = 0; i < n; i++) {
                            since.fill(i, rows.step(), start, count, at);
                            for (int t = 0; t < count; t++) {
                                sums[i][at[t]] += expected[i][t];
                            }
                        }
                    });
            return sums;
        });
        work.add((long) n * rows.size());
        double[][] total = new double[n][since.intervals()];
        for (double[][] part : parts) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < since.intervals(); k++) {
                    total[i][k] += part[i][k];
                }
            }
        }
        return total;
    }

    /**
     * Quadratic models of some neurons with second derivatives by weights and bias from a part of the rows: steps with them
     * still end where the gradient over all rows is zero.
     */
    Map<Integer, QuadraticModel> curvatures(
            List<Integer> which, double[][] weights, double[] bias, double[] coefficients) {
        Map<Integer, QuadraticModel> models = new HashMap<>();
        if (which.isEmpty()) {
            return models;
        }
        GlmCurvature drawn = curvatureFor(coefficients);
        int n = bias.length;
        List<QuadraticModel> factored = workers.map(which, STAGE, i -> {
            double[][] sum = drawn.of(i, weights[i], bias[i]);
            double[] lasso = new double[sum.length];
            for (int j = 0; j < sum.length; j++) {
                boolean penalized = j < n && j != i;
                sum[j][j] = sum[j][j] * (1 + 1e-6) + (penalized ? penalty.ridge() : 0) + 1e-9;
                lasso[j] = penalized ? penalty.lasso() : 0;
            }
            return penalty.lasso() > 0 ? new QuadraticModel.Sparse(sum, lasso) : QuadraticModel.Smooth.of(sum);
        });
        for (int k = 0; k < factored.size(); k++) {
            models.put(which.get(k), factored.get(k));
        }
        work.add(which.size() * drawn.work());
        return models;
    }

    /** Models of some neurons for which there is always room; with a smooth penalty only. */
    Map<Integer, QuadraticModel> normalCurvatures(List<Integer> which, double[] coefficients) {
        GlmCurvature drawn = curvatureFor(coefficients);
        if (inverseCovariance == null) {
            inverseCovariance = drawn.inverseCovariance(
                    penalty.ridge() / Arrays.stream(spikeCounts).average().orElseThrow());
        }
        double[][] spikeTerm = triggered.filtered(coefficients);
        Map<Integer, QuadraticModel> models = new HashMap<>();
        for (int i : which) {
            double spikes = spikeCounts[i];
            double[] mean = Arrays.stream(spikeTerm[i]).map(sum -> sum / spikes).toArray();
            models.put(i, new QuadraticModel.Normal(inverseCovariance, mean, spikes, i));
        }
        return models;
    }

    private GlmCurvature curvatureFor(double[] coefficients) {
        if (curvature == null || !Arrays.equals(curvatureOf, coefficients)) {
            curvature = new GlmCurvature(recording, basis.filter(coefficients), tuning, rows, history);
            curvatureOf = coefficients.clone();
            inverseCovariance = null;
        }
        return curvature;
    }

    /** What sums and drawn activity need, in bytes. */
    static double memory(double neurons, double inputs) {
        return 8 * MOST_PIECES * neurons * inputs + 4 * GlmCurvature.CANDIDATES * inputs;
    }

    /** Hears the covariances of the errors of a neuron's weights and bias, the filter being known, shape (inputs, inputs). */
    @FunctionalInterface
    interface CovarianceVisitor {
        void covariance(int neuron, double[][] covariance);
    }

    /** Visits some neurons from several threads at a time; with their covariances at once there would be no room for more. */
    void visitCovariances(
            List<Integer> which, double[][] weights, double[] bias, double[] coefficients, CovarianceVisitor visitor) {
        Map<Integer, QuadraticModel> models = curvatures(which, weights, bias, coefficients);
        workers.map(which, STAGE, i -> {
            visitor.covariance(
                    i, ((QuadraticModel.Smooth) models.get(i)).curvature().inverse());
            return null;
        });
    }

    /** Whole blocks; few enough pieces that their sums fit into memory together. */
    private int rowsPerPiece() {
        int blocks = (rows.size() / MOST_PIECES + FilteredActivity.BLOCK) / FilteredActivity.BLOCK;
        return Math.max(ROWS_PER_PIECE, blocks * FilteredActivity.BLOCK);
    }

    private static int[] all(int n) {
        return IntStream.range(0, n).toArray();
    }

    private static int[] toArray(List<Integer> neurons) {
        return neurons.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The Newton step of the filter's coefficients with the weights held: gradient from all rows, curvature from a part. */
    double[] filterStep(double[][] weights, double[] bias, double[] coefficients) {
        double[] filter = basis.filter(coefficients);
        double[][] outgoing = outgoing(weights);
        List<double[]> parts = workers.map(
                rows.pieces(rowsPerPiece()), STAGE, piece -> integralByLag(piece, filter, weights, outgoing, bias));
        work.add((long) bias.length * rows.size());
        double[] byLag = new double[basis.lags()];
        for (double[] part : parts) {
            for (int l = 0; l < byLag.length; l++) {
                byLag[l] += part[l];
            }
        }
        double[] gradient = basis.project(byLag);
        double[] spikeTerm = triggered.weighted(weights);
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] -= spikeTerm[k];
        }
        double[][] curvature = filterCurvature(weights, bias, filter);
        double[] step = PositiveDefinite.of(curvature).solve(gradient);
        for (int k = 0; k < step.length; k++) {
            step[k] = -step[k];
        }
        return step;
    }

    /** Sum over rows and spikes at each lag of sum_i lambda_i w_ij: the integral's derivative by f(lag). */
    private double[] integralByLag(
            Segment piece, double[] filter, double[][] weights, double[][] outgoing, double[] bias) {
        int n = weights.length;
        double[] byLag = new double[basis.lags()];
        SpikeHistory history = new SpikeHistory(recording, basis.lags());
        double[][] pull = new double[n][FilteredActivity.BLOCK];
        forEachBlock(rows, piece, filter, all(n), weights, bias, (activity, expected, start, count) -> {
            for (int j = 0; j < n; j++) {
                Arrays.fill(pull[j], 0, count, 0);
                FilteredActivity.addCombination(outgoing[j], expected, count, pull[j]);
            }
            for (int t = 0; t < count; t++) {
                int step = rows.step()[start + t];
                history.moveTo(step);
                int end = history.endSpike();
                for (int k = history.firstSpike(); k < end; k++) {
                    byLag[step - recording.stepOf(k) - 1] += pull[recording.neuronOf(k)][t];
                }
            }
        });
        return byLag;
    }

    /** Row j has the weights from neuron j. */
    private static double[][] outgoing(double[][] weights) {
        int n = weights.length;
        double[][] outgoing = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                outgoing[j][i] = weights[i][j];
            }
        }
        return outgoing;
    }

    private double[][] filterCurvature(double[][] weights, double[] bias, double[] filter) {
        int n = weights.length;
        int size = basis.size();
        SampledSteps few = rows.thinned(8192);
        double[][] outgoing = outgoing(weights);
        List<double[][]> parts = workers.map(few.pieces(FilteredActivity.BLOCK), STAGE, piece -> {
            double[][] sum = new double[size][size];
            SpikeHistory history = new SpikeHistory(recording, basis.lags());
            forEachBlock(few, piece, filter, all(n), weights, bias, (activity, expected, start, count) -> {
                for (int t = 0; t < count; t++) {
                    history.moveTo(few.step()[start + t]);
                    addFilterCurvature(history, few.step()[start + t], outgoing, expected, t, sum);
                }
            });
            return sum;
        });
        double[][] curvature = new double[size][size];
        double trace = 0;
        for (double[][] part : parts) {
            for (int k = 0; k < size; k++) {
                for (int m = 0; m < size; m++) {
                    curvature[k][m] += part[Math.max(k, m)][Math.min(k, m)];
                }
                trace += part[k][k];
            }
        }
        for (int k = 0; k < size; k++) {
            // neighbouring columns are nearly alike at short lags, where they share a few steps
            curvature[k][k] += 1e-6 * trace / size + 1e-9;
        }
        return curvature;
    }

    /** Adds sum_i lambda_i y_i y_i^T of one row, y_ik = sum_j w_ij (B_k * x_j), to the lower triangle. */
    private void addFilterCurvature(
            SpikeHistory history, int step, double[][] outgoing, double[][] expected, int t, double[][] sum) {
        int n = outgoing.length;
        int size = basis.size();
        double[][] filtered = new double[size][n];
        for (int e = history.firstSpike(); e < history.endSpike(); e++) {
            int lag = step - recording.stepOf(e);
            double[] out = outgoing[recording.neuronOf(e)];
            for (int k = 0; k < size; k++) {
                double value = basis.at(k, lag);
                if (value != 0) {
                    FilteredActivity.addScaled(out, value, n, filtered[k]);
                }
            }
        }
        double[] scaled = new double[n];
        for (int k = 0; k < size; k++) {
            for (int i = 0; i < n; i++) {
                scaled[i] = filtered[k][i] * expected[i][t];
            }
            for (int m = 0; m <= k; m++) {
                double product = 0;
                for (int i = 0; i < n; i++) {
                    product += scaled[i] * filtered[m][i];
                }
                sum[k][m] += product;
            }
        }
    }

    /** Hears of one block of rows: filtered activity, and weight times rate of every neuron at each row. */
    @FunctionalInterface
    private interface BlockVisitor {
        void block(FilteredActivity activity, double[][] expected, int start, int count);
    }

    private void forEachBlock(
            SampledSteps where,
            Segment piece,
            double[] filter,
            int[] which,
            double[][] weights,
            double[] bias,
            BlockVisitor visitor) {
        FilteredActivity activity = new FilteredActivity(recording, filter, tuning);
        double[][] expected = new double[which.length][FilteredActivity.BLOCK];
        for (int start = piece.start(); start < piece.end(); start += activity.block()) {
            Progress.stopIfInterrupted(STAGE);
            int count = Math.min(activity.block(), piece.end() - start);
            activity.fill(where.step(), start, count);
            activity.drive(which, weights, bias, count, expected);
            for (double[] row : expected) {
                for (int t = 0; t < count; t++) {
                    row[t] = where.weight()[start + t] * Math.exp(row[t]);
                }
            }
            if (history.isPresent()) {
                for (int k = 0; k < which.length; k++) {
                    history.get().scale(which[k], where.step(), start, count, expected[k]);
                }
            }
            visitor.block(activity, expected, start, count);
        }
    }
}

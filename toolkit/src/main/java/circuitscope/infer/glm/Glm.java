package circuitscope.infer.glm;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The GLM of the paper (Appendix C.1, Algorithm 1): log lambda_i(t) = b_i + sum_{j != i} w_ij (f * x_j)(t) with a causal
 * coupling filter f = B z of raised cosines. One filter is shared by all neurons. Weights and biases are solved by Newton's
 * method for all neurons side by side, in turn with the filter.
 */
public final class Glm implements Estimator<GlmOptions, GlmResult> {
    /** The first solution comes from so many times fewer rows. */
    private static final int COARSE = 10;

    private static final int MIN_COARSE_ROWS = 40_000;

    private static final int PASSES_PER_ROUND = 20;

    /** The curvature is renewed when it has not brought the solution in so many passes, */
    private static final int SLOW = 3;

    /** and from then on after so many more. */
    private static final int RENEWAL = 6;

    @Override
    public GlmResult fit(Recording recording, GlmOptions options, Progress progress) {
        long start = System.nanoTime();
        int window = (int) Math.round(options.windowMs() / recording.dtMs());
        if (window < 2) {
            throw InputException.of(
                    "GLM window is %s ms or %d steps of %s ms, expected at least 2 steps.",
                    options.windowMs(), window, recording.dtMs());
        }
        if (recording.neurons() < 2) {
            throw InputException.of("The recording has %d neuron, expected at least 2 to couple.", recording.neurons());
        }
        Split split = Split.of(recording);
        List<Segment> training = split.training();
        long[] counts = recording.spikeCounts(training);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw InputException.of(
                        "Neuron %d does not fire in the training part; leave it out of the recording.", i);
            }
        }
        CosineBasis basis = new CosineBasis(window, Math.min(options.cosines(), window));
        SpikeTriggeredActivity triggered = SpikeTriggeredActivity.count(recording, training, basis, progress);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(options.seed());
        QuadratureRows rows = QuadratureRows.draw(training, options.stride(), random);
        Solution solution = Solution.flat(counts, basis, training);
        int rounds = 0;
        QuadratureRows coarse = rows.thinned(Math.max(MIN_COARSE_ROWS, rows.size() / COARSE));
        if (coarse.size() < rows.size()) {
            rounds += solution.improve(
                    new GlmObjective(recording, basis, triggered, coarse, counts, options.ridge(), progress),
                    options.withTolerance(options.tolerance() * COARSE),
                    basis);
        }
        rounds += solution.improve(
                new GlmObjective(recording, basis, triggered, rows, counts, options.ridge(), progress), options, basis);
        return new GlmResult(
                solution.weights,
                solution.bias,
                basis.filter(solution.coefficients),
                -Arrays.stream(solution.value).sum() + solution.penalty(options.ridge()),
                rounds,
                Provenance.endingNow("glm", options, options.seed(), recording, split, start));
    }

    /** Weights, biases and filter as far as they are known. */
    private static final class Solution {
        private final double[][] weights;
        private final double[] bias;
        private double[] coefficients;
        private double[] value;
        private List<DecompositionSolver> curvatures;

        private Solution(double[][] weights, double[] bias, double[] coefficients) {
            this.weights = weights;
            this.bias = bias;
            this.coefficients = coefficients;
        }

        /** No coupling, and z = 1 as in Algorithm 1. */
        static Solution flat(long[] counts, CosineBasis basis, List<Segment> training) {
            int n = counts.length;
            long steps = training.stream().mapToLong(Segment::length).sum();
            double[] bias = new double[n];
            for (int i = 0; i < n; i++) {
                bias[i] = Math.log((double) counts[i] / steps);
            }
            double[] coefficients = new double[basis.size()];
            Arrays.fill(coefficients, 1);
            Solution solution = new Solution(new double[n][n], bias, coefficients);
            solution.normalizeFilter(basis);
            return solution;
        }

        int improve(GlmObjective objective, GlmOptions options, CosineBasis basis) {
            double before = Double.POSITIVE_INFINITY;
            for (int round = 1; round <= options.rounds(); round++) {
                solveWeights(objective, options.tolerance(), "GLM weights, round " + round);
                double total = Arrays.stream(value).sum();
                if (before - total < options.tolerance() * bias.length) {
                    return round;
                }
                before = total;
                if (!improveFilter(objective, basis, "GLM filter, round " + round)) {
                    return round;
                }
            }
            return options.rounds();
        }

        /** Newton's method with step halving, for all neurons side by side. */
        private void solveWeights(GlmObjective objective, double tolerance, String stage) {
            int n = bias.length;
            double[][] trial = new double[n][];
            double[] trialBias = bias.clone();
            for (int i = 0; i < n; i++) {
                trial[i] = weights[i].clone();
            }
            value = new double[n];
            Arrays.fill(value, Double.POSITIVE_INFINITY);
            double worst = Double.POSITIVE_INFINITY;
            for (int pass = 0; pass < PASSES_PER_ROUND && worst > tolerance; pass++) {
                GlmObjective.Evaluation at = objective.evaluate(trial, trialBias, coefficients, stage);
                boolean[] better = new boolean[n];
                for (int i = 0; i < n; i++) {
                    better[i] = at.value()[i] <= value[i];
                    if (better[i]) {
                        weights[i] = trial[i].clone();
                        bias[i] = trialBias[i];
                        value[i] = at.value()[i];
                    }
                }
                if (curvatures == null || pass % RENEWAL == SLOW) {
                    curvatures = objective.curvatures(weights, bias, coefficients, stage);
                }
                worst = 0;
                for (int i = 0; i < n; i++) {
                    if (better[i]) {
                        double[] step = curvatures
                                .get(i)
                                .solve(new ArrayRealVector(at.gradient()[i], false))
                                .toArray();
                        double decrease = 0;
                        for (int j = 0; j < n; j++) {
                            decrease += step[j] * at.gradient()[i][j] / 2;
                            trial[i][j] = weights[i][j] - step[j];
                        }
                        trialBias[i] = bias[i] - step[i];
                        trial[i][i] = 0;
                        worst = Math.max(worst, decrease);
                    } else {
                        for (int j = 0; j < n; j++) {
                            trial[i][j] = (weights[i][j] + trial[i][j]) / 2;
                        }
                        trialBias[i] = (bias[i] + trialBias[i]) / 2;
                        worst = Double.POSITIVE_INFINITY;
                    }
                }
            }
        }

        /** Takes the filter's Newton step, halved until the likelihood rises; false if it does not. */
        private boolean improveFilter(GlmObjective objective, CosineBasis basis, String stage) {
            double[] step = objective.filterStep(weights, bias, coefficients, stage);
            double current = Arrays.stream(value).sum();
            double[] old = coefficients;
            for (double length = 1; length > 0.01; length /= 2) {
                double[] trial = old.clone();
                for (int k = 0; k < trial.length; k++) {
                    trial[k] += length * step[k];
                }
                double total = Arrays.stream(
                                objective.evaluate(weights, bias, trial, stage).value())
                        .sum();
                if (total < current) {
                    coefficients = trial;
                    normalizeFilter(basis);
                    return true;
                }
            }
            return false;
        }

        /** Filter with largest absolute value 1 and mostly positive; the weights take up the scale. */
        private void normalizeFilter(CosineBasis basis) {
            double[] filter = basis.filter(coefficients);
            double largest = Arrays.stream(filter).map(Math::abs).max().orElseThrow();
            double scale = Arrays.stream(filter).sum() < 0 ? -largest : largest;
            coefficients = Arrays.stream(coefficients).map(z -> z / scale).toArray();
            for (double[] row : weights) {
                for (int j = 0; j < row.length; j++) {
                    row[j] *= scale;
                }
            }
        }

        double penalty(double ridge) {
            double squares = 0;
            for (double[] row : weights) {
                for (double weight : row) {
                    squares += weight * weight;
                }
            }
            return ridge / 2 * squares;
        }
    }
}

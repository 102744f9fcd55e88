package circuitscope.infer.glm;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

    private static final int MOST_PASSES = 50;

    @Override
    public GlmResult fit(Recording recording, GlmOptions options, Progress progress) {
        long start = System.nanoTime();
        int window = (int) Math.round(options.windowMs() / recording.dtMs());
        if (window < 2) {
            throw InputException.of(
                    "GLM window is %s ms or %d steps of %s ms, expected at least 2 steps.",
                    options.windowMs(), window, recording.dtMs());
        }
        Split split = Split.of(recording);
        List<Segment> training = split.training();
        long[] counts = requireSpikes(recording, training);
        CosineBasis basis = new CosineBasis(window, Math.min(options.cosines(), window));
        SpikeTriggeredActivity triggered = SpikeTriggeredActivity.count(recording, training, basis, progress);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(options.seed());
        QuadratureRows rows = QuadratureRows.draw(training, options.stride(), random);
        Solution solution = Solution.flat(counts, basis, training);
        int rounds = 0;
        QuadratureRows coarse = rows.thinned(Math.max(MIN_COARSE_ROWS, rows.size() / COARSE));
        GlmWork work = new GlmWork(progress, recording.neurons(), coarse, rows);
        if (coarse.size() < rows.size()) {
            rounds += solution.improve(
                    new GlmObjective(recording, basis, triggered, coarse, counts, options.ridge(), work),
                    options.withTolerance(options.tolerance() * COARSE),
                    basis);
        }
        rounds += solution.improve(
                new GlmObjective(recording, basis, triggered, rows, counts, options.ridge(), work), options, basis);
        work.finish();
        return new GlmResult(
                solution.weights,
                solution.bias,
                basis.filter(solution.coefficients),
                -Arrays.stream(solution.value).sum() + solution.penalty(options.ridge()),
                rounds,
                Provenance.endingNow("glm", options, options.seed(), recording, split, start));
    }

    /** Spikes of each neuron in some stretches, shape (N), of a recording that a GLM can be fitted to. */
    static long[] requireSpikes(Recording recording, List<Segment> stretches) {
        if (recording.neurons() < 2) {
            throw InputException.of("The recording has %d neuron, expected at least 2 to couple.", recording.neurons());
        }
        long[] counts = recording.spikeCounts(stretches);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw InputException.of(
                        "Neuron %d does not fire in the training part; leave it out of the recording.", i);
            }
        }
        return counts;
    }

    /** Weights, biases and filter as far as they are known. */
    private static final class Solution {
        private final double[][] weights;
        private final double[] bias;
        private double[] coefficients;
        private final double[] value;
        private final DecompositionSolver[] solvers;

        private Solution(double[][] weights, double[] bias, double[] coefficients) {
            this.weights = weights;
            this.bias = bias;
            this.coefficients = coefficients;
            value = new double[bias.length];
            solvers = new DecompositionSolver[bias.length];
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
            List<Integer> all = IntStream.range(0, bias.length).boxed().toList();
            if (solvers[0] == null) {
                startFromFirst(objective, options);
            }
            double before = Double.POSITIVE_INFINITY;
            for (int round = 1; round <= options.rounds(); round++) {
                solveWeights(objective, all, options.tolerance());
                double total = Arrays.stream(value).sum();
                if (before - total < options.tolerance() * bias.length) {
                    return round;
                }
                before = total;
                if (!improveFilter(objective, all, basis)) {
                    return round;
                }
            }
            return options.rounds();
        }

        /**
         * Starts every neuron from the first one's solution, turned by its place, where this is better than no coupling: on
         * a ring it is nearly right, and elsewhere it is not taken.
         */
        private void startFromFirst(GlmObjective objective, GlmOptions options) {
            solveWeights(objective, List.of(0), options.tolerance());
            int n = bias.length;
            List<Integer> others = IntStream.range(1, n).boxed().toList();
            double[] flat =
                    objective.evaluate(others, weights, bias, coefficients).value();
            double[][] turned = new double[n][n];
            for (int i = 1; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    turned[i][j] = weights[0][Math.floorMod(j - i, n)];
                }
            }
            double[] turnedBias = new double[n];
            Arrays.fill(turnedBias, bias[0]);
            double[] value =
                    objective.evaluate(others, turned, turnedBias, coefficients).value();
            for (int i : others) {
                if (value[i] < flat[i]) {
                    weights[i] = turned[i];
                    bias[i] = turnedBias[i];
                }
            }
        }

        /**
         * Newton's method with step halving, for neurons side by side; a neuron that has arrived is left alone. The curvature
         * is renewed where a step with the old one has not brought a neuron four times nearer.
         */
        private void solveWeights(GlmObjective objective, List<Integer> neurons, double tolerance) {
            int n = bias.length;
            double[][] trial = new double[n][];
            double[] trialBias = bias.clone();
            double[] decrease = new double[n];
            for (int i : neurons) {
                trial[i] = weights[i].clone();
                value[i] = Double.POSITIVE_INFINITY;
                decrease[i] = Double.POSITIVE_INFINITY;
            }
            List<Integer> moving = neurons;
            for (int pass = 0; pass < MOST_PASSES && !moving.isEmpty(); pass++) {
                GlmObjective.Evaluation at = objective.evaluate(moving, trial, trialBias, coefficients);
                List<Integer> better =
                        moving.stream().filter(i -> at.value()[i] <= value[i]).toList();
                for (int i : better) {
                    weights[i] = trial[i].clone();
                    bias[i] = trialBias[i];
                    value[i] = at.value()[i];
                }
                List<Integer> stale = better.stream()
                        .filter(i -> solvers[i] == null
                                || decreaseAlong(at.gradient()[i], step(i, at)) > Math.max(tolerance, decrease[i] / 4))
                        .toList();
                objective.curvatures(stale, weights, bias, coefficients).forEach((i, solver) -> solvers[i] = solver);
                Set<Integer> arrived = new HashSet<>();
                for (int i : moving) {
                    if (at.value()[i] <= value[i]) {
                        double[] step = step(i, at);
                        decrease[i] = decreaseAlong(at.gradient()[i], step);
                        for (int j = 0; j < n; j++) {
                            trial[i][j] = j == i ? 0 : weights[i][j] - step[j];
                        }
                        trialBias[i] = bias[i] - step[i];
                        if (decrease[i] <= tolerance) {
                            arrived.add(i);
                        }
                    } else {
                        for (int j = 0; j < n; j++) {
                            trial[i][j] = (weights[i][j] + trial[i][j]) / 2;
                        }
                        trialBias[i] = (bias[i] + trialBias[i]) / 2;
                    }
                }
                moving = moving.stream().filter(i -> !arrived.contains(i)).toList();
            }
        }

        private double[] step(int neuron, GlmObjective.Evaluation at) {
            return solvers[neuron]
                    .solve(new ArrayRealVector(at.gradient()[neuron], false))
                    .toArray();
        }

        /** What a Newton step promises to gain, in nats. */
        private static double decreaseAlong(double[] gradient, double[] step) {
            double product = 0;
            for (int j = 0; j < step.length; j++) {
                product += step[j] * gradient[j];
            }
            return product / 2;
        }

        /** Takes the filter's Newton step, halved until the likelihood rises; false if it does not. */
        private boolean improveFilter(GlmObjective objective, List<Integer> all, CosineBasis basis) {
            double[] step = objective.filterStep(weights, bias, coefficients);
            double current = Arrays.stream(value).sum();
            double[] old = coefficients;
            for (double length = 1; length > 0.01; length /= 2) {
                double[] trial = old.clone();
                for (int k = 0; k < trial.length; k++) {
                    trial[k] += length * step[k];
                }
                double total = Arrays.stream(
                                objective.evaluate(all, weights, bias, trial).value())
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

package circuitscope.infer.glm;

import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.arithmetic.SquaresInBlocks;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SystematicSample;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.Optional;

/**
 * Second derivatives of a neuron's negative log-likelihood by its weights and bias for one filter: sum lambda x x^T over rows
 * that are drawn in proportion to lambda, so that those count that a neuron may fire in.
 */
final class GlmCurvature {
    /** Rows that are drawn from. */
    static final int CANDIDATES = 40_000;
    /** Drawn rows, and per input at least. */
    private static final int DRAWN = 6_000;

    private static final int DRAWN_PER_INPUT = 20;

    private final int neurons;
    /** Shape (rows, inputs). */
    private final float[][] activity;

    private final double[] weight;
    private final int[] steps;
    private final Optional<SpikeAges.History> history;

    GlmCurvature(
            Recording recording,
            double[] filter,
            AngleHarmonics tuning,
            SampledSteps rows,
            Optional<SpikeAges.History> history) {
        this.history = history;
        SampledSteps some = rows.thinned(CANDIDATES);
        neurons = recording.neurons();
        weight = some.weight();
        steps = some.step();
        FilteredActivity blocks = new FilteredActivity(recording, filter, tuning);
        activity = new float[some.size()][blocks.inputs()];
        for (int start = 0; start < some.size(); start += blocks.block()) {
            int count = Math.min(blocks.block(), some.size() - start);
            blocks.fill(some.step(), start, count);
            for (int t = 0; t < count; t++) {
                for (int j = 0; j < blocks.inputs(); j++) {
                    activity[start + t][j] = (float) blocks.values[j][t];
                }
            }
        }
    }

    /** How many evaluations of a neuron at a row it is worth. */
    long work() {
        int inputs = activity[0].length;
        return activity.length + (long) drawn(inputs) * inputs / 4;
    }

    /**
     * {@return the inverse of the covariance of the inputs over rows, shape (inputs, inputs)}
     *
     * @param ridge added to the variances
     */
    double[][] inverseCovariance(double ridge) {
        int inputs = activity[0].length;
        double total = Arrays.stream(weight).sum();
        double[] mean = new double[inputs];
        for (int t = 0; t < activity.length; t++) {
            for (int j = 0; j < inputs; j++) {
                mean[j] += weight[t] / total * activity[t][j];
            }
        }
        SquaresInBlocks squares = new SquaresInBlocks(inputs);
        for (int t = 0; t < activity.length; t++) {
            float[] row = squares.next();
            double root = Math.sqrt(weight[t] / total);
            for (int j = 0; j < inputs; j++) {
                row[j] = (float) (root * (activity[t][j] - mean[j]));
            }
        }
        double[][] covariance = squares.sum();
        for (int j = 0; j < inputs; j++) {
            covariance[j][j] = covariance[j][j] * (1 + 1e-6) + ridge + 1e-12;
        }
        return PositiveDefinite.of(covariance).inverse();
    }

    private static int drawn(int inputs) {
        return Math.max(DRAWN, DRAWN_PER_INPUT * inputs);
    }

    /** Of one neuron, the bias in its own place; shape (inputs, inputs). */
    double[][] of(int neuron, double[] weights, double bias) {
        int inputs = activity[0].length;
        double[] rate = new double[activity.length];
        double total = 0;
        for (int t = 0; t < rate.length; t++) {
            double drive = bias;
            for (int j = 0; j < inputs; j++) {
                drive += weights[j] * activity[t][j];
            }
            rate[t] = weight[t] * Math.exp(drive);
        }
        if (history.isPresent()) {
            history.get().scale(neuron, steps, 0, rate.length, rate);
        }
        for (double each : rate) {
            total += each;
        }
        for (int t = 0; t < rate.length; t++) {
            rate[t] /= total;
        }
        int count = drawn(inputs);
        SquaresInBlocks squares = new SquaresInBlocks(inputs);
        float root = (float) Math.sqrt(total / count);
        for (int t : SystematicSample.of(rate, count)) {
            float[] row = squares.next();
            for (int j = 0; j < inputs; j++) {
                row[j] = root * activity[t][j];
            }
            row[neuron] = root;
        }
        return squares.sum();
    }
}

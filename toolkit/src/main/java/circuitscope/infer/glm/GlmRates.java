package circuitscope.infer.glm;

import circuitscope.InputException;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The rates of a fitted GLM: lambda_i(t) = exp(b_i + sum_j w_ij (f * x_j)(t) + tuning to the angle), in spikes per step, times the
 * factor by which the neuron has recovered from its last spike.
 */
final class GlmRates implements RateModel {
    private final double[][] weights;
    private final double[] bias;
    private final double[] filter;

    private final int harmonics;
    private final Recovery recovery;

    GlmRates(double[][] couplings, double[] bias, double[] filter, double[][] tuning, Recovery recovery) {
        this.recovery = recovery;
        weights = new double[couplings.length][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = DoubleStream.concat(Arrays.stream(couplings[i]), Arrays.stream(tuning[i]))
                    .toArray();
        }
        harmonics = tuning[0].length / 2;
        this.bias = bias;
        this.filter = filter;
    }

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        if (recording.neurons() != weights.length) {
            throw InputException.of(
                    "The recording has %d neurons, expected %d as the fitted one.",
                    recording.neurons(), weights.length);
        }
        FilteredActivity activity = new FilteredActivity(recording, filter, AngleHarmonics.of(recording, harmonics));
        double[][] drive = new double[weights.length][FilteredActivity.BLOCK];
        double[] rates = new double[weights.length];
        SpikeAges ages = recovery.isThere() ? new SpikeAges(recording) : null;
        int[] all = IntStream.range(0, weights.length).toArray();
        for (int start = 0; start < steps.length; start += activity.block()) {
            int count = Math.min(activity.block(), steps.length - start);
            activity.fill(steps, start, count);
            activity.drive(all, weights, bias, count, drive);
            for (int i = 0; i < rates.length; i++) {
                for (int t = 0; t < count; t++) {
                    drive[i][t] = Math.exp(drive[i][t]);
                }
                if (recovery.isThere()) {
                    ages.scale(i, recovery.factor()[i], steps, start, count, drive[i]);
                }
            }
            for (int t = 0; t < count; t++) {
                for (int i = 0; i < rates.length; i++) {
                    rates[i] = drive[i][t];
                }
                visitor.rates(steps[start + t], rates);
            }
        }
    }
}

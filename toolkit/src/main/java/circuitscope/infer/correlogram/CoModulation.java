package circuitscope.infer.correlogram;

import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/**
 * What the smooth baselines of all correlograms together say of a neuron's rate at a time, from the spikes of the others before
 * and after it: the sum of log baseline over its mean. It knows the future, so it predicts nothing; it stands for whatever
 * neurons share slowly, and what a model of synapses adds beside it is fast.
 */
public final class CoModulation {
    private final int half;
    private final int width;
    /** Shape (from, bins, to). */
    private final float[][][] effect;

    private CoModulation(int half, int width, float[][][] effect) {
        this.half = half;
        this.width = width;
        this.effect = effect;
    }

    static CoModulation of(CrossCorrelograms correlograms, PairModels models, double dtMs) {
        int n = correlograms.neurons();
        int bins = correlograms.bins();
        float[][][] effect = new float[n][bins][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (correlograms.has(i, j)) {
                    double[] log =
                            Arrays.stream(models.baseline(i, j)).map(Math::log).toArray();
                    double mean = Arrays.stream(log).average().orElseThrow();
                    for (int b = 0; b < bins; b++) {
                        effect[j][b][i] = (float) (log[b] - mean);
                    }
                }
            }
        }
        return new CoModulation(bins / 2, (int) Math.round(correlograms.binMs() / dtMs), effect);
    }

    /**
     * @param recording the spikes
     * @param steps steps, increasing
     * @param visitor hears the factor of each neuron's rate at each step, up to a constant factor of each neuron
     */
    public void visit(Recording recording, int[] steps, RateModel.Visitor visitor) {
        int n = recording.neurons();
        double[] factors = new double[n];
        int reach = half * width + width / 2;
        for (int step : steps) {
            float[] sum = new float[n];
            int first = recording.firstSpikeFrom(Math.max(0, step - reach));
            for (int k = first; k < recording.spikes() && recording.stepOf(k) <= step + reach; k++) {
                float[] row = effect[recording.neuronOf(k)][(step - recording.stepOf(k) + reach) / width];
                for (int i = 0; i < n; i++) {
                    sum[i] += row[i];
                }
            }
            for (int i = 0; i < n; i++) {
                factors[i] = Math.exp(sum[i]);
            }
            visitor.rates(step, factors);
        }
    }
}

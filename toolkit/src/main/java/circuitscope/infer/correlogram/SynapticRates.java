package circuitscope.infer.correlogram;

import circuitscope.infer.Request;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/**
 * Rate of each neuron by the spikes that reached it in the last 40 ms, up to the slow course of its rate, which is left out: it
 * tells when within tens of milliseconds spikes come.
 */
final class SynapticRates implements RateModel {
    private static final double WINDOW_MS = 40;
    private static final double RESOLUTION_MS = 0.2;
    private static final double MOST_LOG_GAIN = 5;

    /** Change of the log rate by presynaptic neuron, lag in steps less 1 over the stride, and postsynaptic neuron. */
    private final float[][][] effect;

    private final int stride;
    private final int window;
    private final double[] logMean;

    private SynapticRates(float[][][] effect, int stride, int window, double[] logMean) {
        this.effect = effect;
        this.stride = stride;
        this.window = window;
        this.logMean = logMean;
    }

    /**
     * @param kernels shape of each synapse
     * @param weights change of the log rate at its peak, shape (N, N)
     * @param request the recording, for the mean rates
     * @return the rates
     */
    static SynapticRates of(PairKernels kernels, double[][] weights, Request request) {
        double dt = request.recording().dtMs();
        int stride = Math.max(1, (int) Math.round(RESOLUTION_MS / dt));
        int window = (int) Math.max(1, Math.round(WINDOW_MS / dt));
        int n = weights.length;
        float[][][] effect = new float[n][(window - 1) / stride + 1][n];
        for (int i = 0; i < n; i++) {
            float[][] table = kernels.table(i, dt, window);
            for (int j = 0; j < n; j++) {
                for (int lag = 0; lag < effect[j].length; lag++) {
                    int middle = Math.min(window - 1, lag * stride + stride / 2);
                    effect[j][lag][i] = (float) weights[i][j] * table[j][middle];
                }
            }
        }
        double[] logMean = Arrays.stream(request.recording().spikeCounts(request.training()))
                .mapToDouble(count -> Math.log((double) count / request.trainingSteps()))
                .toArray();
        return new SynapticRates(effect, stride, window, logMean);
    }

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        SpikeHistory history = new SpikeHistory(recording, window);
        int n = logMean.length;
        double[] rates = new double[n];
        for (int step : steps) {
            history.moveTo(step);
            System.arraycopy(logMean, 0, rates, 0, n);
            for (int k = history.firstSpike(); k < history.endSpike(); k++) {
                float[] row = effect[recording.neuronOf(k)][(step - recording.stepOf(k) - 1) / stride];
                for (int i = 0; i < n; i++) {
                    rates[i] += row[i];
                }
            }
            for (int i = 0; i < n; i++) {
                rates[i] = Math.exp(Math.min(rates[i], logMean[i] + MOST_LOG_GAIN));
            }
            visitor.rates(step, rates);
        }
    }
}

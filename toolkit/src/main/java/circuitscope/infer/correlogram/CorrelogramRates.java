package circuitscope.infer.correlogram;

import circuitscope.infer.Request;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;

/** Rate of each neuron by the spikes that reached it in the last milliseconds, up to the slow course of its rate. */
final class CorrelogramRates implements RateModel {
    private static final double WINDOW_MS = 40;
    private static final double MOST_LOG_GAIN = 5;

    /** Change of the log rate by presynaptic neuron, lag in steps less 1 over the stride, and postsynaptic neuron. */
    private final float[][][] effect;

    private final int stride;
    private final int window;
    private final double[] logMean;

    private CorrelogramRates(float[][][] effect, int stride, int window, double[] logMean) {
        this.effect = effect;
        this.stride = stride;
        this.window = window;
        this.logMean = logMean;
    }

    static CorrelogramRates of(PairModels models, SparsePosterior posterior, Request request) {
        double dt = request.recording().dtMs();
        int stride = Math.max(1, (int) Math.round(0.2 / dt));
        int window = (int) Math.max(1, Math.round(WINDOW_MS / dt));
        int n = posterior.mean().length;
        float[][][] effect = new float[n][window / stride + 1][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] shares = posterior.shapes()[i][j];
                for (int k = 0; k < shares.length; k++) {
                    if (shares[k] > 1e-3) {
                        double weight = models.evidence().weight()[i * n + j][k];
                        for (int lag = 0; lag < effect[j].length; lag++) {
                            double ms = (lag * stride + 1 + (stride - 1) / 2.0) * dt;
                            effect[j][lag][i] += (float) (shares[k]
                                    * weight
                                    * models.kernels().get(k).at(ms));
                        }
                    }
                }
            }
        }
        double[] logMean = Arrays.stream(request.recording().spikeCounts(request.training()))
                .mapToDouble(count -> Math.log((double) count / request.trainingSteps()))
                .toArray();
        return new CorrelogramRates(effect, stride, window, logMean);
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

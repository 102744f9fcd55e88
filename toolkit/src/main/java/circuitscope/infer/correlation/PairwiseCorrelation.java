package circuitscope.infer.correlation;

import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;

/** Pearson's correlation of binned spike counts, taken for the coupling of two neurons: nothing is explained away. */
public final class PairwiseCorrelation implements Estimator<CorrelationOptions, CorrelationResult> {
    @Override
    public String name() {
        return "correlation";
    }

    @Override
    public CorrelationOptions standard() {
        return CorrelationOptions.standard();
    }

    @Override
    public CorrelationResult fit(Request request, CorrelationOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        Progress.stopIfInterrupted("correlating");
        double[][] covariance = SpikeCounts.of(recording, split.training(), options.binMs())
                .requireVariable()
                .covariance();
        int n = covariance.length;
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                weights[i][j] = covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]);
                weights[j][i] = weights[i][j];
            }
        }
        progress.update("correlating", n, n);
        return new CorrelationResult(Connectivity.of(weights), Provenance.endingNow(name(), options, request, start));
    }
}

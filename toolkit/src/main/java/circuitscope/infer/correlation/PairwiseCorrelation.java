package circuitscope.infer.correlation;

import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;

/** Pearson's correlation of binned spike counts, taken for the coupling of two neurons: nothing is explained away. */
public final class PairwiseCorrelation implements Estimator<CorrelationOptions, CorrelationResult> {
    @Override
    public CorrelationResult fit(Recording recording, CorrelationOptions options, Progress progress) {
        long start = System.nanoTime();
        Progress.stopIfInterrupted("correlating");
        Split split = Split.of(recording);
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
        return new CorrelationResult(weights, Provenance.endingNow("correlation", options, 0, recording, split, start));
    }
}

package circuitscope.evaluate.edges;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * How well connections that are missing from a pattern can be found at best. The observer knows the weight w that each connection
 * has if it is not cut, sees it with a normal error of known size, as x, and ranks pairs by the likelihood ratio, which is monotone
 * in w (w / 2 - x) / sigma^2 (Neyman-Pearson lemma). Where sigma is far above |w|, nobody can tell.
 *
 * @param auc area under the ROC curve, mean over draws of the errors
 * @param averagePrecision average precision of missing connections, mean over the same draws
 */
public record AbsenceLimit(double auc, double averagePrecision) {
    private static final int DRAWS = 20;

    /**
     * @param complete weights if nothing was cut, shape (N, N)
     * @param truth the same with 0 where a connection is cut, shape (N, N)
     * @param deviation standard deviation of the best estimate of each weight, shape (N, N); infinite if it can't be estimated
     * @param seed seed of the errors
     * @return the limit
     * @throws InputException if the matrices do not fit, or nothing or everything is cut
     */
    public static AbsenceLimit of(double[][] complete, double[][] truth, double[][] deviation, long seed) {
        int n = truth.length;
        InputException.requireBetween("Rows of the complete weights", complete.length, n, n);
        InputException.requireBetween("Rows of standard deviations", deviation.length, n, n);
        UniformRandomProvider random = RandomStreams.of(seed, "errors of the best estimate");
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        double auc = 0;
        double precision = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[][] presence = new double[n][n];
            double least = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double w = complete[i][j];
                    double sigma = deviation[i][j];
                    double seen = truth[i][j] + (Double.isInfinite(sigma) ? 0 : sigma * normal.sample());
                    presence[i][j] = i == j ? 0 : w * (seen - w / 2) / (sigma * sigma);
                    least = Math.min(least, presence[i][j]);
                }
            }
            for (double[] row : presence) {
                for (int j = 0; j < n; j++) {
                    // absolute values are ranked
                    row[j] -= least;
                }
            }
            EdgeDetection ranked = EdgeDetection.of(presence, truth);
            auc += ranked.auc() / DRAWS;
            precision += ranked.value(EdgeMetric.AVERAGE_PRECISION_OF_ABSENT) / DRAWS;
        }
        return new AbsenceLimit(auc, precision);
    }
}

package circuitscope.infer.ising;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Couplings of the Ising model P(s) ~ exp(sum_i h_i s_i + sum_{i&lt;j} J_ij s_i s_j) with the means and, in mean field, the
 * covariances of the recorded spins s = -1 (silent), 1 (active). Roudi, Tyrcha and Hertz, "Ising model for neural data",
 * Physical Review E 79, 051915 (2009).
 */
public final class InverseIsing implements Estimator<IsingOptions, IsingResult> {
    /** A pivot below this share of the largest variance counts as zero. */
    private static final double SINGULAR = 1e-12;

    @Override
    public String name() {
        return "ising";
    }

    @Override
    public IsingOptions standard() {
        return IsingOptions.standard();
    }

    @Override
    public IsingResult fit(Request request, IsingOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        Progress.stopIfInterrupted("solving the Ising model");
        SpikeCounts active =
                SpikeCounts.of(recording, split.training(), options.binMs()).binary();
        if (active.bins() <= active.neurons()) {
            throw InputException.of(
                    "The training part has %d bins of %s ms, expected more than the %d neurons: record longer, or take"
                            + " shorter bins.",
                    active.bins(), options.binMs(), active.neurons());
        }
        active.requireVariable();
        // s = 2 x - 1 for x in {0, 1}
        double[] mean = Arrays.stream(active.means()).map(x -> 2 * x - 1).toArray();
        double[][] covariance = active.covariance();
        for (double[] row : covariance) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= 4;
            }
        }
        double[][] inverse = inverse(covariance);
        double[][] couplings = couplings(options.approximation(), mean, inverse);
        progress.update("solving the Ising model", 1, 1);
        return new IsingResult(
                Connectivity.of(couplings),
                fields(options.approximation(), mean, couplings),
                options.approximation() == MeanField.TAP ? unsolvedPairs(mean, inverse) : 0,
                Provenance.endingNow(name(), options, request, start));
    }

    /** C^-1. */
    static double[][] inverse(double[][] covariance) {
        double largest = 0;
        for (int i = 0; i < covariance.length; i++) {
            largest = Math.max(largest, covariance[i][i]);
        }
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), SINGULAR, SINGULAR * largest)
                    .getSolver()
                    .getInverse()
                    .getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            throw InputException.of(
                    "The activity of neuron %d is a sum of that of the neurons before it, so couplings are not defined;"
                            + " leave it out, or record longer.",
                    e.getRow(), e);
        }
    }

    /** J_ij of every pair. */
    static double[][] couplings(MeanField approximation, double[] mean, double[][] inverse) {
        int n = mean.length;
        double[][] couplings = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                couplings[i][j] = approximation.coupling(inverse[i][j], mean[i] * mean[j]);
                couplings[j][i] = couplings[i][j];
            }
        }
        return couplings;
    }

    /** h_i = atanh m_i - sum_j J_ij m_j, and in TAP the Onsager reaction + m_i sum_j J_ij^2 (1 - m_j^2). */
    static double[] fields(MeanField approximation, double[] mean, double[][] couplings) {
        double[] fields = new double[mean.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Math.log((1 + mean[i]) / (1 - mean[i])) / 2;
            for (int j = 0; j < fields.length; j++) {
                double coupling = couplings[i][j];
                fields[i] -= coupling * mean[j];
                if (approximation == MeanField.TAP) {
                    fields[i] += mean[i] * coupling * coupling * (1 - mean[j] * mean[j]);
                }
            }
        }
        return fields;
    }

    private static int unsolvedPairs(double[] mean, double[][] inverse) {
        int pairs = 0;
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < i; j++) {
                pairs += 8 * mean[i] * mean[j] * inverse[i][j] > 1 ? 1 : 0;
            }
        }
        return pairs;
    }
}

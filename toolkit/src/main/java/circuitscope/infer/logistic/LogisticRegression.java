package circuitscope.infer.logistic;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.binned.ActivityPatterns;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Logistic regression of each neuron's activity on that of all others in the same bin, with an l1 penalty that is one for
 * all neurons. Ravikumar, Wainwright and Lafferty, "High-dimensional Ising model selection using l1-regularized logistic
 * regression", Annals of Statistics 38, 1287 (2010).
 */
public final class LogisticRegression implements Estimator<LogisticOptions, LogisticResult> {
    private static final String STAGE = "regressing along the path of penalties";

    /** The path ends when the validation likelihood has fallen so many times in a row. */
    private static final int FALLS = 3;

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public LogisticOptions standard() {
        return LogisticOptions.standard();
    }

    @Override
    public LogisticResult fit(Request request, LogisticOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        SpikeCounts training = SpikeCounts.of(recording, split.training(), options.binMs())
                .binary()
                .requireVariable();
        ActivityPatterns validation =
                ActivityPatterns.of(SpikeCounts.of(recording, split.validation(), options.binMs()), request.workers());
        double[][] covariance = training.covariance();
        double largest = LogisticFit.largestPenalty(covariance);
        if (largest == 0) {
            throw InputException.of(
                    "No two neurons covary in the training part in bins of %s ms, so there is nothing to infer from; take"
                            + " other bins, or record longer.",
                    options.binMs());
        }
        LogisticFit fit =
                new LogisticFit(ActivityPatterns.of(training, request.workers()), training.means(), covariance, STAGE);
        List<LogisticResult.Trial> path = new ArrayList<>();
        LogisticResult.Trial best = null;
        double[][] weights = fit.weights();
        double[] bias = fit.bias();
        int falls = 0;
        for (int k = 0; k < options.penalties() && falls < FALLS; k++) {
            // the largest couples nobody, so the path starts one step below it
            double penalty = largest * Math.pow(options.leastPenalty(), (k + 1.0) / options.penalties());
            boolean converged = fit.solve(penalty, options.tolerance(), options.iterations());
            double likelihood = LogisticFit.evaluate(validation, fit.weights(), fit.bias(), STAGE)
                    .value();
            LogisticResult.Trial trial =
                    new LogisticResult.Trial(penalty, likelihood, couplings(fit.weights()), converged);
            path.add(trial);
            if (best == null || likelihood > best.validation()) {
                best = trial;
                weights = fit.weights();
                bias = fit.bias();
                falls = 0;
            } else {
                falls++;
            }
            progress.update(STAGE, k + 1L, options.penalties());
        }
        progress.update(STAGE, options.penalties(), options.penalties());
        return new LogisticResult(
                Connectivity.of(weights),
                bias,
                best.penalty(),
                path,
                Provenance.endingNow(name(), options, request, start));
    }

    private static int couplings(double[][] weights) {
        int couplings = 0;
        for (double[] row : weights) {
            for (double weight : row) {
                couplings += weight == 0 ? 0 : 1;
            }
        }
        return couplings;
    }
}

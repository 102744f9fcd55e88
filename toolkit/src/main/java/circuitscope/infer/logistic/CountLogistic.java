package circuitscope.infer.logistic;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.arithmetic.SquaresInBlocks;
import circuitscope.infer.binned.SpikeCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression of whether a neuron fires in a bin on the mean-subtracted spike counts of all others in the same bin, as
 * Das and Fiete, "Systematic errors in connectivity inferred from activity in strongly recurrent networks", Nature Neuroscience
 * 23, 1286 (2020) use it. It differs from {@link LogisticRegression} in that two spikes in a bin count twice, and in its penalty
 * on squared weights.
 */
public final class CountLogistic implements Estimator<CountLogisticOptions, CountLogisticResult> {
    private static final String STAGE = "regressing on counts, neurons";
    private static final int HALVINGS = 20;

    @Override
    public String name() {
        return "count-logistic";
    }

    @Override
    public CountLogisticOptions standard() {
        return CountLogisticOptions.standard();
    }

    @Override
    public CountLogisticResult fit(Request request, CountLogisticOptions options) {
        long start = System.nanoTime();
        SpikeCounts training = SpikeCounts.of(
                        request.recording(), request.split().training(), options.binMs())
                .requireVariable();
        SpikeCounts validation =
                SpikeCounts.of(request.recording(), request.split().validation(), options.binMs());
        int n = training.neurons();
        double[] mean = training.means();
        List<Double> ridges =
                options.ridges().stream().sorted(Comparator.reverseOrder()).toList();
        List<Neuron> fits =
                IntStream.range(0, n).mapToObj(i -> Neuron.silent(n)).toList();
        List<List<Neuron>> path = new ArrayList<>();
        double[] likelihood = new double[ridges.size()];
        int best = 0;
        Workers workers = request.workers();
        for (int k = 0; k < ridges.size(); k++) {
            double ridge = ridges.get(k);
            List<Neuron> before = fits;
            List<Neuron> now =
                    workers.map(n, STAGE, i -> new Problem(training, mean, i, ridge).solve(before.get(i), options));
            List<Double> losses = workers.silently()
                    .map(
                            n,
                            STAGE,
                            i -> new Problem(validation, mean, i, 0)
                                    .loss(now.get(i).parameters()));
            for (double loss : losses) {
                likelihood[k] -= loss / validation.bins();
            }
            path.add(now);
            fits = now;
            best = likelihood[k] > likelihood[best] ? k : best;
        }
        List<Neuron> chosen = path.get(best);
        double ridge = ridges.get(best);
        List<double[]> variances = workers.map(
                n,
                "errors of the weights",
                i -> new Problem(training, mean, i, ridge)
                        .curvature(chosen.get(i).parameters())
                        .inverseDiagonal());
        double[][] weights = new double[n][n];
        double[][] errors = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    weights[i][j] = chosen.get(i).parameters()[j];
                    errors[i][j] = Math.sqrt(variances.get(i)[j]);
                }
            }
        }
        return new CountLogisticResult(
                new Connectivity.WithErrors(weights, errors),
                IntStream.range(0, n)
                        .mapToDouble(i -> chosen.get(i).parameters()[i])
                        .toArray(),
                ridge,
                new Curve(
                        "penalties",
                        "ridge",
                        "validation log-likelihood (nats per bin)",
                        ridges.stream().mapToDouble(Double::doubleValue).toArray(),
                        likelihood),
                new Convergence(
                        chosen.stream().allMatch(Neuron::arrived),
                        chosen.stream().mapToInt(Neuron::steps).max().orElseThrow(),
                        (int) chosen.stream().filter(fit -> !fit.arrived()).count()),
                Provenance.endingNow(name(), options, request, start));
    }

    /**
     * The fit of one neuron.
     *
     * @param parameters weights, with the bias in the neuron's own place, shape (N)
     * @param steps Newton steps
     * @param arrived whether they ended within the tolerance
     */
    private record Neuron(double[] parameters, int steps, boolean arrived) {
        static Neuron silent(int n) {
            return new Neuron(new double[n], 0, false);
        }
    }

    /** Negative log-likelihood of one neuron with its penalty, in nats. */
    private record Problem(SpikeCounts counts, double[] mean, int neuron, double ridge) {
        /** Hears log odds of the neuron in each bin, and whether it fires. */
        @FunctionalInterface
        private interface Visitor {
            void at(int bin, double logOdds, boolean fires);
        }

        private void visit(double[] parameters, Visitor visitor) {
            double base = parameters[neuron];
            for (int j = 0; j < mean.length; j++) {
                base -= j == neuron ? 0 : parameters[j] * mean[j];
            }
            for (int bin = 0; bin < counts.bins(); bin++) {
                double sum = base;
                boolean fires = false;
                for (int entry = counts.firstEntry(bin); entry < counts.firstEntry(bin + 1); entry++) {
                    int j = counts.neuronOf(entry);
                    if (j == neuron) {
                        fires = true;
                    } else {
                        sum += parameters[j] * counts.countOf(entry);
                    }
                }
                visitor.at(bin, sum, fires);
            }
        }

        double loss(double[] parameters) {
            double[] sum = new double[1];
            visit(parameters, (bin, logOdds, fires) -> {
                double against = fires ? -logOdds : logOdds;
                sum[0] += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
            });
            return sum[0] + penalty(parameters);
        }

        private double penalty(double[] parameters) {
            double squares = 0;
            for (int j = 0; j < parameters.length; j++) {
                squares += j == neuron ? 0 : parameters[j] * parameters[j];
            }
            return ridge / 2 * squares;
        }

        private double[] gradient(double[] parameters) {
            int n = parameters.length;
            double[] gradient = new double[n];
            double[] total = new double[1];
            visit(parameters, (bin, logOdds, fires) -> {
                double slope = 1 / (1 + Math.exp(-logOdds)) - (fires ? 1 : 0);
                total[0] += slope;
                for (int entry = counts.firstEntry(bin); entry < counts.firstEntry(bin + 1); entry++) {
                    gradient[counts.neuronOf(entry)] += slope * counts.countOf(entry);
                }
            });
            for (int j = 0; j < n; j++) {
                gradient[j] += ridge * parameters[j] - total[0] * mean[j];
            }
            gradient[neuron] = total[0];
            return gradient;
        }

        PositiveDefinite curvature(double[] parameters) {
            int n = parameters.length;
            SquaresInBlocks squares = new SquaresInBlocks(n);
            visit(parameters, (bin, logOdds, fires) -> {
                double p = 1 / (1 + Math.exp(-logOdds));
                float root = (float) Math.sqrt(p * (1 - p));
                float[] row = squares.next();
                for (int j = 0; j < n; j++) {
                    row[j] = -root * (float) mean[j];
                }
                for (int entry = counts.firstEntry(bin); entry < counts.firstEntry(bin + 1); entry++) {
                    row[counts.neuronOf(entry)] += root * counts.countOf(entry);
                }
                row[neuron] = root;
            });
            double[][] matrix = squares.sum();
            for (int j = 0; j < n; j++) {
                matrix[j][j] += j == neuron ? 1e-9 : ridge;
            }
            return PositiveDefinite.of(matrix);
        }

        Neuron solve(Neuron from, CountLogisticOptions options) {
            double[] current = from.parameters().clone();
            double value = loss(current);
            for (int iteration = 1; iteration <= options.iterations(); iteration++) {
                Progress.stopIfInterrupted(STAGE);
                double[] gradient = gradient(current);
                double[] step = curvature(current).solve(gradient);
                double promised = 0;
                for (int j = 0; j < step.length; j++) {
                    promised += step[j] * gradient[j] / 2;
                }
                double share = 1;
                double[] trial = moved(current, step, share);
                double next = loss(trial);
                for (int halving = 0; halving < HALVINGS && !(next <= value); halving++) {
                    share /= 2;
                    trial = moved(current, step, share);
                    next = loss(trial);
                }
                if (next <= value) {
                    current = trial;
                    value = next;
                }
                if (promised < options.tolerance()) {
                    return new Neuron(current, iteration, true);
                }
            }
            return new Neuron(current, options.iterations(), false);
        }

        private static double[] moved(double[] from, double[] step, double share) {
            double[] to = from.clone();
            for (int j = 0; j < to.length; j++) {
                to[j] -= share * step[j];
            }
            return to;
        }
    }
}

package circuitscope.infer.encoding;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.PoissonRegression;
import circuitscope.infer.selection.HarmonicsSelection;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Poisson GLM of binned spikes with any of three inputs: harmonics of the recording's angle, a neuron's own past, the past of the
 * others (Truccolo et al. 2005). Each pair has a filter of its own, so that what tuning explains and what coupling explains can be told
 * apart by held-out spikes.
 */
public final class EncodingGlm implements Estimator<EncodingOptions, EncodingResult> {
    private static final String STAGE = "fitting the encoding GLM, neurons";
    private static final int ITERATIONS = 50;

    @Override
    public String name() {
        return "encoding-glm";
    }

    @Override
    public EncodingOptions standard() {
        return EncodingOptions.standard();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if tuning alone is asked for and the recording has no angle, a bin is shorter than a step, or a neuron does not
     *     fire in the training part
     */
    @Override
    public EncodingResult fit(Request request, EncodingOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        request.requireActiveNeurons();
        Memory.require(
                "The encoding GLM of " + recording.neurons() + " neurons",
                (1.0 + request.workers().threads())
                        * LaggedCounts.memory(recording, options.binMs(), options.neededGroups()));
        AngleHarmonics harmonics = harmonics(request, options);
        LaggedCounts counts =
                LaggedCounts.of(recording, recording.segments(), harmonics, options.binMs(), options.neededGroups());
        List<Double> ridges = options.history() || options.coupling() ? options.ridges() : List.of(0.0);
        int[] validation = counts.inside(request.split().validation());
        Workers workers = request.workers().silently();
        int n = recording.neurons();
        AtomicInteger done = new AtomicInteger();
        List<List<Trial>> paths = workers.map(n, STAGE, i -> {
            List<Trial> path = new Regression(counts, request, options, i).path(ridges, validation);
            request.progress().update(STAGE, done.incrementAndGet(), n);
            return path;
        });
        int best = IntStream.range(0, ridges.size())
                .boxed()
                .min(Comparator.comparingDouble(r ->
                        paths.stream().mapToDouble(path -> path.get(r).loss()).sum()))
                .orElseThrow();
        List<Trial> chosen = paths.stream().map(path -> path.get(best)).toList();
        double[][] coefficients = chosen.stream().map(Trial::coefficients).toArray(double[][]::new);
        double[][] weights = new double[n][n];
        double[][] errors = new double[n][n];
        if (options.coupling()) {
            // errors of the chosen ridge only: the information of all columns costs as much as the steps to it
            workers.map(n, "errors of the encoding GLM", i -> {
                Regression regression = new Regression(counts, request, options, i);
                regression.couple(regression.fit(ridges.get(best), coefficients[i], 0), weights[i], errors[i]);
                return i;
            });
        }
        return new EncodingResult(
                new Connectivity.WithErrors(weights, errors),
                own(coefficients, counts, options),
                harmonics.size() / 2,
                ridges.get(best),
                new Rates(options, harmonics.size() / 2, coefficients),
                Convergence.ofParts(
                        (int) chosen.stream().filter(trial -> !trial.arrived()).count(),
                        chosen.stream().mapToInt(Trial::steps).max().orElseThrow()),
                Provenance.endingNow(name(), options, request, start));
    }

    private static AngleHarmonics harmonics(Request request, EncodingOptions options) {
        Optional<Covariate.Circular> angle = request.recording().angle();
        if (options.tuning() && angle.isEmpty() && !options.history() && !options.coupling()) {
            throw InputException.of(
                    "The recording has no angle, expected one for tuning alone; add it, or take history or coupling.");
        }
        return options.tuning() && angle.isPresent()
                ? new HarmonicsSelection(request, angle.get()).likeliest()
                : AngleHarmonics.none();
    }

    /** The regression of one neuron in the training part. */
    private static final class Regression {
        private final int neuron;
        private final LaggedCounts counts;
        private final EncodingOptions options;
        private final PoissonRegression model;
        private final int[] observed;

        Regression(LaggedCounts counts, Request request, EncodingOptions options, int neuron) {
            this.neuron = neuron;
            this.counts = counts;
            this.options = options;
            int[] training = counts.inside(request.training());
            model = new PoissonRegression(counts.columns(neuron, options, training));
            observed = counts.counts(neuron, training);
        }

        PoissonRegression.Fit fit(double ridge, double[] start, int iterations) {
            double[] penalty = new double[model.size()];
            Arrays.fill(penalty, 1 + counts.terms(), penalty.length, ridge);
            return model.withRidge(penalty).fit(observed, new double[observed.length], start, iterations);
        }

        /** One ridge after the other, each from the solution before it. */
        List<Trial> path(List<Double> ridges, int[] validation) {
            int[] heldOut = counts.counts(neuron, validation);
            double[] beta = new double[model.size()];
            beta[0] = Math.log((double) Arrays.stream(observed).sum() / observed.length);
            List<Trial> path = new ArrayList<>();
            for (double ridge : ridges) {
                Progress.stopIfInterrupted(STAGE);
                PoissonRegression.Fit fit = fit(ridge, beta, ITERATIONS);
                beta = fit.coefficients();
                double loss = 0;
                for (int k = 0; k < validation.length; k++) {
                    double log = counts.logRate(neuron, options, beta, validation[k]);
                    loss += Math.exp(log) - heldOut[k] * log;
                }
                path.add(new Trial(beta, loss, fit.steps(), fit.arrived()));
            }
            return path;
        }

        /** Puts sums of the coupling filters and their errors into a row of each matrix. */
        void couple(PoissonRegression.Fit fit, double[] weights, double[] errors) {
            int groups = options.lagGroups();
            int at = 1 + counts.terms() + (options.history() ? groups : 0);
            for (int j = 0; j < weights.length; j++) {
                if (j != neuron) {
                    weights[j] =
                            Arrays.stream(fit.coefficients(), at, at + groups).sum();
                    errors[j] = fit.standardErrorOfSum(at, at + groups);
                    at += groups;
                }
            }
        }
    }

    /**
     * A neuron with one ridge.
     *
     * @param coefficients coefficients of its columns
     * @param loss loss of the validation part
     * @param steps Newton steps
     * @param arrived whether they arrived
     */
    private record Trial(double[] coefficients, double loss, int steps, boolean arrived) {}

    private static double[] own(double[][] coefficients, LaggedCounts counts, EncodingOptions options) {
        int at = 1 + counts.terms();
        return Arrays.stream(coefficients)
                .mapToDouble(own -> options.history()
                        ? Arrays.stream(own, at, at + options.lagGroups()).sum()
                        : 0)
                .toArray();
    }

    /**
     * Rates in steps: those of a bin, shared by its steps.
     *
     * @param options settings
     * @param harmonics harmonics of the angle
     * @param coefficients coefficients of each neuron's columns
     */
    private record Rates(EncodingOptions options, int harmonics, double[][] coefficients) implements RateModel {
        @Override
        public void visit(Recording recording, int[] steps, Visitor visitor) {
            if (steps.length == 0) {
                return;
            }
            List<Segment> needed = recording.segments().stream()
                    .filter(segment -> segment.end() > steps[0] && segment.start() <= steps[steps.length - 1])
                    .toList();
            LaggedCounts counts = LaggedCounts.of(
                    recording,
                    needed,
                    AngleHarmonics.of(recording, harmonics),
                    options.binMs(),
                    options.neededGroups());
            double[] rates = new double[coefficients.length];
            int last = -1;
            for (int step : steps) {
                int bin = counts.binOf(step);
                if (bin != last) {
                    for (int i = 0; i < rates.length; i++) {
                        rates[i] = Math.exp(counts.logRate(i, options, coefficients[i], bin)) / counts.stepsPerBin();
                    }
                    last = bin;
                }
                visitor.rates(step, rates);
            }
        }
    }
}

package circuitscope.infer.encoding;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Progress;
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
import java.util.Arrays;
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
        AtomicInteger done = new AtomicInteger();
        List<Fits> fits = request.workers().silently().map(recording.neurons(), STAGE, i -> {
            Fits fit = Fits.of(counts, request, options, ridges, i);
            request.progress().update(STAGE, done.incrementAndGet(), recording.neurons());
            return fit;
        });
        int best = IntStream.range(0, ridges.size())
                .boxed()
                .min((a, b) -> Double.compare(validationLoss(fits, a), validationLoss(fits, b)))
                .orElseThrow();
        double[][] coefficients =
                fits.stream().map(fit -> fit.fits().get(best).coefficients()).toArray(double[][]::new);
        return new EncodingResult(
                connectivity(fits, best, counts, options),
                own(coefficients, counts, options),
                harmonics.size() / 2,
                ridges.get(best),
                new Rates(options, harmonics.size() / 2, coefficients),
                Convergence.of(true, ITERATIONS),
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

    private static double validationLoss(List<Fits> fits, int ridge) {
        return fits.stream().mapToDouble(fit -> fit.losses()[ridge]).sum();
    }

    /**
     * A neuron's fits.
     *
     * @param fits a fit for each ridge
     * @param losses loss of the validation part with each
     */
    private record Fits(List<PoissonRegression.Fit> fits, double[] losses) {
        static Fits of(LaggedCounts counts, Request request, EncodingOptions options, List<Double> ridges, int neuron) {
            int[] training = counts.inside(request.training());
            int[] validation = counts.inside(request.split().validation());
            double[][] columns = counts.columns(neuron, options, training);
            int[] observed = counts.counts(neuron, training);
            int[] heldOut = counts.counts(neuron, validation);
            double[] beta = new double[columns.length];
            beta[0] = Math.log((double) Arrays.stream(observed).sum() / observed.length);
            double[] offset = new double[training.length];
            int free = 1 + counts.terms();
            double[] losses = new double[ridges.size()];
            PoissonRegression model = new PoissonRegression(columns);
            PoissonRegression.Fit[] fits = new PoissonRegression.Fit[ridges.size()];
            for (int r = 0; r < fits.length; r++) {
                Progress.stopIfInterrupted(STAGE);
                double[] ridge = new double[columns.length];
                Arrays.fill(ridge, free, ridge.length, ridges.get(r));
                fits[r] = model.withRidge(ridge).fit(observed, offset, beta, ITERATIONS);
                beta = fits[r].coefficients();
                for (int k = 0; k < validation.length; k++) {
                    double log = counts.logRate(neuron, options, beta, validation[k]);
                    losses[r] += Math.exp(log) - heldOut[k] * log;
                }
            }
            return new Fits(List.of(fits), losses);
        }
    }

    private static Connectivity connectivity(List<Fits> fits, int best, LaggedCounts counts, EncodingOptions options) {
        int n = fits.size();
        int groups = options.lagGroups();
        double[][] weights = new double[n][n];
        double[][] errors = new double[n][n];
        for (int i = 0; options.coupling() && i < n; i++) {
            PoissonRegression.Fit fit = fits.get(i).fits().get(best);
            int at = 1 + counts.terms() + (options.history() ? groups : 0);
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    for (int k = at; k < at + groups; k++) {
                        weights[i][j] += fit.coefficients()[k];
                    }
                    errors[i][j] = fit.standardErrorOfSum(at, at + groups);
                    at += groups;
                }
            }
        }
        return new Connectivity.WithErrors(weights, errors);
    }

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

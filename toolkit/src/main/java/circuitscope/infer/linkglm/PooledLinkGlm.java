package circuitscope.infer.linkglm;

import circuitscope.infer.Request;
import circuitscope.infer.linkglm.LinkNewton.Fits;
import circuitscope.infer.linkglm.LinkNewton.Free;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The GLM with a learned link where spikes are few: less than some for each weight. The link is then shared by all neurons,
 * and the validation part chooses the time constant and the penalty, which otherwise would fit the noise.
 */
final class PooledLinkGlm {
    /** Fewer spikes for each weight than these do not determine a link of each neuron's own. */
    private static final int SPIKES_PER_WEIGHT = 20;

    /** So many neurons choose the time constant and the penalty. */
    private static final int NEURONS_TO_CHOOSE = 20;

    private static final int ROWS = 100_000;
    private static final int ROWS_TO_START = 40_000;
    /** Powers of the link to choose from: a straight line, and links that bend more softly. */
    private static final double[] POWERS = {1, 2};

    private static final double POWER_FOR_TAU = 1;
    /** From strong to weak, each from the fit before. */
    private static final double[] RIDGES = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001};
    /** The penalty while the time constant is sought. */
    private static final double RIDGE_FOR_TAU = 0.01;
    /** Of the tolerance, where a fit is only the start of another or compared with others. */
    private static final double ROUGH = 5;

    private static final double FAR_BELOW = -60;
    private static final int TRIALS = 8;

    private final Request request;
    private final Request heldOut;
    private final LinkGlmOptions options;
    private final int n;

    PooledLinkGlm(Request request, LinkGlmOptions options) {
        this.request = request;
        this.options = options;
        n = request.recording().neurons();
        Split split = request.split();
        heldOut = request.withSplit(new Split(split.validation(), split.validation(), split.test()));
    }

    static boolean suits(Request request) {
        double n = request.recording().neurons();
        return request.trainingSpikes() < SPIKES_PER_WEIGHT * n * n;
    }

    private static SampledSteps rows(Request of, int most) {
        long steps = of.trainingSteps();
        return SampledSteps.draw(of.training(), (int) Math.max(1, steps / most), of.random("steps of the integral"));
    }

    /** A fit at one time constant, with its likelihoods. */
    private final class At {
        private final double tau;
        private final LinkCurvature curvature;
        private final LinkLikelihood training;
        private final LinkLikelihood validation;

        At(double tau, int rows) {
            this.tau = tau;
            SampledSteps own = rows(request, rows);
            curvature = new LinkCurvature(request.recording(), tau, own);
            training = new LinkLikelihood(request, tau, own, List.of());
            validation = new LinkLikelihood(heldOut, tau, rows(heldOut, rows / 2), List.of());
        }

        /** With an exponential link, bent where the rate is the mean one. */
        LinkModel[] start(double ridge, double power, int neurons) {
            LinkModel[] all = LinkGlm.flat(request);
            LinkModel[] flat = new LinkModel[n];
            for (int k = 0; k < Math.min(n, neurons); k++) {
                int i = k * n / Math.min(n, neurons);
                flat[i] = all[i];
            }
            LinkLikelihood coarse = new LinkLikelihood(request, tau, rows(request, ROWS_TO_START), List.of());
            LinkModel[] exponential = LinkNewton.search(
                            coarse,
                            curvature,
                            flat,
                            Free.WEIGHTS,
                            ROUGH * ROUGH * options.tolerance(),
                            options.withRidge(ridge),
                            () -> {})
                    .models();
            double mean = Arrays.stream(all)
                    .mapToDouble(model -> model.logRate(FAR_BELOW))
                    .average()
                    .orElseThrow();
            return Arrays.stream(exponential)
                    .map(model -> model == null ? null : model.bentAt(mean, power))
                    .toArray(LinkModel[]::new);
        }

        Fits fit(LinkModel[] start, double ridge, double tolerance, Runnable afterRound) {
            return new PooledLink(training, curvature, options, ridge, start).search(tolerance, afterRound);
        }

        double heldOut(LinkModel[] models) {
            return Arrays.stream(validation.evaluate(models))
                    .filter(Objects::nonNull)
                    .mapToDouble(LinkLikelihood.Evaluation::value)
                    .sum();
        }
    }

    /** The time constant that makes the validation part likeliest. */
    double tau() {
        AtomicInteger tried = new AtomicInteger();
        return SynapticTimeConstant.ofLowest(options.shortestTauMs(), options.longestTauMs(), tau -> {
            At at = new At(tau, ROWS_TO_START);
            Fits fits = at.fit(
                    at.start(RIDGE_FOR_TAU, POWER_FOR_TAU, NEURONS_TO_CHOOSE),
                    RIDGE_FOR_TAU,
                    ROUGH * options.tolerance(),
                    () -> {});
            request.progress().update("synaptic time constant, trials", tried.incrementAndGet(), TRIALS);
            return at.heldOut(fits.models());
        });
    }

    /**
     * A fit with the power and the penalty that make the validation part likeliest.
     *
     * @param fits the models
     * @param variances variances of the weights of each neuron
     */
    record Chosen(Fits fits, List<double[]> variances) {}

    Chosen fit(double tau, Runnable afterRound) {
        At at = new At(tau, ROWS);
        double ridge = RIDGES[0];
        double power = POWERS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double thisPower : POWERS) {
            double before = Double.POSITIVE_INFINITY;
            LinkModel[] from = at.start(RIDGES[0], thisPower, NEURONS_TO_CHOOSE);
            for (double thisRidge : RIDGES) {
                from = at.fit(from, thisRidge, ROUGH * options.tolerance(), afterRound)
                        .models();
                double loss = at.heldOut(from);
                if (loss < least) {
                    least = loss;
                    ridge = thisRidge;
                    power = thisPower;
                }
                if (loss >= before) {
                    break;
                }
                before = loss;
            }
        }
        double chosen = ridge;
        Fits end = at.fit(at.start(ridge, power, n), ridge, options.tolerance(), afterRound);
        List<double[]> variances = request.workers()
                .silently()
                .map(n, "errors of the weights", i -> at.curvature.variancesForKnownLink(i, end.models()[i], chosen));
        return new Chosen(end, variances);
    }
}

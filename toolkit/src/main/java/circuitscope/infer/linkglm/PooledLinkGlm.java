package circuitscope.infer.linkglm;

import circuitscope.infer.Request;
import circuitscope.infer.linkglm.LinkNewton.Fits;
import circuitscope.infer.linkglm.LinkNewton.Free;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The GLM with a learned link where spikes are few: less than some for each weight. A link of each neuron's own, and the time
 * constant, would fit the noise. So all neurons share one link, and the validation part chooses it from a few, along with the
 * penalty and the time constant; a weight of each neuron to itself stands for its own history. With a given link of a power from
 * 1 on, the likelihood has one peak.
 */
final class PooledLinkGlm {
    /** Fewer spikes for each weight than these do not determine a link of each neuron's own. */
    private static final int SPIKES_PER_WEIGHT = 20;

    /** So many neurons choose the time constant and the penalty. */
    private static final int NEURONS_TO_CHOOSE = 20;

    private static final int ROWS = 60_000;
    /** Steps that rows are drawn from: one in so many. */
    private static final int FINE_STRIDE = 5;

    private static final int PIECE = 1 << 15;
    /** Of the models that tell where rates are high. */
    private static final double PILOT_TAU_MS = 10;

    private static final double KNEE_STEP = 1.5;
    private static final double LOWEST_KNEE = 0;
    private static final double HIGHEST_KNEE = 12;
    private static final double HIGHEST_POWER = 8;
    private static final double RIDGE_FACTOR = 3;
    /** The link and penalty to begin with. */
    private static final Link PILOT_LINK = new Link(1.5, 1, 0.01);

    private static final double FAR_BELOW = -60;
    private static final int TRIALS = 26;

    private final Request request;
    private final Request heldOut;
    private final LinkGlmOptions options;
    private final int n;
    private final double meanLogRate;

    PooledLinkGlm(Request request, LinkGlmOptions options) {
        this.request = request;
        this.options = options;
        n = request.recording().neurons();
        meanLogRate = Arrays.stream(LinkGlm.flat(request))
                .mapToDouble(model -> model.logRate(FAR_BELOW))
                .average()
                .orElseThrow();
        Split split = request.split();
        heldOut = request.withSplit(new Split(split.validation(), split.validation(), split.test()));
    }

    static boolean suits(Request request) {
        double n = request.recording().neurons();
        return request.trainingSpikes() < SPIKES_PER_WEIGHT * n * n;
    }

    private static SampledSteps rows(Request of, int stride) {
        return SampledSteps.draw(of.training(), stride, of.random("steps of the integral"));
    }

    /** Steps for the integral, drawn mostly where the rates of some models are high. */
    private SampledSteps important(Request of, int count, double tau, LinkModel... pilot) {
        SampledSteps all = rows(of, FINE_STRIDE);
        double[] rate = new double[all.size()];
        of.workers().silently().map(all.pieces(PIECE), "rates at steps", piece -> {
            SynapticTraces walk = new SynapticTraces(of.recording(), tau, of.tuning(), all.step()[piece.start()]);
            float[] traces = new float[n + of.tuning().size()];
            for (int k = piece.start(); k < piece.end(); k++) {
                walk.fill(all.step()[k], traces);
                for (LinkModel model : pilot) {
                    if (model != null) {
                        double drive = model.bias();
                        for (int j = 0; j < traces.length; j++) {
                            drive += model.weights()[j] * traces[j];
                        }
                        rate[k] += Math.exp(model.logRate(drive));
                    }
                }
            }
            return piece;
        });
        return all.important(rate, count);
    }

    /** Models of some neurons from evenly drawn steps. */
    private LinkModel[] pilot() {
        At even = new At(PILOT_TAU_MS, rows(request, evenStride(request)), rows(heldOut, evenStride(heldOut)));
        return even.fit(PILOT_LINK, flat(NEURONS_TO_CHOOSE), () -> {}).models();
    }

    /** So many neurons without coupling, spread evenly; null for the others. */
    private LinkModel[] flat(int neurons) {
        LinkModel[] all = LinkGlm.flat(request);
        LinkModel[] some = new LinkModel[n];
        for (int k = 0; k < Math.min(n, neurons); k++) {
            int i = (int) ((long) k * n / Math.min(n, neurons));
            some[i] = all[i];
        }
        return some;
    }

    private static int evenStride(Request of) {
        return (int) Math.max(1, of.trainingSteps() / ROWS);
    }

    /** A fit at one time constant, with its likelihoods. */
    private final class At {
        private final double tau;
        private final SampledSteps rows;
        private final LinkCurvature curvature;
        private final LinkLikelihood training;
        private final LinkLikelihood validation;

        At(double tau, SampledSteps own, SampledSteps ofValidation) {
            this.tau = tau;
            rows = own;
            curvature = new LinkCurvature(request, tau, own);
            training = new LinkLikelihood(request, tau, own, List.of());
            validation = new LinkLikelihood(heldOut, tau, ofValidation, List.of());
        }

        /** With a given link the likelihood has one peak, so any start will do. */
        Fits fit(Link link, LinkModel[] start, Runnable afterRound) {
            LinkModel[] bent = Arrays.stream(start)
                    .map(model -> model == null ? null : model.bentAt(meanLogRate + link.knee(), link.power()))
                    .toArray(LinkModel[]::new);
            return LinkNewton.search(
                    training,
                    curvature,
                    bent,
                    Free.WEIGHTS_AND_OWN,
                    options.tolerance(),
                    options.withRidge(link.ridge()),
                    afterRound);
        }

        double heldOut(LinkModel[] models) {
            return Arrays.stream(validation.evaluate(models))
                    .filter(Objects::nonNull)
                    .mapToDouble(LinkLikelihood.Evaluation::value)
                    .sum();
        }
    }

    /**
     * What all neurons share.
     *
     * @param knee log of the rate at which the link turns from an exponential into a power, less that of the mean rate
     * @param power the power
     * @param ridge penalty of the weights
     */
    private record Link(double knee, double power, double ridge) {}

    /** The best link so far, and the models of some neurons with it. */
    private final class Choice {
        private final At at;
        private final Runnable afterTrial;
        private Link link = PILOT_LINK;
        private LinkModel[] models;
        private double loss = Double.POSITIVE_INFINITY;

        Choice(At at, LinkModel[] start, Runnable afterTrial) {
            this.at = at;
            this.afterTrial = afterTrial;
            models = start;
            take(PILOT_LINK);
        }

        private boolean take(Link other) {
            LinkModel[] found = at.fit(other, models, () -> {}).models();
            double lossThere = at.heldOut(found);
            afterTrial.run();
            if (lossThere >= loss) {
                return false;
            }
            loss = lossThere;
            link = other;
            models = found;
            return true;
        }

        /** One thing at a time, up or down as long as it helps. */
        Choice search() {
            for (double knee : List.of(KNEE_STEP, -KNEE_STEP)) {
                while (link.knee() + knee >= LOWEST_KNEE
                        && link.knee() + knee <= HIGHEST_KNEE
                        && take(new Link(link.knee() + knee, link.power(), link.ridge()))) {
                    continue;
                }
            }
            for (double factor : List.of(2.0, 0.5)) {
                // links that bend more softly bend earlier
                double knee = factor > 1 ? -KNEE_STEP : KNEE_STEP;
                while (link.power() * factor >= 1
                        && link.power() * factor <= HIGHEST_POWER
                        && (take(new Link(link.knee() + knee, link.power() * factor, link.ridge()))
                                || take(new Link(link.knee(), link.power() * factor, link.ridge())))) {
                    continue;
                }
            }
            for (double factor : List.of(RIDGE_FACTOR, 1 / RIDGE_FACTOR)) {
                while (take(new Link(link.knee(), link.power(), link.ridge() * factor))) {
                    continue;
                }
            }
            return this;
        }
    }

    /** The time constant that makes the validation part likeliest. */
    double tau() {
        LinkModel[] pilot = pilot();
        SampledSteps own = important(request, ROWS, PILOT_TAU_MS, pilot);
        SampledSteps ofValidation = important(heldOut, ROWS, PILOT_TAU_MS, pilot);
        AtomicInteger tried = new AtomicInteger();
        Runnable afterTrial = () -> request.progress()
                .update("synaptic time constant, trials", tried.incrementAndGet(), Math.max(tried.get(), TRIALS));
        Choice choice = new Choice(new At(PILOT_TAU_MS, own, ofValidation), pilot, afterTrial).search();
        return SynapticTimeConstant.ofLowest(options.shortestTauMs(), options.longestTauMs(), tau -> {
            At at = new At(tau, own, ofValidation);
            double loss =
                    at.heldOut(at.fit(choice.link, choice.models, () -> {}).models());
            afterTrial.run();
            return loss;
        });
    }

    /**
     * A fit with the link and penalty that make the validation part likeliest.
     *
     * @param fits the models
     * @param variances variances of the weights of each neuron
     */
    record Chosen(Fits fits, List<double[]> variances) {}

    Chosen fit(double tau, Runnable afterRound) {
        LinkModel[] pilot = pilot();
        At at = new At(
                tau, important(request, ROWS, PILOT_TAU_MS, pilot), important(heldOut, ROWS, PILOT_TAU_MS, pilot));
        Link link = new Choice(at, pilot, afterRound).search().link;
        Fits end = at.fit(link, flat(n), afterRound);
        List<double[]> variances = request.workers()
                .silently()
                .map(
                        n,
                        "errors of the weights",
                        i -> at.curvature.variancesForKnownLink(i, end.models()[i], link.ridge()));
        return new Chosen(end, variances);
    }
}

package circuitscope.infer.linkglm;

import circuitscope.Memory;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.linkglm.LinkNewton.Fits;
import circuitscope.infer.linkglm.LinkNewton.Free;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTimeConstant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The GLM with a learned monotone link, for circuits whose neurons are not exponential: weights, bias and link of a neuron
 * are solved together by Newton's method. Synapses are exponential; their time constant is the most likely one. Every neuron
 * starts from its best exponential model, whose likelihood has no other peaks; all of them share each pass over the recording.
 * An angle that drives the neurons adds its terms to the drive. Where there are fewer than 20 spikes for each weight, all neurons share one link, and the validation part chooses the time
 * constant and the penalty.
 */
public final class LinkGlm implements Estimator<LinkGlmOptions, LinkGlmResult> {
    private static final int NEURONS_FOR_TAU = 4;
    private static final int ROWS_FOR_TAU = 100_000;
    /** Trials that the search for it usually takes. */
    private static final int TRIALS = 8;

    private static final int ROWS_TO_START = 40_000;
    // a start need not be exact
    private static final double FAR_AWAY = 100;
    private static final double FAR_BELOW = -60;
    /** Rounds that a fit usually takes. */
    private static final int ROUNDS = 50;

    /** All neurons if it is empty. */
    private final Set<Integer> some;

    /** For all neurons. */
    public LinkGlm() {
        this(Set.of());
    }

    private LinkGlm(Set<Integer> some) {
        this.some = Set.copyOf(some);
    }

    /**
     * @param neurons some neurons
     * @return the method for what reaches these; the others get no couplings, unless spikes are so few that all share one link
     */
    public LinkGlm lookingAt(Set<Integer> neurons) {
        return new LinkGlm(neurons);
    }

    @Override
    public String name() {
        return "link-glm";
    }

    @Override
    public LinkGlmOptions standard() {
        return LinkGlmOptions.standard();
    }

    @Override
    public LinkGlmResult fit(Request request, LinkGlmOptions options) {
        long start = System.nanoTime();
        return fit(request, tau(request, options), options, start);
    }

    /**
     * @param request what is asked
     * @return whether spikes are so few that all neurons share one link
     */
    public static boolean sharesLink(Request request) {
        return PooledLinkGlm.suits(request);
    }

    /**
     * The first part of a fit: the synaptic time constant alone, at which some neurons together are most likely in the training
     * part. Every neuron has as many parameters at each time constant, so the training part does not favour any; but few
     * steps would shorten it.
     *
     * @param request what is asked
     * @param options settings
     * @return the most likely time constant in ms
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static double tau(Request request, LinkGlmOptions options) {
        request.requireActiveNeurons();
        if (sharesLink(request)) {
            return new PooledLinkGlm(request, options).tau();
        }
        int n = request.recording().neurons();
        SampledSteps rows = rows(request, options).thinned(ROWS_FOR_TAU);
        LinkModel[] flat = flat(request);
        LinkModel[] some = new LinkModel[n];
        for (int k = 0; k < Math.min(n, NEURONS_FOR_TAU); k++) {
            int i = k * n / Math.min(n, NEURONS_FOR_TAU);
            some[i] = flat[i];
        }
        AtomicInteger tried = new AtomicInteger();
        return SynapticTimeConstant.ofLowest(options.shortestTauMs(), options.longestTauMs(), tau -> {
            Fits fits = climb(request, tau, rows, new LinkCurvature(request, tau, rows), some, options, () -> {});
            request.progress().update("synaptic time constant, trials", tried.incrementAndGet(), TRIALS);
            return Arrays.stream(fits.values()).sum();
        });
    }

    private static SampledSteps rows(Request request, LinkGlmOptions options) {
        return SampledSteps.draw(request.training(), options.stride(), request.random("steps of the integral"))
                .thinned(SampledSteps.enough(request.recording().neurons()));
    }

    /**
     * The second part of a fit: everything else for a known time constant.
     *
     * @param request what is asked
     * @param tau synaptic time constant in ms
     * @param options settings
     * @return the fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public LinkGlmResult fit(Request request, double tau, LinkGlmOptions options) {
        return fit(request, tau, options, System.nanoTime());
    }

    private LinkGlmResult fit(Request request, double tau, LinkGlmOptions options, long start) {
        request.requireActiveNeurons();
        int neurons = request.recording().neurons();
        Memory.require(
                "The GLM with a learned link of " + neurons + " neurons",
                LinkNewton.memory(neurons)
                        + LinkCurvature.memory(neurons)
                        + 24.0 * request.recording().spikes());
        AtomicInteger rounds = new AtomicInteger();
        Runnable afterRound = () -> request.progress()
                .update("GLM with a learned link, rounds", rounds.incrementAndGet(), Math.max(rounds.get(), ROUNDS));
        if (sharesLink(request)) {
            PooledLinkGlm.Chosen chosen = new PooledLinkGlm(request, options).fit(tau, afterRound);
            double[] same = new double[neurons];
            Arrays.fill(same, 1);
            return result(
                    chosen.fits().models(),
                    chosen.variances(),
                    same,
                    tau,
                    chosen.fits().convergence(),
                    Provenance.endingNow(name(), options, request, start));
        }
        SampledSteps rows = rows(request, options);
        LinkCurvature curvature = new LinkCurvature(request, tau, rows);
        LinkModel[] models = flat(request);
        LinkModel[] starts = models.clone();
        for (int i = 0; i < neurons; i++) {
            starts[i] = some.isEmpty() || some.contains(i) ? models[i] : null;
        }
        Fits fits = climb(request, tau, rows, curvature, starts, options, afterRound);
        Arrays.setAll(models, i -> starts[i] == null ? models[i] : fits.models()[i]);
        List<double[]> variances = request.workers()
                .silently()
                .map(
                        neurons,
                        "errors of the weights",
                        i -> starts[i] == null
                                ? new double[neurons]
                                : curvature.variances(i, models[i], options.damping()));
        return result(
                models,
                variances,
                rowScale(models),
                tau,
                fits.convergence(),
                Provenance.endingNow(name(), options, request, start));
    }

    /**
     * The best models from no coupling: with an exponential link first, whose likelihood has no other peaks, then with a bent
     * one, with a part of the rows and then with all.
     */
    private static Fits climb(
            Request request,
            double tau,
            SampledSteps rows,
            LinkCurvature curvature,
            LinkModel[] flat,
            LinkGlmOptions options,
            Runnable afterRound) {
        List<Integer> some = IntStream.range(0, flat.length)
                .filter(i -> flat[i] != null)
                .boxed()
                .toList();
        List<Integer> few = some.size() <= NEURONS_FOR_TAU ? some : List.of();
        LinkLikelihood coarse = new LinkLikelihood(request, tau, rows.thinned(ROWS_TO_START), few);
        LinkLikelihood whole = new LinkLikelihood(request, tau, rows, few);
        LinkModel[] exponential = LinkNewton.search(
                        coarse, curvature, flat, Free.WEIGHTS, FAR_AWAY * options.tolerance(), options, afterRound)
                .models();
        LinkModel[] bent = new LinkModel[flat.length];
        for (int i = 0; i < flat.length; i++) {
            bent[i] = flat[i] == null ? null : exponential[i].bentAt(flat[i].logRate(FAR_BELOW));
        }
        LinkModel[] near = LinkNewton.search(
                        coarse, curvature, bent, Free.ALL, options.tolerance(), options, afterRound)
                .models();
        return LinkNewton.search(whole, curvature, near, Free.ALL, options.tolerance(), options, afterRound);
    }

    /** Models at the mean rates: far below 0 log softplus is the identity, and where it bends does not matter for the rate. */
    static LinkModel[] flat(Request request) {
        double steps = request.trainingSteps();
        return Arrays.stream(request.targets().spikeCounts(request.training()))
                .mapToObj(count -> new LinkModel(
                        new double
                                [request.recording().neurons()
                                        + request.tuning().size()],
                        FAR_BELOW,
                        Math.log(count / steps) - FAR_BELOW,
                        1))
                .toArray(LinkModel[]::new);
    }

    /** Of each neuron's weights, relative to the mean: a row's own scale can't be told from its link. */
    private static double[] rowScale(LinkModel[] models) {
        double[] norms = Arrays.stream(models)
                .mapToDouble(model -> Math.sqrt(Arrays.stream(model.weights())
                        .limit(models.length)
                        .map(w -> w * w)
                        .sum()))
                .toArray();
        double mean = Arrays.stream(norms).average().orElseThrow();
        return Arrays.stream(norms).map(norm -> norm == 0 ? 1 : norm / mean).toArray();
    }

    private static LinkGlmResult result(
            LinkModel[] models,
            List<double[]> variances,
            double[] scale,
            double tau,
            Convergence convergence,
            Provenance provenance) {
        int n = models.length;
        double[][] weights = new double[n][n];
        double[][] errors = new double[n][n];
        double[][] tuning = new double[n][];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                weights[i][j] = i == j ? 0 : models[i].weights()[j] / scale[i];
                errors[i][j] = Math.sqrt(variances.get(i)[j]) / scale[i];
            }
            double[] all = models[i].weights();
            double scaleOfRow = scale[i];
            tuning[i] = Arrays.stream(all, n, all.length)
                    .map(factor -> factor / scaleOfRow)
                    .toArray();
        }
        return new LinkGlmResult(
                new Connectivity.WithErrors(weights, errors),
                scale,
                IntStream.range(0, n).mapToDouble(i -> models[i].weights()[i]).toArray(),
                tuning,
                Arrays.stream(models).mapToDouble(LinkModel::bias).toArray(),
                Arrays.stream(models).mapToDouble(LinkModel::offset).toArray(),
                Arrays.stream(models).mapToDouble(LinkModel::power).toArray(),
                tau,
                convergence,
                provenance);
    }
}

package circuitscope.infer.glm;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.infer.ActiveNeurons;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.glm.LinkNewton.Fits;
import circuitscope.infer.glm.LinkNewton.Free;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The GLM with a learned monotone link, for circuits whose neurons are not exponential: weights, bias and link of a neuron
 * are solved together by Newton's method. Synapses are exponential; their time constant is the most likely one. Every neuron
 * starts from its best exponential model, whose likelihood has no other peaks; all of them share each pass over the recording.
 */
public final class LinkGlm implements Estimator<LinkGlmOptions, LinkGlmResult> {
    private static final int NEURONS_FOR_TAU = 4;
    /** Of the logarithm of the time constant. */
    private static final double TAU_PRECISION = 0.05;

    private static final int ROWS_FOR_TAU = 100_000;
    /** Trials that the search for it usually takes. */
    private static final int TRIALS = 8;

    private static final int ROWS_TO_START = 40_000;
    // a start need not be exact
    private static final double FAR_AWAY = 100;
    private static final double FAR_BELOW = -60;
    /** Rounds that a fit usually takes. */
    private static final int ROUNDS = 50;

    @Override
    public LinkGlmResult fit(Recording recording, LinkGlmOptions options, Progress progress) {
        long start = System.nanoTime();
        return fit(recording, tau(recording, options, progress), options, progress, start);
    }

    /**
     * The first part of a fit: the synaptic time constant alone.
     *
     * @param recording the recording
     * @param options settings
     * @param progress hears how far it has come
     * @return the most likely time constant in ms
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static double tau(Recording recording, LinkGlmOptions options, Progress progress) {
        Split split = Split.of(recording);
        ActiveNeurons.require(recording.spikeCounts(split.training()));
        return bestTau(recording, split, rows(split, options).thinned(ROWS_FOR_TAU), options, progress);
    }

    private static QuadratureRows rows(Split split, LinkGlmOptions options) {
        return QuadratureRows.draw(
                split.training(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed()));
    }

    /**
     * The second part of a fit: everything else for a known time constant.
     *
     * @param recording the recording
     * @param tau synaptic time constant in ms
     * @param options settings
     * @param progress hears how far it has come
     * @return the fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public LinkGlmResult fit(Recording recording, double tau, LinkGlmOptions options, Progress progress) {
        return fit(recording, tau, options, progress, System.nanoTime());
    }

    private static LinkGlmResult fit(
            Recording recording, double tau, LinkGlmOptions options, Progress progress, long start) {
        int n = recording.neurons();
        Split split = Split.of(recording);
        ActiveNeurons.require(recording.spikeCounts(split.training()));
        QuadratureRows rows = rows(split, options);
        LinkCurvature curvature = new LinkCurvature(recording, tau, rows);
        AtomicInteger rounds = new AtomicInteger();
        Runnable afterRound = () -> progress.update(
                "GLM with a learned link, rounds", rounds.incrementAndGet(), Math.max(rounds.get(), ROUNDS));
        LinkModel[] models = climb(
                        recording, split.training(), tau, rows, curvature, flat(recording, split), options, afterRound)
                .models();
        List<double[][]> information = Parallel.map(
                IntStream.range(0, n).boxed().toList(),
                "Fisher information",
                Progress.silent(),
                i -> curvature.information(i, models[i], options.damping()));
        return result(
                Arrays.asList(models),
                information.toArray(double[][][]::new),
                tau,
                Provenance.endingNow("link-glm", options, options.seed(), recording, split, start));
    }

    /**
     * The best models from no coupling: with an exponential link first, whose likelihood has no other peaks, then with a bent
     * one, with a part of the rows and then with all.
     */
    private static Fits climb(
            Recording recording,
            List<Segment> training,
            double tau,
            QuadratureRows rows,
            LinkCurvature curvature,
            LinkModel[] flat,
            LinkGlmOptions options,
            Runnable afterRound) {
        List<Integer> some = IntStream.range(0, flat.length)
                .filter(i -> flat[i] != null)
                .boxed()
                .toList();
        List<Integer> few = some.size() <= NEURONS_FOR_TAU ? some : List.of();
        LinkLikelihood coarse = new LinkLikelihood(recording, training, tau, rows.thinned(ROWS_TO_START), few);
        LinkLikelihood whole = new LinkLikelihood(recording, training, tau, rows, few);
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
    private static LinkModel[] flat(Recording recording, Split split) {
        double steps = split.training().stream().mapToLong(Segment::length).sum();
        return Arrays.stream(recording.spikeCounts(split.training()))
                .mapToObj(count -> new LinkModel(
                        new double[recording.neurons()], FAR_BELOW, Math.log(count / steps) - FAR_BELOW, 1))
                .toArray(LinkModel[]::new);
    }

    private static LinkGlmResult result(
            List<LinkModel> models, double[][][] information, double tau, Provenance provenance) {
        int n = models.size();
        double[] norms = models.stream()
                .mapToDouble(model ->
                        Math.sqrt(Arrays.stream(model.weights()).map(w -> w * w).sum()))
                .toArray();
        double mean = Arrays.stream(norms).average().orElseThrow();
        double[][] weights = new double[n][n];
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            scale[i] = norms[i] == 0 ? 1 : norms[i] / mean;
            for (int j = 0; j < n; j++) {
                weights[i][j] = models.get(i).weights()[j] / scale[i];
                for (int k = 0; k < n; k++) {
                    information[i][j][k] *= scale[i] * scale[i];
                }
            }
        }
        return new LinkGlmResult(
                weights,
                information,
                scale,
                models.stream().mapToDouble(LinkModel::bias).toArray(),
                models.stream().mapToDouble(LinkModel::offset).toArray(),
                models.stream().mapToDouble(LinkModel::power).toArray(),
                tau,
                provenance);
    }

    /**
     * The time constant at which some neurons together are most likely in the training part. Every neuron has as many
     * parameters at each time constant, so the training part does not favour any; but few steps would shorten it.
     */
    private static double bestTau(
            Recording recording, Split split, QuadratureRows rows, LinkGlmOptions options, Progress progress) {
        int n = recording.neurons();
        LinkModel[] flat = flat(recording, split);
        LinkModel[] some = new LinkModel[n];
        for (int k = 0; k < Math.min(n, NEURONS_FOR_TAU); k++) {
            int i = k * n / Math.min(n, NEURONS_FOR_TAU);
            some[i] = flat[i];
        }
        AtomicInteger tried = new AtomicInteger();
        return minimum(options.shortestTauMs(), options.longestTauMs(), tau -> {
            LinkCurvature curvature = new LinkCurvature(recording, tau, rows);
            Fits fits = climb(recording, split.training(), tau, rows, curvature, some, options, () -> {});
            progress.update("synaptic time constant, trials", tried.incrementAndGet(), TRIALS);
            return Arrays.stream(fits.values()).sum();
        });
    }

    /** The time constant in a range at which a loss is lowest, to 5 %. */
    static double minimum(double shortest, double longest, UnivariateFunction loss) {
        double low = Math.log(shortest);
        double high = Math.log(longest);
        double logTau = new BrentOptimizer(1e-6, TAU_PRECISION)
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(logValue -> loss.value(Math.exp(logValue))),
                        new SearchInterval(low, high, (2 * low + high) / 3),
                        MaxEval.unlimited())
                .getPoint();
        return Math.exp(logTau);
    }
}

package circuitscope.infer.glm;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.infer.ActiveNeurons;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.spikes.Recording;
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
 * are solved together by Newton's method. Synapses are exponential; their time constant is the most likely one. Every neuron starts
 * from its best exponential model: from other starts, a neighbour's or that at another time constant, the search creeps along
 * a curved valley and ends too early.
 */
public final class LinkGlm implements Estimator<LinkGlmOptions, LinkGlmResult> {
    private static final int NEURONS_FOR_TAU = 4;
    /** Of the logarithm of the time constant. */
    private static final double TAU_PRECISION = 0.05;

    private static final int ROWS_FOR_TAU = 100_000;
    /** Trials that the search usually takes. */
    private static final int TRIALS = 8;

    @Override
    public LinkGlmResult fit(Recording recording, LinkGlmOptions options, Progress progress) {
        long start = System.nanoTime();
        int n = recording.neurons();
        Split split = Split.of(recording);
        ActiveNeurons.require(recording.spikeCounts(split.training()));
        List<int[]> spikes = SpikeTriggeredActivity.spikesByNeuron(recording, split.training());
        QuadratureRows rows = QuadratureRows.draw(
                split.training(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed()));
        double tau = bestTau(recording, spikes, rows.thinned(ROWS_FOR_TAU), options, progress);
        float[][] atRows = SynapticTraces.at(recording, tau, rows.step());
        AtomicInteger done = new AtomicInteger();
        double[][][] information = new double[n][][];
        List<LinkModel> models =
                Parallel.map(IntStream.range(0, n).boxed().toList(), "fitting", Progress.silent(), i -> {
                    LinkNewton newton = newton(recording, spikes.get(i), tau, i, atRows, rows.weight(), options);
                    LinkModel model = newton.solve().model();
                    information[i] = newton.information(model);
                    progress.update("GLM with a learned link, neurons", done.incrementAndGet(), n);
                    return model;
                });
        return result(
                models,
                information,
                tau,
                Provenance.endingNow("link-glm", options, options.seed(), recording, split, start));
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

    private static LinkNewton newton(
            Recording recording,
            int[] spikes,
            double tau,
            int neuron,
            float[][] atRows,
            double[] weight,
            LinkGlmOptions options) {
        return new LinkNewton(neuron, atRows, weight, SynapticTraces.at(recording, tau, spikes), options);
    }

    /**
     * The time constant at which some neurons together are most likely in the training part. Every neuron has as many
     * parameters at each time constant, so the training part does not favour any; but few steps would shorten it.
     */
    private static double bestTau(
            Recording recording, List<int[]> spikes, QuadratureRows rows, LinkGlmOptions options, Progress progress) {
        int n = recording.neurons();
        List<Integer> some = IntStream.range(0, Math.min(n, NEURONS_FOR_TAU))
                .mapToObj(k -> k * n / Math.min(n, NEURONS_FOR_TAU))
                .toList();
        AtomicInteger tried = new AtomicInteger();
        UnivariateFunction likelihood = logTau -> {
            double tau = Math.exp(logTau);
            float[][] atRows = SynapticTraces.at(recording, tau, rows.step());
            double value = Parallel.map(some, "synaptic time constant", Progress.silent(), i -> {
                        LinkNewton newton = newton(recording, spikes.get(i), tau, i, atRows, rows.weight(), options);
                        return newton.solve().value();
                    })
                    .stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            progress.update("synaptic time constant, trials", tried.incrementAndGet(), TRIALS);
            return value;
        };
        double low = Math.log(options.shortestTauMs());
        double high = Math.log(options.longestTauMs());
        double logTau = new BrentOptimizer(1e-6, TAU_PRECISION)
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(likelihood),
                        new SearchInterval(low, high, (2 * low + high) / 3),
                        MaxEval.unlimited())
                .getPoint();
        return Math.exp(logTau);
    }
}

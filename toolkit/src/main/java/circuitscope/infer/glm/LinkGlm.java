package circuitscope.infer.glm;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The GLM with a learned monotone link, for circuits whose neurons are not exponential: weights, bias and link of a neuron
 * are solved together by Newton's method. Synapses are exponential; their time constant is chosen by the likelihood of the
 * validation part. On a ring every neuron starts from its neighbour's solution.
 */
public final class LinkGlm implements Estimator<LinkGlmOptions, LinkGlmResult> {
    /** Neurons are solved in chains of neighbours; a fixed number of them, so that the result does not depend on cores. */
    private static final int CHAINS = 4;

    private static final int NEURONS_FOR_TAU = 4;
    private static final double TAU_PRECISION = 0.02;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    @Override
    public LinkGlmResult fit(Recording recording, LinkGlmOptions options, Progress progress) {
        long start = System.nanoTime();
        int n = recording.neurons();
        Split split = Split.of(recording);
        Glm.requireSpikes(recording, split.training());
        List<int[]> spikes = SpikeTriggeredActivity.spikesByNeuron(recording, split.training());
        QuadratureRows rows = QuadratureRows.draw(
                split.training(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed()));
        double tau = bestTau(recording, split, spikes, rows, options, progress);
        float[][] atRows = SynapticTraces.at(recording, tau, rows.step());
        AtomicInteger done = new AtomicInteger();
        List<Segment> chains = IntStream.range(0, Math.min(CHAINS, n))
                .mapToObj(c -> new Segment(c * n / Math.min(CHAINS, n), (c + 1) * n / Math.min(CHAINS, n)))
                .toList();
        List<LinkModel> models = Parallel.map(chains, "fitting", Progress.silent(), chain -> {
                    LinkModel[] solved = new LinkModel[chain.length()];
                    for (int i = chain.start(); i < chain.end(); i++) {
                        LinkNewton newton = newton(recording, spikes.get(i), tau, i, atRows, rows.weight(), options);
                        LinkModel before = i > chain.start() ? solved[i - 1 - chain.start()] : null;
                        solved[i - chain.start()] =
                                (before == null ? newton.solve() : newton.solveNear(before)).model();
                        progress.update("GLM with a learned link, neurons", done.incrementAndGet(), n);
                    }
                    return List.of(solved);
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        return result(models, tau, Provenance.endingNow("link-glm", options, options.seed(), recording, split, start));
    }

    private static LinkGlmResult result(List<LinkModel> models, double tau, Provenance provenance) {
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
            }
        }
        return new LinkGlmResult(
                weights,
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

    /** Golden-section search of the time constant, on a logarithmic scale, by the likelihood of the validation part. */
    private static double bestTau(
            Recording recording,
            Split split,
            List<int[]> spikes,
            QuadratureRows rows,
            LinkGlmOptions options,
            Progress progress) {
        List<int[]> heldOutSpikes = SpikeTriggeredActivity.spikesByNeuron(recording, split.validation());
        QuadratureRows validation = QuadratureRows.draw(
                split.validation(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed() + 1));
        // each time constant starts from the solution of the one before
        Map<Integer, LinkModel> starts = new ConcurrentHashMap<>();
        double low = Math.log(options.shortestTauMs());
        double high = Math.log(options.longestTauMs());
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = heldOut(recording, spikes, heldOutSpikes, rows, validation, Math.exp(left), starts, options);
        double atRight = heldOut(recording, spikes, heldOutSpikes, rows, validation, Math.exp(right), starts, options);
        int steps = (int) Math.ceil(Math.log(TAU_PRECISION / (high - low)) / Math.log(GOLDEN));
        for (int k = 1; high - low > TAU_PRECISION; k++) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = heldOut(recording, spikes, heldOutSpikes, rows, validation, Math.exp(left), starts, options);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = heldOut(recording, spikes, heldOutSpikes, rows, validation, Math.exp(right), starts, options);
            }
            progress.update("synaptic time constant", Math.min(k, steps), steps);
        }
        return Math.exp((low + high) / 2);
    }

    /** Negative log-likelihood of a few neurons in the validation part, fitted to the training part. */
    private static double heldOut(
            Recording recording,
            List<int[]> spikes,
            List<int[]> heldOutSpikes,
            QuadratureRows rows,
            QuadratureRows validation,
            double tau,
            Map<Integer, LinkModel> starts,
            LinkGlmOptions options) {
        int n = recording.neurons();
        float[][] atRows = SynapticTraces.at(recording, tau, rows.step());
        float[][] atValidation = SynapticTraces.at(recording, tau, validation.step());
        List<Integer> some = IntStream.range(0, Math.min(n, NEURONS_FOR_TAU))
                .mapToObj(k -> k * n / Math.min(n, NEURONS_FOR_TAU))
                .toList();
        return Parallel.map(some, "synaptic time constant", Progress.silent(), i -> {
                    LinkNewton newton = newton(recording, spikes.get(i), tau, i, atRows, rows.weight(), options);
                    LinkModel start = starts.get(i);
                    LinkModel model = (start == null ? newton.solve() : newton.solve(start)).model();
                    starts.put(i, model);
                    return newton(recording, heldOutSpikes.get(i), tau, i, atValidation, validation.weight(), options)
                            .value(model);
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}

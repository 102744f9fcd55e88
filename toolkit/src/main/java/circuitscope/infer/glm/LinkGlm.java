package circuitscope.infer.glm;

import circuitscope.InputException;
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
        if (n < 2) {
            throw InputException.of("The recording has %d neuron, expected at least 2 to couple.", n);
        }
        Split split = Split.of(recording);
        long[] counts = recording.spikeCounts(split.training());
        for (int i = 0; i < n; i++) {
            if (counts[i] == 0) {
                throw InputException.of(
                        "Neuron %d does not fire in the training part; leave it out of the recording.", i);
            }
        }
        QuadratureRows rows = QuadratureRows.draw(
                split.training(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed()));
        double tau = bestTau(recording, split, rows, options, progress);
        float[][] atRows = SynapticTraces.at(recording, tau, rows.step());
        AtomicInteger done = new AtomicInteger();
        List<Segment> chains = IntStream.range(0, Math.min(CHAINS, n))
                .mapToObj(c -> new Segment(c * n / Math.min(CHAINS, n), (c + 1) * n / Math.min(CHAINS, n)))
                .toList();
        List<LinkModel> models = Parallel.map(chains, "fitting", Progress.silent(), chain -> {
                    LinkModel[] solved = new LinkModel[chain.length()];
                    for (int i = chain.start(); i < chain.end(); i++) {
                        LinkNewton newton = newton(recording, split.training(), tau, i, atRows, rows.weight(), options);
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
            List<Segment> stretches,
            double tau,
            int neuron,
            float[][] atRows,
            double[] weight,
            LinkGlmOptions options) {
        int[] spikes = Arrays.stream(recording.spikeTrain(neuron))
                .filter(step -> stretches.stream().anyMatch(part -> part.contains(step)))
                .toArray();
        return new LinkNewton(neuron, atRows, weight, SynapticTraces.at(recording, tau, spikes), options);
    }

    /** Golden-section search of the time constant, on a logarithmic scale, by the likelihood of the validation part. */
    private static double bestTau(
            Recording recording, Split split, QuadratureRows rows, LinkGlmOptions options, Progress progress) {
        QuadratureRows validation = QuadratureRows.draw(
                split.validation(), options.stride(), RandomSource.XO_SHI_RO_256_PP.create(options.seed() + 1));
        // each time constant starts from the solution of the one before
        Map<Integer, LinkModel> starts = new ConcurrentHashMap<>();
        double low = Math.log(options.shortestTauMs());
        double high = Math.log(options.longestTauMs());
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = heldOut(recording, split, rows, validation, Math.exp(left), starts, options);
        double atRight = heldOut(recording, split, rows, validation, Math.exp(right), starts, options);
        int steps = (int) Math.ceil(Math.log(TAU_PRECISION / (high - low)) / Math.log(GOLDEN));
        for (int k = 1; high - low > TAU_PRECISION; k++) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = heldOut(recording, split, rows, validation, Math.exp(left), starts, options);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = heldOut(recording, split, rows, validation, Math.exp(right), starts, options);
            }
            progress.update("synaptic time constant", Math.min(k, steps), steps);
        }
        return Math.exp((low + high) / 2);
    }

    /** Negative log-likelihood of a few neurons in the validation part, fitted to the training part. */
    private static double heldOut(
            Recording recording,
            Split split,
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
                    LinkNewton newton = newton(recording, split.training(), tau, i, atRows, rows.weight(), options);
                    LinkModel start = starts.get(i);
                    LinkModel model = (start == null ? newton.solve() : newton.solve(start)).model();
                    starts.put(i, model);
                    return newton(recording, split.validation(), tau, i, atValidation, validation.weight(), options)
                            .value(model);
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}

package circuitscope.infer.correlogram;

import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.posterior.SparseChoice;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Synapses from cross-correlograms. What two neurons share slowly is a smooth baseline of their correlogram, whatever its
 * cause, and a synapse is a fast deflection on one side, after a latency. Paths through third neurons are taken out in rounds
 * (as in the Yule-Walker equations), and how probable each synapse is follows from all pairs together.
 *
 * <p>Fast against slow as in Ren et al. (2020, J. Neurophysiol. 124, 1588); the rest is ours. It takes for granted that
 * couplings are sparse, and that no co-modulation is as fast as a synapse.
 */
public final class Correlograms implements Estimator<CorrelogramOptions, CorrelogramResult> {
    /** All neurons if it is empty. */
    private final Set<Integer> some;

    /** For all pairs. */
    public Correlograms() {
        this(Set.of());
    }

    private Correlograms(Set<Integer> some) {
        this.some = Set.copyOf(some);
    }

    /**
     * @param neurons some neurons
     * @return the method for pairs with one of these, each pair alone, nothing being known of third neurons; the other pairs get
     *     no synapse
     */
    public Correlograms lookingAt(Set<Integer> neurons) {
        return new Correlograms(neurons);
    }

    @Override
    public String name() {
        return "ccg";
    }

    @Override
    public CorrelogramOptions standard() {
        return CorrelogramOptions.standard();
    }

    @Override
    public CorrelogramResult fit(Request request, CorrelogramOptions options) {
        return fit(request, options, Supplier::get);
    }

    /**
     * @param request what is asked
     * @param options settings
     * @param keep is given how to find the log-likelihood of held-out lags with each number of intervals, which takes long, and
     *     returns it, found now or before
     * @return the fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public CorrelogramResult fit(
            Request request, CorrelogramOptions options, Function<Supplier<double[]>, double[]> keep) {
        long start = System.nanoTime();
        request.requireActiveNeurons();
        Workers workers = request.workers();
        CrossCorrelograms training = count(request, request.training(), options);
        double[] tried =
                options.intervals().stream().mapToDouble(Integer::doubleValue).toArray();
        // a single baseline needs no choice
        double[] scores = tried.length == 1
                ? new double[1]
                : keep.apply(() -> {
                    CrossCorrelograms validation =
                            count(request, request.split().validation(), options);
                    return options.intervals().stream()
                            .mapToDouble(intervals -> new PairModels(training, intervals, workers).heldOut(validation))
                            .toArray();
                });
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        PairModels models = new PairModels(training, options.intervals().get(best), workers);
        models.begin();
        SparseChoice choice = SparseChoice.of(models.evidence(), workers);
        for (int round = 0; round < (some.isEmpty() ? options.rounds() : 0); round++) {
            models.explainBy(choice.chosen());
            choice = SparseChoice.of(models.evidence(), workers);
        }
        SparsePosterior posterior = choice.chosen();
        return new CorrelogramResult(
                connectivity(posterior, models.kernels(), options.falseDiscovery()),
                choice,
                SynapticRates.of(PairKernels.of(models.kernels(), posterior), posterior.mean(), request),
                training,
                models,
                request.recording().dtMs(),
                new Curve(
                        "choice of the baseline",
                        "intervals between knots",
                        "held-out log-likelihood (nats per pair)",
                        tried,
                        scores),
                Convergence.of(posterior.converged(), posterior.iterations()),
                Provenance.endingNow(name(), options, request, start));
    }

    private CrossCorrelograms count(Request request, List<Segment> parts, CorrelogramOptions options) {
        return CrossCorrelograms.count(
                request.recording(), parts, options.windowMs(), options.binMs(), this::looksAt, request.workers());
    }

    private boolean looksAt(int neuron) {
        return some.isEmpty() || some.contains(neuron);
    }

    private static Connectivity connectivity(
            SparsePosterior posterior, List<SynapticKernel> kernels, double falseDiscovery) {
        int n = posterior.mean().length;
        int[][] edges = posterior.edges(falseDiscovery);
        double[][] latencies = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                latencies[i][j] =
                        edges[i][j] == 0 ? Double.NaN : latency(posterior.shapes()[i][j], kernels);
            }
        }
        return new Connectivity.Posterior(
                posterior.mean(), posterior.deviation(), posterior.probability(), edges, Optional.of(latencies));
    }

    /** Posterior mean. */
    private static double latency(double[] shares, List<SynapticKernel> kernels) {
        double sum = 0;
        double weight = 0;
        for (int k = 0; k < shares.length; k++) {
            sum += shares[k] * kernels.get(k).latencyMs();
            weight += shares[k];
        }
        return sum / weight;
    }
}

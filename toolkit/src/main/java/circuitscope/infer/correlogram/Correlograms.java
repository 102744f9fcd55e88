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
import java.util.List;
import java.util.Optional;

/**
 * Synapses from cross-correlograms. What two neurons share slowly is a smooth baseline of their correlogram, whatever its
 * cause, and a synapse is a fast deflection on one side, after a latency. Paths through third neurons are taken out in rounds
 * (as in the Yule-Walker equations), and how probable each synapse is follows from all pairs together.
 *
 * <p>Fast against slow as in Ren et al. (2020, J. Neurophysiol. 124, 1588); the rest is ours. It takes for granted that
 * couplings are sparse, and that no co-modulation is as fast as a synapse.
 */
public final class Correlograms implements Estimator<CorrelogramOptions, CorrelogramResult> {
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
        long start = System.nanoTime();
        request.requireActiveNeurons();
        Workers workers = request.workers();
        CrossCorrelograms training = CrossCorrelograms.count(
                request.recording(), request.training(), options.windowMs(), options.binMs(), workers);
        int count = options.intervals().size();
        double[] tried = new double[count];
        double[] scores = new double[count];
        int best = 0;
        // a single baseline needs no choice
        CrossCorrelograms validation = count == 1
                ? null
                : CrossCorrelograms.count(
                        request.recording(),
                        request.split().validation(),
                        options.windowMs(),
                        options.binMs(),
                        workers);
        for (int k = 0; k < count; k++) {
            tried[k] = options.intervals().get(k);
            if (count > 1) {
                scores[k] = new PairModels(training, options.intervals().get(k), workers).heldOut(validation);
            }
            best = scores[k] > scores[best] ? k : best;
        }
        PairModels models = new PairModels(training, options.intervals().get(best), workers);
        models.begin();
        SparseChoice choice = SparseChoice.of(models.evidence(), workers);
        for (int round = 0; round < options.rounds(); round++) {
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
                        "log-likelihood of held-out lags (nats per pair of spikes)",
                        tried,
                        scores),
                Convergence.of(posterior.converged(), posterior.iterations()),
                Provenance.endingNow(name(), options, request, start));
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

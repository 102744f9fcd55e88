package circuitscope.infer.glm;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.LimitedMemoryBfgs;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.spikes.AngleHarmonics;
import java.util.List;
import java.util.Optional;

/**
 * The GLM solved neuron by neuron, each from the solution of the one before, shifted by one place, and left after a few
 * quasi-Newton iterations (paper, Algorithm 1, with few iterations). On a ring this pools neurons, at the price of a fit that has
 * not arrived; on any other circuit it is merely not solved. It is here to look for the reason of a published number; the coupling
 * filter is that of the converged GLM.
 */
public final class EarlyStoppedGlm implements Estimator<EarlyStoppedGlmOptions, GlmResult> {
    private static final String STAGE = "GLM stopped early, neurons";

    @Override
    public String name() {
        return "early-stopped-glm";
    }

    @Override
    public EarlyStoppedGlmOptions standard() {
        return EarlyStoppedGlmOptions.standard();
    }

    @Override
    public GlmResult fit(Request request, EarlyStoppedGlmOptions options) {
        long start = System.nanoTime();
        GlmResult converged = new Glm().fit(request, options.glm());
        GlmObjective objective = objective(request, options.glm(), converged);
        double[] filter = {1};
        int n = request.recording().neurons();
        double[][] weights = new double[n][n];
        double[] bias = new double[n];
        long[] counts = request.targets().spikeCounts(request.training());
        double[] before = new double[n];
        before[n - 1] = Math.log((double) counts[0] / request.trainingSteps());
        double total = 0;
        int unfinished = 0;
        for (int i = 0; i < n; i++) {
            int neuron = i;
            LimitedMemoryBfgs.Function function = (point, gradient) -> {
                weights[neuron] = point.clone();
                weights[neuron][neuron] = 0;
                bias[neuron] = point[neuron];
                GlmObjective.Evaluation at = objective.evaluate(List.of(neuron), weights, bias, filter);
                System.arraycopy(at.gradient()[neuron], 0, gradient, 0, n);
                return at.value()[neuron];
            };
            LimitedMemoryBfgs.Minimum end = LimitedMemoryBfgs.minimize(
                    function,
                    shifted(before),
                    options.glm().tolerance(),
                    options.iterations(),
                    (k, value, slope) -> {});
            before = end.point();
            weights[i] = before.clone();
            weights[i][i] = 0;
            bias[i] = before[i];
            total += end.value();
            unfinished += end.arrived() ? 0 : 1;
            request.progress().update(STAGE, i + 1L, n);
        }
        return new GlmResult(
                Connectivity.of(weights),
                bias,
                converged.filter(),
                new double[n][0],
                converged.recovery(),
                converged.penalty(),
                List.of(),
                -total,
                new Convergence(unfinished == 0, options.iterations(), unfinished),
                Provenance.endingNow(name(), options, request, start));
    }

    private static GlmObjective objective(Request request, GlmOptions options, GlmResult converged) {
        CosineBasis basis = new CosineBasis(converged.filter().y());
        SampledSteps rows = SampledSteps.draw(
                        request.training(), options.stride(), request.random("steps of the integral"))
                .thinned(SampledSteps.enough(request.recording().neurons()));
        GlmPenalty.Term penalty = options.penalty().terms().get(0);
        return new GlmObjective(
                request.recording(),
                basis,
                AngleHarmonics.none(),
                SpikeTriggeredActivity.count(
                        request.recording(),
                        request.targets().spikeTrains(request.training()),
                        basis,
                        AngleHarmonics.none(),
                        request.workers().silently()),
                rows,
                request.targets().spikeCounts(request.training()),
                penalty,
                Optional.empty(),
                new GlmWork((stage, done, all) -> {}, request.recording().neurons(), rows, rows, 1),
                request.workers().silently());
    }

    /** Of one neuron, with its bias in its own place, as of the next one. */
    private static double[] shifted(double... before) {
        double[] next = new double[before.length];
        System.arraycopy(before, 0, next, 1, before.length - 1);
        next[0] = before[before.length - 1];
        return next;
    }
}

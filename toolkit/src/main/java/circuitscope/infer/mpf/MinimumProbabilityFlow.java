package circuitscope.infer.mpf;

import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.LimitedMemoryBfgs;
import circuitscope.infer.binned.ActivityPatterns;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;

/**
 * Couplings of the Ising model under which least probability flows out of the recorded patterns. Sohl-Dickstein, Battaglino
 * and DeWeese, "New method for parameter estimation in probabilistic models", Physical Review Letters 107, 220601 (2011).
 */
public final class MinimumProbabilityFlow implements Estimator<MpfOptions, MpfResult> {
    private static final String STAGE = "minimizing the probability flow";

    @Override
    public String name() {
        return "mpf";
    }

    @Override
    public MpfOptions standard() {
        return MpfOptions.standard();
    }

    @Override
    public MpfResult fit(Request request, MpfOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        SpikeCounts active = SpikeCounts.of(recording, split.training(), options.binMs())
                .binary()
                .requireVariable();
        MpfObjective objective = new MpfObjective(ActivityPatterns.of(active, request.workers()), STAGE);
        LimitedMemoryBfgs.Minimum minimum = LimitedMemoryBfgs.minimize(
                objective,
                objective.uncoupled(active.means()),
                options.tolerance(),
                options.iterations(),
                (iteration, flow, gradient) -> progress.update(STAGE, iteration, options.iterations()));
        progress.update(STAGE, options.iterations(), options.iterations());
        double[][] weights = objective.matrix(minimum.point());
        double[] bias = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                weights[i][j] = -weights[i][j];
            }
            bias[i] = weights[i][i];
            weights[i][i] = 0;
        }
        return new MpfResult(
                Connectivity.of(weights),
                bias,
                minimum.value(),
                Convergence.of(minimum.arrived(), minimum.iterations()),
                Provenance.endingNow(name(), options, request, start));
    }
}

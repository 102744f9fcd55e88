package circuitscope.infer.flow;

import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.binned.ActivityPatterns;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;

/**
 * Couplings of the Ising model under which least probability flows out of the recorded patterns. Sohl-Dickstein, Battaglino
 * and DeWeese, "New method for parameter estimation in probabilistic models", Physical Review Letters 107, 220601 (2011).
 */
public final class MinimumProbabilityFlow implements Estimator<FlowOptions, FlowResult> {
    private static final String STAGE = "minimizing the probability flow";

    @Override
    public FlowResult fit(Recording recording, FlowOptions options, Progress progress) {
        long start = System.nanoTime();
        Split split = Split.of(recording);
        SpikeCounts active = SpikeCounts.of(recording, split.training(), options.binMs())
                .binary()
                .requireVariable();
        FlowObjective objective = new FlowObjective(ActivityPatterns.of(active), STAGE);
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
        return new FlowResult(
                weights,
                bias,
                minimum.value(),
                minimum.iterations(),
                minimum.arrived(),
                Provenance.endingNow("probability flow", options, 0, recording, split, start));
    }
}

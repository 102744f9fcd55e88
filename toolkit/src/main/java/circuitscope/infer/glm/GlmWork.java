package circuitscope.infer.glm;

import circuitscope.Progress;
import circuitscope.infer.sampling.SampledSteps;

/**
 * How far a fit is, in evaluations of one neuron at one row. How many a fit takes is not known before; the total is what
 * fits of simulated rings and of head-direction cells took.
 */
final class GlmWork {
    private static final long PASSES_OVER_COARSE_ROWS = 60;
    private static final long PASSES_OVER_ROWS = 25;

    private final Progress progress;
    private final long total;
    private long done;

    GlmWork(Progress progress, int neurons, SampledSteps coarse, SampledSteps rows, int fits) {
        this.progress = progress;
        total = neurons * (PASSES_OVER_COARSE_ROWS * coarse.size() + fits * PASSES_OVER_ROWS * rows.size());
    }

    void add(long evaluations) {
        done += evaluations;
        progress.update(GlmObjective.STAGE, Math.min(done, total - 1), total);
    }

    void finish() {
        progress.update(GlmObjective.STAGE, total, total);
    }
}

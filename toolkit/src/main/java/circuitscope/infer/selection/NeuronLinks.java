package circuitscope.infer.selection;

import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.sampling.SampledSteps;

/**
 * The best links of all neurons for known drives: of any shape, each neuron's own, or one for all with a factor for each where
 * spikes are few. A neuron that is never seen to fire has the rate of half a spike.
 */
final class NeuronLinks {
    private static final String STAGE = "links of the neurons";

    private final PiecewiseLinearLink[] shape;
    private final double[][] values;
    private final double[] factor;

    private NeuronLinks(int n) {
        shape = new PiecewiseLinearLink[n];
        values = new double[n][];
        factor = new double[n];
    }

    /**
     * @param drives drives at drawn steps of the training part, and at spikes there
     * @param rows these steps
     * @param request whose training part it is
     */
    static NeuronLinks of(DriveSamples.Drives drives, SampledSteps rows, Request request) {
        int n = drives.atRows().length;
        NeuronLinks links = new NeuronLinks(n);
        boolean pooled = HeldOutLinkLikelihood.pooled(drives);
        PiecewiseLinearLink one = pooled ? HeldOutLinkLikelihood.pooledLink(drives, rows) : null;
        double[] best = pooled ? one.fit() : null;
        Workers workers = request.workers().silently();
        workers.map(n, STAGE, i -> {
            float[] atRows = drives.atRows()[i];
            float[] atSpikes = drives.atSpikes()[i];
            if (atSpikes.length == 0) {
                links.factor[i] = Math.log(0.5 / request.trainingSteps());
            } else if (pooled) {
                links.shape[i] = one;
                links.values[i] = best;
                links.factor[i] = Math.log(atSpikes.length / one.expected(best, atRows, rows.weight()));
            } else {
                links.shape[i] = new PiecewiseLinearLink(atRows, rows.weight(), atSpikes);
                links.values[i] = links.shape[i].fit();
            }
            return i;
        });
        return links;
    }

    /** Log of the expected count per step of a neuron at a drive. */
    double logRate(int i, float drive) {
        return factor[i] + (shape[i] == null ? 0 : shape[i].logRate(values[i], drive));
    }

    /** Its derivative by the drive. */
    double slope(int i, float drive) {
        return shape[i] == null ? 0 : shape[i].slope(values[i], drive);
    }

    /** Derivative of the rate by the drive. */
    double rateSlope(int i, float drive) {
        double slope = slope(i, drive);
        return slope == 0 ? 0 : slope * Math.exp(logRate(i, drive));
    }
}

package circuitscope.infer.selection;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * How likely given weights make the spikes of the validation part, through the simplest neurons that can use them: exponential
 * synapses of one time constant, and for each neuron a link of any shape, fitted to these spikes; where they are few, one link for
 * all, and a factor for each. A flexible network can
 * predict well with wrong weights; such neurons can't. So in a part of the recording that weights were not learned from,
 * better weights have a lower loss.
 */
public final class HeldOutLinkLikelihood {
    private static final int STRIDE = 20;
    /** Fewer spikes of a neuron than these do not tell the shape of its link. */
    private static final int SPIKES_FOR_A_LINK = 150;

    private static final int POOLED_ROWS = 500_000;
    private static final String STAGE = "likelihood of held-out spikes";

    private final Workers workers;
    private final DriveSamples samples;

    /**
     * @param request a recording with its validation part
     * @param tauMs synaptic time constant in ms
     */
    public HeldOutLinkLikelihood(Request request, double tauMs) {
        this(request, tauMs, new double[request.recording().neurons()][0]);
    }

    /**
     * @param request a recording with its validation part, and terms of an angle that drives the neurons
     * @param tauMs synaptic time constant in ms
     * @param tuning factors of these terms in the units of the weights, shape (N, terms)
     */
    public HeldOutLinkLikelihood(Request request, double tauMs, double[][] tuning) {
        workers = request.workers().silently();
        List<Segment> validation = request.split().validation();
        samples = new DriveSamples(
                request,
                validation,
                SampledSteps.draw(validation, STRIDE, request.random("steps of the held-out integral")),
                tauMs,
                tuning);
    }

    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N), any scale in each row; the diagonal is not used
     * @return negative log-likelihood (Eq. 9) in nats per spike
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public double loss(double[][] weights) {
        return Arrays.stream(losses(weights)).sum();
    }

    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     * @return what each neuron adds to {@link #loss}, shape (N); 0 if it is silent
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public double[] losses(double[][] weights) {
        int n = weights.length;
        DriveSamples.Drives drives = samples.of(weights);
        float[][] atRows = drives.atRows();
        float[][] atSpikes = drives.atSpikes();
        double all = drives.spikes();
        if (pooled(drives)) {
            PiecewiseLinearLink link = pooledLink(drives, samples.rows());
            double[] values = link.fit();
            return workers
                    .map(
                            n,
                            STAGE,
                            i -> atSpikes[i].length == 0
                                    ? 0
                                    : link.loss(
                                                    values,
                                                    atRows[i],
                                                    samples.rows().weight(),
                                                    atSpikes[i])
                                            / all)
                    .stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
        return workers
                .map(n, STAGE, i -> {
                    Progress.stopIfInterrupted(STAGE);
                    return atSpikes[i].length == 0
                            ? 0
                            : new PiecewiseLinearLink(atRows[i], samples.rows().weight(), atSpikes[i]).loss() / all;
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Whether all neurons share one link, because few spikes do not tell its shape; rates may differ by a factor. */
    static boolean pooled(DriveSamples.Drives drives) {
        return drives.spikes() < SPIKES_FOR_A_LINK * drives.atRows().length;
    }

    static PiecewiseLinearLink pooledLink(DriveSamples.Drives drives, SampledSteps rows) {
        float[][] atRows = drives.atRows();
        int n = atRows.length;
        int rowCount = rows.size();
        int every = (int) Math.max(1, (long) n * rowCount / POOLED_ROWS);
        int kept = (n * rowCount - 1) / every + 1;
        float[] pooled = new float[kept];
        double[] weight = new double[kept];
        for (int k = 0; k < kept; k++) {
            int at = k * every;
            pooled[k] = atRows[at / rowCount][at % rowCount];
            weight[k] = every * rows.weight()[at % rowCount];
        }
        float[] together = new float[drives.spikes()];
        int filled = 0;
        for (float[] own : drives.atSpikes()) {
            System.arraycopy(own, 0, together, filled, own.length);
            filled += own.length;
        }
        return new PiecewiseLinearLink(pooled, weight, together);
    }

    /**
     * The time constant through which given weights make the held-out spikes likeliest.
     *
     * @param request a recording with its validation part
     * @param weights weights, shape (N, N)
     * @param shortestMs lower end of the range in which it is sought, in ms
     * @param longestMs upper end of this range, in ms
     * @return time constant in ms
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static double likeliestTau(Request request, double[][] weights, double shortestMs, double longestMs) {
        return SynapticTimeConstant.ofLowest(
                shortestMs, longestMs, tau -> new HeldOutLinkLikelihood(request, tau).loss(weights));
    }
}

package circuitscope.infer.selection;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
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
    /** A fixed number, so that nothing depends on the number of threads. */
    private static final int PIECES = 16;

    private final Recording recording;
    private final Recording targets;
    private final Workers workers;
    private final AngleHarmonics terms;
    private final double tauMs;
    private final double[][] tuning;
    private final SampledSteps rows;
    private final List<Segment> parts;
    private final List<int[]> spikes;

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
        terms = tuning[0].length == 0 ? AngleHarmonics.none() : request.tuning();
        this.tuning = tuning;
        recording = request.recording();
        targets = request.targets();
        workers = request.workers().silently();
        this.tauMs = tauMs;
        parts = request.split().validation();
        rows = SampledSteps.draw(parts, STRIDE, request.random("steps of the held-out integral"));
        spikes = targets.spikeTrains(parts);
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
        float[][] w = new float[n][n + terms.size()];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i][j] = i == j ? 0 : (float) weights[i][j];
            }
            for (int k = 0; k < terms.size(); k++) {
                w[i][n + k] = (float) tuning[i][k];
            }
        }
        float[][] atRows = new float[n][rows.size()];
        float[][] atSpikes = new float[n][];
        for (int i = 0; i < n; i++) {
            atSpikes[i] = new float[spikes.get(i).length];
        }
        // pieces of time write to places of their own
        workers.map(Segment.pieces(parts, PIECES), STAGE, piece -> {
            fillDrive(piece, w, atRows, atSpikes);
            return piece;
        });
        double all = spikes.stream().mapToInt(own -> own.length).sum();
        if (all < SPIKES_FOR_A_LINK * n) {
            return losses(atRows, atSpikes, all);
        }
        return workers
                .map(n, STAGE, i -> {
                    Progress.stopIfInterrupted(STAGE);
                    return atSpikes[i].length == 0
                            ? 0
                            : new PiecewiseLinearLink(atRows[i], rows.weight(), atSpikes[i]).loss() / all;
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** With one link for all neurons, because few spikes do not tell its shape; rates may differ by a factor. */
    private double[] losses(float[][] atRows, float[][] atSpikes, double all) {
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
        float[] together = new float[(int) all];
        int filled = 0;
        for (float[] own : atSpikes) {
            System.arraycopy(own, 0, together, filled, own.length);
            filled += own.length;
        }
        PiecewiseLinearLink link = new PiecewiseLinearLink(pooled, weight, together);
        double[] values = link.fit();
        return workers
                .map(
                        n,
                        STAGE,
                        i -> atSpikes[i].length == 0
                                ? 0
                                : link.loss(values, atRows[i], rows.weight(), atSpikes[i]) / all)
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The drive of all neurons at the drawn steps of a piece, and of each at its own spikes there. */
    private void fillDrive(Segment piece, float[][] w, float[][] atRows, float[][] atSpikes) {
        int n = w.length;
        SynapticTraces walk = new SynapticTraces(recording, tauMs, terms, piece.start());
        float[] traces = new float[n + terms.size()];
        int[] next = new int[n];
        for (int i = 0; i < n; i++) {
            int found = Arrays.binarySearch(spikes.get(i), piece.start());
            next[i] = found >= 0 ? found : -found - 1;
            // two spikes of a neuron in one step: the first of them
            while (next[i] > 0 && spikes.get(i)[next[i] - 1] == piece.start()) {
                next[i]--;
            }
        }
        int row = rows.firstFrom(piece.start());
        int lastRow = rows.firstFrom(piece.end());
        int spike = recording.firstSpikeFrom(piece.start());
        int lastSpike = recording.firstSpikeFrom(piece.end());
        while (row < lastRow || spike < lastSpike) {
            if (spike < lastSpike && (row == lastRow || recording.stepOf(spike) <= rows.step()[row])) {
                walk.fill(recording.stepOf(spike), traces);
                int i = targets.neuronOf(spike++);
                atSpikes[i][next[i]++] = FloatRows.dot(w[i], traces, traces.length);
            } else {
                walk.fill(rows.step()[row], traces);
                for (int i = 0; i < n; i++) {
                    atRows[i][row] = FloatRows.dot(w[i], traces, traces.length);
                }
                row++;
            }
            if ((row + spike) % 4096 == 0) {
                Progress.stopIfInterrupted(STAGE);
            }
        }
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

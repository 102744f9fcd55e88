package circuitscope.infer.glm;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How likely given weights make some spikes, through the simplest neurons that can use them: exponential synapses of one time
 * constant, and for each neuron a link of any shape, fitted to these spikes. A flexible network can predict
 * well with wrong weights; such neurons can't. So in a part of the recording that weights were not learned from, better
 * weights have a lower loss.
 */
public final class GivenWeights {
    private static final int STRIDE = 20;

    private final Recording recording;
    private final double tauMs;
    private final QuadratureRows rows;
    private final List<int[]> spikes;

    /**
     * @param recording a recording
     * @param parts where spikes count
     * @param tauMs synaptic time constant in ms
     * @param seed seed of the steps at which the integral of the rates is taken, one in 20
     */
    public GivenWeights(Recording recording, List<Segment> parts, double tauMs, long seed) {
        this.recording = recording;
        this.tauMs = tauMs;
        rows = QuadratureRows.draw(parts, STRIDE, RandomSource.XO_SHI_RO_256_PP.create(seed));
        spikes = SpikeTriggeredActivity.spikesByNeuron(recording, parts);
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
        float[][] w = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i][j] = i == j ? 0 : (float) weights[i][j];
            }
        }
        float[][] atRows = new float[n][rows.size()];
        SynapticTraces walk = new SynapticTraces(recording, tauMs, rows.step()[0]);
        float[] traces = new float[n];
        for (int k = 0; k < rows.size(); k++) {
            walk.fill(rows.step()[k], traces);
            for (int i = 0; i < n; i++) {
                atRows[i][k] = FloatRows.dot(w[i], traces, n);
            }
        }
        double all = spikes.stream().mapToInt(own -> own.length).sum();
        return Parallel.map(IntStream.range(0, n).boxed().toList(), "weighing weights", Progress.silent(), i -> {
                    Progress.stopIfInterrupted("weighing weights");
                    int[] own = spikes.get(i);
                    return own.length == 0 ? 0 : new FreeLink(atRows[i], rows.weight(), drive(w[i], own)).loss() / all;
                })
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * The time constant through which given weights make some spikes likeliest.
     *
     * @param recording a recording
     * @param parts where spikes count
     * @param weights weights, shape (N, N)
     * @param shortestMs lower end of the range in which it is sought, in ms
     * @param longestMs upper end of this range, in ms
     * @param seed seed of the steps at which the integral of the rates is taken
     * @return time constant in ms
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static double likeliestTau(
            Recording recording,
            List<Segment> parts,
            double[][] weights,
            double shortestMs,
            double longestMs,
            long seed) {
        return LinkGlm.minimum(
                shortestMs, longestMs, tau -> new GivenWeights(recording, parts, tau, seed).loss(weights));
    }

    private float[] drive(float[] weights, int[] steps) {
        SynapticTraces walk = new SynapticTraces(recording, tauMs, steps[0]);
        float[] traces = new float[weights.length];
        float[] drive = new float[steps.length];
        for (int k = 0; k < steps.length; k++) {
            walk.fill(steps[k], traces);
            drive[k] = FloatRows.dot(weights, traces, weights.length);
        }
        return drive;
    }
}

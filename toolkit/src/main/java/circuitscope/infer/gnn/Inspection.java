package circuitscope.infer.gnn;

import circuitscope.infer.Curve;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.messagepassing.LossGradient;
import circuitscope.infer.messagepassing.RowBatch;
import circuitscope.infer.messagepassing.RowSampler;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What a trained network has learned, in terms of a simple neuron: one synaptic filter and one link. */
final class Inspection {
    private static final int SPIKES = 4000;
    private static final int TIMES = 200;
    private static final int POINTS = 25;

    private final Recording recording;
    private final Architecture shape;
    private final Parameters p;
    private final float[] w;
    private final RowSampler sampler;
    private final LossGradient network;

    Inspection(Request request, Architecture shape, Parameters p, float[] w) {
        recording = request.recording();
        this.shape = shape;
        this.p = p;
        this.w = w;
        sampler = new RowSampler(request.targets(), request.split().validation(), SPIKES, TIMES, 1);
        network = LossGradient.sequential(recording, shape).with(request.tuning());
    }

    /** Derivative of the log rate by a spike at each lag, regressed on the weight of its synapse. */
    double[] effects() {
        return network.spikeEffects(sampler.spikesAlone(), p, w);
    }

    /** The value that is farthest from 0. */
    static double largest(double[] effect) {
        return Arrays.stream(effect).reduce(0, (a, b) -> Math.abs(b) > Math.abs(a) ? b : a);
    }

    /** Effects in units of the largest. */
    Curve filter(double[] effect) {
        double largest = largest(effect);
        double binMs = shape.binSteps(recording.dtMs()) * recording.dtMs();
        double[] lag = new double[effect.length];
        double[] size = new double[effect.length];
        for (int b = 0; b < effect.length; b++) {
            lag[b] = (b + 0.5) * binMs;
            size[b] = largest == 0 ? 0 : effect[b] / largest;
        }
        return new Curve("synaptic filter", "lag (ms)", "effect", lag, size);
    }

    /** Mean log rate against the drive through this filter, in groups of rows of equal number. */
    Curve link(Curve filter) {
        int n = recording.neurons();
        RowBatch batch = sampler.timesAlone();
        float[] log = network.logRates(batch, p, w);
        double[] drive = new double[log.length];
        SpikeHistory history = new SpikeHistory(recording, shape.binSteps(recording.dtMs()) * filter.y().length);
        for (int k = 0; k < batch.step().length; k++) {
            history.moveTo(batch.step()[k]);
            for (int s = history.firstSpike(); s < history.endSpike(); s++) {
                int j = recording.neuronOf(s);
                double effect =
                        filter.y()[(batch.step()[k] - recording.stepOf(s) - 1) / shape.binSteps(recording.dtMs())];
                for (int i = 0; i < n; i++) {
                    drive[k * n + i] += w[i * n + j] * effect;
                }
            }
        }
        int[] order = IntStream.range(0, drive.length)
                .boxed()
                .sorted((a, b) -> Double.compare(drive[a], drive[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double squares = 0;
        double sum = 0;
        for (double value : drive) {
            sum += value / drive.length;
            squares += value * value / drive.length;
        }
        double deviation = Math.sqrt(Math.max(1e-300, squares - sum * sum));
        double toHz = Math.log(1000 / recording.dtMs());
        int points = Math.min(POINTS, order.length);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int g = 0; g < points; g++) {
            int from = (int) ((long) g * order.length / points);
            int to = (int) ((g + 1L) * order.length / points);
            for (int k = from; k < to; k++) {
                x[g] += drive[order[k]] / deviation / (to - from);
                y[g] += (log[order[k]] + toHz) / (to - from);
            }
        }
        return new Curve("link", "drive (standard deviations)", "log rate (Hz)", x, y);
    }
}

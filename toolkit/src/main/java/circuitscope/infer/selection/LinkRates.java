package circuitscope.infer.selection;

import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;

/**
 * What given weights predict through the simplest neurons that can use them: exponential synapses of one time constant, and for
 * each neuron a link of any shape that makes the training part likeliest; where spikes are few, one link for all, and a factor
 * for each. So a network's score can be told from that of its weights.
 */
public final class LinkRates implements RateModel {
    private static final int STRIDE = 20;
    private static final int MOST_ROWS = 50_000;
    private static final String STAGE = "links of the weights";

    private final double tauMs;
    private final int harmonics;
    private final float[][] weights;
    private final Link[] links;

    /** Log rate of a neuron as a function of its drive. */
    private record Link(PiecewiseLinearLink shape, double[] values, double factor) {
        double logRate(float drive) {
            return factor + (shape == null ? 0 : shape.logRate(values, drive));
        }
    }

    /**
     * @param request a recording with its training part
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N), any scale in each row; the diagonal is not used
     * @param tauMs synaptic time constant in ms
     * @param tuning factors of the terms of an angle that drives the neurons, in the units of the weights, shape (N, terms)
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public LinkRates(Request request, double[][] weights, double tauMs, double[][] tuning) {
        this.tauMs = tauMs;
        harmonics = tuning[0].length / 2;
        this.weights = DriveSamples.rows(weights, tuning);
        List<Segment> training = request.training();
        SampledSteps rows = SampledSteps.draw(training, STRIDE, request.random("steps of the links' integral"))
                .thinned(MOST_ROWS);
        DriveSamples.Drives drives = new DriveSamples(request, training, rows, tauMs, tuning).of(weights);
        float[][] atRows = drives.atRows();
        float[][] atSpikes = drives.atSpikes();
        // half a spike, where there was none
        Link silent = new Link(null, null, Math.log(0.5 / request.trainingSteps()));
        if (HeldOutLinkLikelihood.pooled(drives)) {
            PiecewiseLinearLink shape = HeldOutLinkLikelihood.pooledLink(drives, rows);
            double[] values = shape.fit();
            links = request.workers()
                    .silently()
                    .map(
                            weights.length,
                            STAGE,
                            i -> atSpikes[i].length == 0
                                    ? silent
                                    : new Link(
                                            shape,
                                            values,
                                            Math.log(atSpikes[i].length
                                                    / shape.expected(values, atRows[i], rows.weight()))))
                    .toArray(Link[]::new);
        } else {
            links = request.workers()
                    .silently()
                    .map(weights.length, STAGE, i -> {
                        if (atSpikes[i].length == 0) {
                            return silent;
                        }
                        PiecewiseLinearLink shape = new PiecewiseLinearLink(atRows[i], rows.weight(), atSpikes[i]);
                        return new Link(shape, shape.fit(), 0);
                    })
                    .toArray(Link[]::new);
        }
    }

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        AngleHarmonics angle = harmonics == 0 ? AngleHarmonics.none() : AngleHarmonics.of(recording, harmonics);
        SynapticTraces traces = new SynapticTraces(recording, tauMs, angle, steps.length == 0 ? 0 : steps[0]);
        float[] s = new float[weights.length + angle.size()];
        double[] rates = new double[weights.length];
        for (int step : steps) {
            traces.fill(step, s);
            for (int i = 0; i < rates.length; i++) {
                rates[i] = Math.exp(links[i].logRate(FloatRows.dot(weights[i], s, s.length)));
            }
            visitor.rates(step, rates);
        }
    }
}

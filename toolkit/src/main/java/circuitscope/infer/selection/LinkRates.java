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

    private final double tauMs;
    private final int harmonics;
    private final float[][] weights;
    private final NeuronLinks links;

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
        this.weights = DriveSamples.weightRows(weights, tuning);
        List<Segment> training = request.training();
        SampledSteps rows = SampledSteps.draw(training, STRIDE, request.random("steps of the links' integral"))
                .thinned(MOST_ROWS);
        links = NeuronLinks.of(new DriveSamples(request, training, rows, tauMs, tuning).of(weights), rows, request);
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
                rates[i] = Math.exp(links.logRate(i, FloatRows.dot(weights[i], s, s.length)));
            }
            visitor.rates(step, rates);
        }
    }
}

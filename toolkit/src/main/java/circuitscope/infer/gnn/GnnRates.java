package circuitscope.infer.gnn;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.messagepassing.LossGradient;
import circuitscope.infer.messagepassing.RowBatch;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/**
 * The network's predictions, all neurons at a time.
 *
 * @param shape shape of the network
 * @param parameters trained numbers
 * @param weights w[i][j], flat, shape (N, N)
 * @param harmonics harmonics of the angle that drives the neurons
 */
record GnnRates(Architecture shape, Parameters parameters, float[] weights, int harmonics) implements RateModel {
    private static final int CHUNK = 64;

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        int n = recording.neurons();
        LossGradient network = LossGradient.sequential(recording, shape).with(AngleHarmonics.of(recording, harmonics));
        double[] rates = new double[n];
        for (int from = 0; from < steps.length; from += CHUNK) {
            int[] some = Arrays.copyOfRange(steps, from, Math.min(steps.length, from + CHUNK));
            float[] log = network.logRates(RowBatch.all(some, n), parameters, weights);
            for (int k = 0; k < some.length; k++) {
                for (int i = 0; i < n; i++) {
                    rates[i] = Math.exp(log[k * n + i]);
                }
                visitor.rates(some[k], rates);
            }
        }
    }
}

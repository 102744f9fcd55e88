package circuitscope.infer.netformer;

import circuitscope.infer.sampling.Windows;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/** The expected counts exp(y) of a trained network. */
record NetFormerRates(Attention network, NetFormerOptions options) implements RateModel {
    private static final int BLOCK = 1024;

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        double[] rates = new double[recording.neurons()];
        for (int from = 0; from < steps.length; from += BLOCK) {
            int[] some = Arrays.copyOfRange(steps, from, Math.min(steps.length, from + BLOCK));
            Windows tokens = Windows.filtered(recording, recording, some, options.history(), options.tauMs());
            float[][] predicted = network.predict(tokens);
            for (int k = 0; k < some.length; k++) {
                for (int i = 0; i < rates.length; i++) {
                    rates[i] = Math.exp(predicted[k][i]);
                }
                visitor.rates(some[k], rates);
            }
        }
    }
}

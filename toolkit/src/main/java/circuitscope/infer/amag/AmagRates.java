package circuitscope.infer.amag;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.Windows;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/** Expected counts of the bin that begins with a step, spread evenly over its steps. */
record AmagRates(AmagNetwork network, Parameters parameters, int history, int width) implements RateModel {
    private static final int BLOCK = 256;

    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        double[] rates = new double[recording.neurons()];
        for (int from = 0; from < steps.length; from += BLOCK) {
            int[] some = Arrays.copyOfRange(steps, from, Math.min(steps.length, from + BLOCK));
            float[][] predicted =
                    network.predict(parameters, Windows.counted(recording, recording, some, history, width));
            for (int k = 0; k < some.length; k++) {
                for (int i = 0; i < rates.length; i++) {
                    rates[i] = Math.exp(predicted[k][i]) / width;
                }
                visitor.rates(some[k], rates);
            }
        }
    }
}

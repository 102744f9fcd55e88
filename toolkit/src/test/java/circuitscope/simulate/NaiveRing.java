package circuitscope.simulate;

import circuitscope.spikes.Recording;
import java.util.Random;

/** The networks step by step as they are defined, every random number of every neuron and step drawn: slow and plain. */
final class NaiveRing {
    private NaiveRing() {}

    static Recording simulate(RingNetwork network, int steps, long seed) {
        Random random = new Random(seed);
        int n = network.neurons();
        double[][] w = network.weights();
        double[] s = new double[n];
        Recording.Builder builder = Recording.builder(n, steps, network.dtMs());
        for (int t = 0; t < steps; t++) {
            int[] spikes = new int[n];
            for (int i = 0; i < n; i++) {
                double g = network.drive();
                for (int j = 0; j < n; j++) {
                    g += network.strength() * w[i][j] * s[j];
                }
                if (network.spiking() instanceof ThresholdCrossing model) {
                    if (random.nextGaussian() > model.gate()) {
                        g += network.drive() * model.noise() * random.nextGaussian();
                    }
                    spikes[i] = g > model.threshold() ? 1 : 0;
                } else if (network.spiking() instanceof LinearNonlinearPoisson model) {
                    spikes[i] = poisson(model.gain() * Math.max(0, g - model.threshold()), random);
                }
            }
            for (int i = 0; i < n; i++) {
                s[i] = s[i] * (1 - network.dtMs() / network.tauMs()) + spikes[i];
                for (int k = 0; k < spikes[i]; k++) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    private static int poisson(double mean, Random random) {
        int count = 0;
        for (double product = random.nextDouble(); product > Math.exp(-mean); product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}

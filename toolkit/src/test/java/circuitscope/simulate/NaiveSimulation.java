package circuitscope.simulate;

import circuitscope.network.ExponentialLink;
import circuitscope.network.LeakyIntegrateAndFire;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.ThresholdCrossing;
import circuitscope.spikes.Recording;
import java.util.Random;

/** Networks step by step as they are defined, every random number of every neuron and step drawn: slow and plain. */
final class NaiveSimulation {
    private NaiveSimulation() {}

    static Recording simulate(Network network, int steps, long seed) {
        Random random = new Random(seed);
        int n = network.neurons();
        double[][] w = network.weights();
        double[][] latencies = network.synapse().latenciesMs(n).orElse(new double[n][n]);
        // s of each connection, because spikes may arrive at different times
        double[][] s = new double[n][n];
        double[] first = new double[n];
        for (int j = 0; j < n; j++) {
            first[j] = random.nextDouble();
        }
        for (double[] row : s) {
            System.arraycopy(first, 0, row, 0, n);
        }
        int slots = 1 + (int) Math.round(network.synapse().longestLatencyMs() / network.dtMs());
        double[][][] arriving = new double[slots][n][n];
        int[][] late = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                late[i][j] = (int) Math.round(latencies[i][j] / network.dtMs());
            }
        }
        double decay = 1 - network.dtMs() / network.synapse().tauMs();
        double[] potential = new double[n];
        int[] silentUntil = new int[n];
        if (network.spiking() instanceof LeakyIntegrateAndFire membrane) {
            for (int i = 0; i < n; i++) {
                potential[i] = random.nextDouble() * membrane.threshold();
            }
        }
        Recording.Builder builder = Recording.builder(n, steps, network.dtMs());
        for (int t = 0; t < steps; t++) {
            int[] spikes = new int[n];
            int now = t % slots;
            double drive = network.drive().at(t * network.dtMs());
            for (int i = 0; i < n; i++) {
                double g = drive;
                for (int j = 0; j < n; j++) {
                    g += network.strength() * w[i][j] * s[i][j];
                }
                if (network.spiking() instanceof ThresholdCrossing model) {
                    if (random.nextGaussian() > model.gate()) {
                        g += drive * model.noise() * random.nextGaussian();
                    }
                    spikes[i] = g > model.threshold() ? 1 : 0;
                } else if (network.spiking() instanceof LinearNonlinearPoisson model) {
                    spikes[i] = poisson(model.gain() * Math.max(0, g - model.threshold()), random);
                } else if (network.spiking() instanceof ExponentialLink model) {
                    double hertz = Math.min(model.highestHz(), model.rateHz() * Math.exp(model.gain() * g));
                    spikes[i] = poisson(hertz * network.dtMs() / 1000, random);
                } else if (network.spiking() instanceof LeakyIntegrateAndFire membrane && t >= silentUntil[i]) {
                    // Euler's method in ten parts of a step
                    double dt = network.dtMs() / membrane.tauMs() / 10;
                    for (int part = 0; part < 10; part++) {
                        potential[i] +=
                                (g - potential[i]) * dt + membrane.noise() * Math.sqrt(2 * dt) * random.nextGaussian();
                    }
                    if (potential[i] >= membrane.threshold()) {
                        spikes[i] = 1;
                        potential[i] = membrane.reset();
                        silentUntil[i] = t + 1 + (int) Math.round(membrane.refractoryMs() / network.dtMs());
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (spikes[j] > 0) {
                        arriving[(t + late[i][j]) % slots][i][j] += spikes[j];
                    }
                    s[i][j] = s[i][j] * decay + arriving[now][i][j];
                    arriving[now][i][j] = 0;
                }
            }
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < spikes[j]; k++) {
                    builder.add(t, j);
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

package circuitscope.infer.binned;

import circuitscope.spikes.Recording;
import java.util.Random;

/** Recordings made of known probabilities, for tests of methods that read patterns; a bin is one step of 1 ms. */
public final class PlantedPatterns {
    private PlantedPatterns() {}

    /** Probability of every pattern x in {0, 1}^N, with neuron i in bit i, under exp(sum h_i s_i + sum_{i<j} J_ij s_i s_j). */
    public static double[] spinProbabilities(double[] fields, double[][] couplings) {
        int n = fields.length;
        double[] probabilities = new double[1 << n];
        double sum = 0;
        for (int pattern = 0; pattern < probabilities.length; pattern++) {
            double exponent = 0;
            for (int i = 0; i < n; i++) {
                int si = 2 * (pattern >> i & 1) - 1;
                exponent += fields[i] * si;
                for (int j = 0; j < i; j++) {
                    exponent += couplings[i][j] * si * (2 * (pattern >> j & 1) - 1);
                }
            }
            probabilities[pattern] = Math.exp(exponent);
            sum += probabilities[pattern];
        }
        for (int pattern = 0; pattern < probabilities.length; pattern++) {
            probabilities[pattern] /= sum;
        }
        return probabilities;
    }

    /** Means of the spins. */
    public static double[] means(double[] probabilities, int n) {
        double[] means = new double[n];
        for (int pattern = 0; pattern < probabilities.length; pattern++) {
            for (int i = 0; i < n; i++) {
                means[i] += probabilities[pattern] * (2 * (pattern >> i & 1) - 1);
            }
        }
        return means;
    }

    /** Covariance of the spins. */
    public static double[][] covariance(double[] probabilities, int n) {
        double[] means = means(probabilities, n);
        double[][] covariance = new double[n][n];
        for (int pattern = 0; pattern < probabilities.length; pattern++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] += probabilities[pattern]
                            * (2 * (pattern >> i & 1) - 1 - means[i])
                            * (2 * (pattern >> j & 1) - 1 - means[j]);
                }
            }
        }
        return covariance;
    }

    /** Patterns of x in {0, 1}^N from Gibbs sampling of exp(-x^T J x) with symmetric J, one sweep per bin. */
    public static Recording gibbs(double[][] energy, int bins, long seed) {
        int n = energy.length;
        Random random = new Random(seed);
        int[] x = new int[n];
        Recording.Builder builder = Recording.builder(n, bins, 1);
        for (int t = -100; t < bins; t++) {
            for (int i = 0; i < n; i++) {
                double difference = energy[i][i];
                for (int j = 0; j < n; j++) {
                    difference += j == i ? 0 : 2 * energy[i][j] * x[j];
                }
                x[i] = random.nextDouble() < 1 / (1 + Math.exp(difference)) ? 1 : 0;
            }
            for (int i = 0; t >= 0 && i < n; i++) {
                if (x[i] == 1) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    /** A random symmetric J with biases that hold neurons active about a third of the time. */
    public static double[][] randomEnergy(int n, double scale, long seed) {
        Random random = new Random(seed);
        double[][] energy = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                energy[i][j] = scale * random.nextGaussian();
                energy[j][i] = energy[i][j];
            }
            energy[i][i] = 0.7 + 0.2 * random.nextGaussian();
        }
        return energy;
    }
}

package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A sparse network whose motifs are in who is connected to whom: neuron j in q is connected to neuron i in p with the
 * probability p (1 + alpha_i^q + beta_j^p), and every connection from q has the same weight Jbar_q / (N_q p). The relative
 * factors (alpha^1, ..., alpha^P, beta^1, ..., beta^P) of a neuron have mean 0 and the given covariance.
 *
 * @param names name of each population, shape (P)
 * @param shares share of each population in all neurons, shape (P), sum 1
 * @param strength Jbar[q], mean summed weight onto a neuron from population q, shape (P)
 * @param probability mean probability of a connection p
 * @param factors covariance of the relative factors of a neuron in p, shape (P, 2 P, 2 P); variances at most 0.09
 */
public record SparseMotifs(
        List<String> names, double[] shares, double[] strength, double probability, double[][][] factors) {
    /** Beyond this s.d. too many probabilities would be cut at 0 and 1. */
    private static final double MOST_DEVIATION = 0.3;

    /**
     * @param names name of each population, shape (P)
     * @param shares share of each population in all neurons, shape (P), sum 1
     * @param strength mean summed weight onto a neuron from population q, shape (P)
     * @param probability mean probability of a connection
     * @param factors covariance of the relative factors of a neuron in p, shape (P, 2 P, 2 P)
     * @throws InputException if shapes do not fit, a number is out of range, or a covariance is none
     */
    public SparseMotifs {
        names = List.copyOf(names);
        int count = names.size();
        MotifModel.requireShares(names, shares);
        if (strength.length != count || factors.length != count) {
            throw InputException.of(
                    "Found %d strengths and %d covariances, expected one for each of %d populations.",
                    strength.length, factors.length, count);
        }
        InputException.requireBetween("Probability of a connection", probability, 1e-6, 0.6);
        for (int p = 0; p < count; p++) {
            MotifModel.requireSquare("Covariance of the factors of population " + names.get(p), factors[p], 2 * count);
            FactorCovariance.requireValid(names, p, factors[p]);
            for (int k = 0; k < 2 * count; k++) {
                InputException.requireBetween(
                        "Relative s.d. of the factors of population " + names.get(p),
                        Math.sqrt(factors[p][k][k]),
                        0,
                        MOST_DEVIATION * (1 + 1e-12));
            }
        }
    }

    /**
     * The test case: 80 % excitatory and 20 % inhibitory neurons, Jbar 3 and -4, a fifth of all connections. The number of
     * connections from an excitatory neuron, and of those from excitatory neurons to any, vary with the relative s.d. 0.3.
     *
     * @param correlation correlation of the two numbers over excitatory neurons, -1 to 1: chains between excitatory neurons
     * @return the network
     * @throws InputException if the correlation is out of range
     */
    public static SparseMotifs excitatoryInhibitory(double correlation) {
        InputException.requireBetween("Correlation of in- and out-degrees", correlation, -1, 1);
        double variance = MOST_DEVIATION * MOST_DEVIATION;
        double[][][] factors = new double[2][4][4];
        factors[0][0][0] = variance;
        factors[1][0][0] = variance;
        for (int a = 2; a < 4; a++) {
            factors[0][a][2] = variance;
            factors[0][a][3] = variance;
            factors[0][a][0] = correlation * variance;
            factors[0][0][a] = correlation * variance;
        }
        return new SparseMotifs(List.of("E", "I"), new double[] {0.8, 0.2}, new double[] {3, -4}, 0.2, factors);
    }

    /**
     * The full network that has the same means and correlations: U = Jbar alpha, V = Jbar beta, and the spread of zeros and
     * ones, g^2 = Jbar^2 (1 - p) / (p N_q).
     *
     * @param neurons number of neurons N
     * @return its statistics
     */
    public MotifModel equivalent(int neurons) {
        int count = names.size();
        double[][] mean = new double[count][count];
        double[][] spread = new double[count][count];
        double[][][] scaled = new double[count][2 * count][2 * count];
        for (int p = 0; p < count; p++) {
            for (int q = 0; q < count; q++) {
                mean[p][q] = strength[q];
                spread[p][q] =
                        Math.abs(strength[q]) * Math.sqrt((1 - probability) / (probability * shares[q] * neurons));
            }
            for (int k = 0; k < 2 * count; k++) {
                for (int l = 0; l < 2 * count; l++) {
                    scaled[p][k][l] = factors[p][k][l] * size(p, k) * size(p, l);
                }
            }
        }
        return new MotifModel(names, shares, mean, spread, new double[count][count], 1, scaled);
    }

    /** U^q scales with the strength of q; V of a neuron in p with that of p. */
    private double size(int p, int factor) {
        return factor < names.size() ? strength[factor] : strength[p];
    }

    /**
     * @param neurons number of neurons N, at most 65,536
     * @param seed seed of all random numbers
     * @return a network, the same on every machine
     * @throws InputException if the number of neurons is out of range, or memory will not do
     */
    public MotifNetwork draw(int neurons, long seed) {
        return draw(neurons, seed, Workers.all());
    }

    /**
     * @param neurons number of neurons N, at most 65,536
     * @param seed seed of all random numbers
     * @param workers threads, on whose number the network does not depend
     * @return a network, the same on every machine
     * @throws InputException if the number of neurons is out of range, or memory will not do
     */
    public MotifNetwork draw(int neurons, long seed, Workers workers) {
        InputException.requireBetween("Number of neurons", neurons, 3, MotifNetwork.MAX_NEURONS);
        Memory.require("A sparse network of " + neurons + " neurons", 2.0 * neurons * neurons * probability);
        Populations populations = Populations.sideBySide(names, shares, neurons);
        int count = names.size();
        int[] of = populations.of();
        double[][] alpha = new double[count][neurons];
        double[][] beta = new double[count][neurons];
        float[] bySender = new float[neurons];
        for (int p = 0; p < count; p++) {
            int[] members = populations.members(p);
            double[][] drawn = FactorSampling.RANDOM.draw(factors[p], members.length, names.get(p), seed, p);
            for (int k = 0; k < members.length; k++) {
                bySender[members[k]] = (float) (strength[p] / (members.length * probability));
                for (int q = 0; q < count; q++) {
                    alpha[q][members[k]] = drawn[q][k];
                    beta[q][members[k]] = drawn[count + q][k];
                }
            }
        }
        char[][] senders = new char[neurons][];
        workers.silently().map(neurons, "drawing connections", i -> {
            UniformRandomProvider random = RandomStreams.of(seed, "motif connections", i);
            senders[i] = WeightNoise.Sparse.chosen(
                    random, neurons, j -> probability * (1 + alpha[of[j]][i] + beta[of[i]][j]));
            return null;
        });
        return new MotifNetwork(
                populations,
                new double[count][count],
                new double[count][neurons],
                new double[count][neurons],
                new WeightNoise.Sparse(senders, null, bySender));
    }
}

package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Statistics of the synapses of a network of P populations: means, and correlations of pairs of synapses that share a neuron
 * (second-order motifs; Hu et al. 2013; Shao et al. 2025). From neuron j in q to neuron i in p
 *
 * <pre>
 *   J_ij = (Jbar_pq + U_i^q + V_j^p) / N_q + w_ij,   w ~ N(0, g_pq^2 / N_q)
 * </pre>
 *
 * where (U^1, ..., U^P, V^1, ..., V^P) of a neuron in p has mean 0 and covariance Sigma_p: Cov(U, U) is the convergent motif
 * Gamma_p, Cov(V, V) the divergent motif D_p, and Cov(V^a, U^b) the chain a &larr; p &larr; b.
 *
 * @param names name of each population, shape (P)
 * @param shares share of each population in all neurons, shape (P), sum 1
 * @param mean Jbar[p][q], summed weight onto a neuron in p from population q, shape (P, P)
 * @param spread g[p][q], shape (P, P): the independent part of a weight has the s.d. g / sqrt(N_q)
 * @param reciprocity correlation of the independent parts of w_ij and w_ji, i in p and j in q, shape (P, P), symmetric
 * @param density share of the pairs whose weight has an independent part, 0 (excluded) to 1; its variance is raised so that
 *     g keeps its meaning
 * @param factors Sigma[p], covariance of (U, V) of a neuron in p, shape (P, 2 P, 2 P)
 */
public record MotifModel(
        List<String> names,
        double[] shares,
        double[][] mean,
        double[][] spread,
        double[][] reciprocity,
        double density,
        double[][][] factors) {
    /** Share of excitatory neurons in the test case. */
    private static final double[] SHARES = {0.8, 0.2};

    private static final List<String> E_AND_I = List.of("E", "I");
    private static final double[][] MEANS = {{0.65, -1.65}, {0.65, -1.65}};
    private static final double STRENGTH = 1.5;
    private static final double SPREAD = 0.5;

    /**
     * @param names name of each population, shape (P)
     * @param shares share of each population in all neurons, shape (P), sum 1
     * @param mean summed weight onto a neuron in p from population q, shape (P, P)
     * @param spread scaled s.d. of the independent part of weights, shape (P, P)
     * @param reciprocity correlation of the independent parts of the two weights of a pair, shape (P, P)
     * @param density share of the pairs whose weight has an independent part
     * @param factors covariance of (U, V) of a neuron in p, shape (P, 2 P, 2 P)
     * @throws InputException if shapes do not fit, a number is out of range, or a covariance is none: the message says which
     *     motif strength is impossible and what range would do
     */
    public MotifModel {
        names = List.copyOf(names);
        int count = names.size();
        InputException.requireBetween("Number of populations", count, 1, 20);
        requireShares(names, shares);
        requireSquare("Mean weights", mean, count);
        requireSquare("Spread of weights", spread, count);
        requireSquare("Reciprocity", reciprocity, count);
        InputException.requireBetween("Share of pairs with an independent weight", density, 1e-6, 1);
        if (factors.length != count) {
            throw InputException.of(
                    "Covariances of the factors are given for %d populations, expected %d.", factors.length, count);
        }
        for (int p = 0; p < count; p++) {
            requireSquare("Covariance of the factors of population " + names.get(p), factors[p], 2 * count);
            FactorCovariance.requireValid(names, p, factors[p]);
            for (int q = 0; q < count; q++) {
                String pair = names.get(p) + " <- " + names.get(q);
                InputException.requireBetween("Spread g of the weights " + pair, spread[p][q], 0, 1e6);
                InputException.requireBetween("Reciprocity " + pair, reciprocity[p][q], -1, 1);
                if (reciprocity[p][q] != reciprocity[q][p]) {
                    throw InputException.of(
                            "Reciprocity %s is %s and that of the way back %s, expected one number for both.",
                            pair, reciprocity[p][q], reciprocity[q][p]);
                }
                if (reciprocity[p][q] != 0 && density < 1) {
                    throw InputException.of(
                            "Reciprocity %s is %s where only %s of the pairs have an independent weight, expected 0 or all"
                                    + " pairs.",
                            pair, reciprocity[p][q], density);
                }
            }
        }
    }

    static void requireShares(List<String> names, double[] shares) {
        double sum = Arrays.stream(shares).sum();
        if (shares.length != names.size() || !(Math.abs(sum - 1) < 1e-9)) {
            throw InputException.of(
                    "Shares of the populations are %s, expected %d numbers with the sum 1.",
                    Arrays.toString(shares), names.size());
        }
        for (int p = 0; p < shares.length; p++) {
            InputException.requireBetween("Share of population " + names.get(p), shares[p], 1e-6, 1);
        }
    }

    static void requireSquare(String name, double[][] matrix, int size) {
        for (int i = 0; i < Math.max(size, matrix.length); i++) {
            if (matrix.length != size || matrix[i].length != size) {
                throw InputException.of(
                        "%s: found %d rows%s, expected %d rows of %d numbers.",
                        name, matrix.length, i < matrix.length ? ", one of " + matrix[i].length : "", size, size);
            }
            for (double value : matrix[i]) {
                if (!Double.isFinite(value)) {
                    throw InputException.of("%s, row %d: found %s, expected finite numbers.", name, i, value);
                }
            }
        }
    }

    /**
     * One population with one factor u for what a neuron receives and one factor v for what it sends.
     *
     * @param mean mean summed weight onto a neuron
     * @param spread spread g of independent weights
     * @param strength convergent and divergent strength, the variances of u and v
     * @param chain covariance of u and v
     * @return the network
     * @throws InputException if the strengths are impossible
     */
    public static MotifModel single(double mean, double spread, double strength, double chain) {
        return new MotifModel(
                List.of("all"),
                new double[] {1},
                new double[][] {{mean}},
                new double[][] {{spread}},
                new double[1][1],
                1,
                new double[][][] {{{strength, chain}, {chain, strength}}});
    }

    /**
     * The test case: 80 % excitatory and 20 % inhibitory neurons, Jbar 0.65 and -1.65, g = 0.5 sqrt(f), convergent and divergent
     * strength 1.5.
     *
     * @param chain chain strength c, from -1.5 to 1.5
     * @return the network
     * @throws InputException if the chain strength is out of range
     */
    public static MotifModel excitatoryInhibitory(double chain) {
        return excitatoryInhibitory(STRENGTH, STRENGTH, chain, SPREAD);
    }

    /**
     * The same with other strengths.
     *
     * @param convergent variance of u
     * @param divergent variance of v
     * @param chain covariance of u and v
     * @param spread g, where g_pq = g sqrt(f_q)
     * @return the network, with the shares and mean weights of the test case
     * @throws InputException if the strengths are impossible
     */
    public static MotifModel excitatoryInhibitory(double convergent, double divergent, double chain, double spread) {
        return excitatoryInhibitory(testCaseShares(), convergent, divergent, chain, spread);
    }

    /**
     * Excitatory and inhibitory neurons with one factor u for what a neuron receives and one factor v for what it sends:
     * U^q = f_q u and V^p = f v, with the share f of the neuron's own population.
     *
     * @param shares share of excitatory and of inhibitory neurons in all, shape (2), sum 1
     * @param convergent variance of u
     * @param divergent variance of v
     * @param chain covariance of u and v
     * @param spread g, where g_pq = g sqrt(f_q)
     * @return the network, with the mean weights of the test case
     * @throws InputException if the shares or the strengths are impossible
     */
    public static MotifModel excitatoryInhibitory(
            double[] shares, double convergent, double divergent, double chain, double spread) {
        InputException.requireBetween("Convergent strength", convergent, 0, 1e6);
        InputException.requireBetween("Divergent strength", divergent, 0, 1e6);
        double most = Math.sqrt(convergent * divergent);
        if (!(Math.abs(chain) <= most * (1 + 1e-12))) {
            throw InputException.of(
                    "Chain strength is %s, expected -%s to %s: at most the root of convergent strength %s times divergent"
                            + " strength %s.",
                    chain, most, most, convergent, divergent);
        }
        requireShares(E_AND_I, shares);
        int count = shares.length;
        double[][] spreads = new double[count][count];
        double[][][] factors = new double[count][][];
        for (int p = 0; p < count; p++) {
            factors[p] = new double[2 * count][2 * count];
            for (int q = 0; q < count; q++) {
                spreads[p][q] = spread * Math.sqrt(shares[q]);
                for (int r = 0; r < count; r++) {
                    factors[p][q][r] = shares[q] * shares[r] * convergent;
                    factors[p][count + q][count + r] = shares[p] * shares[p] * divergent;
                    factors[p][count + q][r] = shares[p] * shares[r] * chain;
                    factors[p][r][count + q] = factors[p][count + q][r];
                }
            }
        }
        return new MotifModel(E_AND_I, shares.clone(), MEANS, spreads, new double[count][count], 1, factors);
    }

    /** {@return the shares of excitatory and inhibitory neurons in the test case} */
    public static double[] testCaseShares() {
        return SHARES.clone();
    }

    /** {@return the number of populations P} */
    public int populations() {
        return names.size();
    }

    /**
     * @param p the population that receives
     * @param q a population that sends
     * @param r another one, or the same
     * @return convergent strength Gamma_p[q][r] = N_q N_r Cov(J_ij, J_ik)
     */
    public double convergent(int p, int q, int r) {
        return factors[p][q][r];
    }

    /**
     * @param q the population that sends
     * @param a a population that receives
     * @param b another one, or the same
     * @return divergent strength D_q[a][b] = N_q^2 Cov(J_ij, J_kj)
     */
    public double divergent(int q, int a, int b) {
        return factors[q][populations() + a][populations() + b];
    }

    /**
     * @param a the last population of the chain
     * @param p the middle one
     * @param b the first one
     * @return chain strength C_apb = N_p N_b Cov(J_ij, J_jk)
     */
    public double chain(int a, int p, int b) {
        return factors[p][populations() + a][b];
    }

    /**
     * @param other summed weights, shape (P, P)
     * @return the same network with other mean weights
     */
    public MotifModel withMean(double[][] other) {
        return new MotifModel(names, shares, other, spread, reciprocity, density, factors);
    }

    /**
     * @param other scaled s.d. of the independent parts, shape (P, P)
     * @return the same network with another spread of weights
     */
    public MotifModel withSpread(double[][] other) {
        return new MotifModel(names, shares, mean, other, reciprocity, density, factors);
    }

    /**
     * @param correlation correlation of the independent parts of the two weights of every pair
     * @return the same network with this reciprocal motif
     * @throws InputException if it is out of range
     */
    public MotifModel withReciprocity(double correlation) {
        double[][] all = new double[populations()][populations()];
        Arrays.stream(all).forEach(row -> Arrays.fill(row, correlation));
        return new MotifModel(names, shares, mean, spread, all, density, factors);
    }

    /**
     * @param share share of the pairs whose weight has an independent part
     * @return the same network, whose independent parts are sparse
     * @throws InputException if it is out of range
     */
    public MotifModel withDensity(double share) {
        return new MotifModel(names, shares, mean, spread, reciprocity, share, factors);
    }

    /**
     * Keeps or removes each kind of motif.
     *
     * @param convergent whether convergent motifs stay
     * @param divergent whether divergent motifs stay
     * @param chain whether chains stay, which need both
     * @return the same network with some motifs only
     * @throws InputException if chains shall stay without convergent and divergent motifs
     */
    public MotifModel only(boolean convergent, boolean divergent, boolean chain) {
        int count = populations();
        double[][][] some = new double[count][2 * count][2 * count];
        for (int p = 0; p < count; p++) {
            for (int k = 0; k < 2 * count; k++) {
                for (int l = 0; l < 2 * count; l++) {
                    boolean kept = k < count && l < count ? convergent : k >= count && l >= count ? divergent : chain;
                    some[p][k][l] = kept ? factors[p][k][l] : 0;
                }
            }
        }
        return new MotifModel(names, shares, mean, spread, reciprocity, density, some);
    }

    /**
     * @param neurons number of neurons N
     * @param seed seed of all random numbers
     * @return a network whose factors have exactly these covariances, the same on every machine
     * @throws InputException if a population has too few neurons for its factors, or memory will not do
     */
    public MotifNetwork draw(int neurons, long seed) {
        return draw(neurons, seed, Workers.all());
    }

    /**
     * @param neurons number of neurons N
     * @param seed seed of all random numbers
     * @param workers threads, on whose number the network does not depend
     * @return a network whose factors have exactly these covariances, the same on every machine
     * @throws InputException if a population has too few neurons for its factors, or memory will not do
     */
    public MotifNetwork draw(int neurons, long seed, Workers workers) {
        return MotifNetwork.draw(this, neurons, seed, FactorSampling.RANDOM, workers);
    }

    /**
     * @param neurons number of neurons N
     * @param seed seed of the independent parts
     * @return the same with factors spread evenly (quasi-random numbers), which come nearer to the limit of many neurons
     * @throws InputException if a population has too few neurons for its factors, or memory will not do
     */
    public MotifNetwork drawEvenly(int neurons, long seed) {
        return drawEvenly(neurons, seed, Workers.all());
    }

    /**
     * @param neurons number of neurons N
     * @param seed seed of the independent parts
     * @param workers threads, on whose number the network does not depend
     * @return the same with factors spread evenly
     * @throws InputException if a population has too few neurons for its factors, or memory will not do
     */
    public MotifNetwork drawEvenly(int neurons, long seed, Workers workers) {
        return MotifNetwork.draw(this, neurons, seed, FactorSampling.EVEN, workers);
    }
}

package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.motifs.meanfield.GaussianAverage;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A mixture of normal distributions of c = (m, b, d) and n. Within a component E[n | c] is linear in c, so by Stein's lemma
 *
 * <pre>
 *   G(z, u) = sum_k w_k (nbar_k E[phi(x)] + Cov_k(n, x) E[phi'(x)]),   x ~ N(mean_k . k, k' Cov_k(c) k),   k = (z, u, 1)
 * </pre>
 *
 * (Beiran et al. 2021 for mixtures.)
 *
 * @param rank number R of latent variables
 * @param components the components
 * @param noise s.d. of n about E[n | c]; below 0 n has the noise of its component instead
 */
public record MixtureLaw(int rank, List<Component> components, double noise) implements LoadingLaw {
    /** Noise of the components. */
    private static final double OWN = -1;

    /**
     * A component.
     *
     * @param weight its probability
     * @param mean mean of c, shape (R + U + 1)
     * @param covariance covariance of c, shape (R + U + 1, R + U + 1)
     * @param sent mean of n, shape (R)
     * @param slope how n depends on c, E[n | c] = sent + slope (c - mean), shape (R, R + U + 1)
     * @param residual covariance of n given c, shape (R, R)
     */
    public record Component(
            double weight,
            double[] mean,
            double[][] covariance,
            double[] sent,
            double[][] slope,
            double[][] residual) {}

    /**
     * @param rank number R of latent variables
     * @param components the components
     * @param noise s.d. of n about E[n | c]; below 0 n has the noise of its component instead
     * @throws InputException if shapes do not fit, weights do not sum to 1, or a covariance is none
     */
    public MixtureLaw {
        components = List.copyOf(components);
        InputException.requireBetween("Rank", rank, 1, 100);
        double sum = 0;
        for (Component one : components) {
            InputException.requireBetween("Weight of a component", one.weight(), 0, 1);
            sum += one.weight();
            int size = one.mean().length;
            if (size <= rank
                    || size != components.get(0).mean().length
                    || one.covariance().length != size
                    || one.sent().length != rank
                    || one.slope().length != rank
                    || one.slope()[0].length != size
                    || one.residual().length != rank) {
                throw InputException.of(
                        "A component with a mean of %d numbers, a covariance of %d rows, a slope of %d rows and a residual of"
                                + " %d, expected R + U + 1, the same, R and R, where R is %d.",
                        size, one.covariance().length, one.slope().length, one.residual().length, rank);
            }
            CovarianceRoot.of(one.covariance());
            CovarianceRoot.of(one.residual());
        }
        if (!(Math.abs(sum - 1) < 1e-9)) {
            throw InputException.of("Weights of %d components have the sum %s, expected 1.", components.size(), sum);
        }
    }

    /**
     * A normal distribution of m and n with zero means, m ~ N(0, I).
     *
     * @param covariance S = Cov(n, m), so that E[n | m] = S m, shape (R, R)
     * @param variance variance of each n; the rest of it is noise
     * @return the law
     * @throws InputException if there is no such distribution
     */
    public static MixtureLaw gaussian(double[][] covariance, double variance) {
        int rank = covariance.length;
        double[][] slope = new double[rank][rank + 1];
        double[][] identity = new double[rank + 1][rank + 1];
        double[][] residual = new double[rank][rank];
        for (int r = 0; r < rank; r++) {
            identity[r][r] = 1;
            residual[r][r] = variance;
            System.arraycopy(covariance[r], 0, slope[r], 0, rank);
            for (int s = 0; s < rank; s++) {
                for (int k = 0; k < rank; k++) {
                    residual[r][s] -= covariance[r][k] * covariance[s][k];
                }
            }
        }
        return new MixtureLaw(
                rank,
                List.of(new Component(1, new double[rank + 1], identity, new double[rank], slope, residual)),
                OWN);
    }

    /**
     * Equally likely components with independent m and n.
     *
     * @param means mean of m in each component, shape (components, R)
     * @param gain mean of n over that of m
     * @param variance variance of each m within a component
     * @param noise s.d. of n about E[n | m]
     * @return the law
     * @throws InputException if a number is out of range
     */
    public static MixtureLaw clusters(double[][] means, double gain, double variance, double noise) {
        int rank = means[0].length;
        double[][] covariance = new double[rank + 1][rank + 1];
        double[][] residual = new double[rank][rank];
        for (int r = 0; r < rank; r++) {
            covariance[r][r] = variance;
            residual[r][r] = variance;
        }
        List<Component> components = Arrays.stream(means)
                .map(mean -> new Component(
                        1.0 / means.length,
                        Arrays.copyOf(mean, rank + 1),
                        covariance,
                        Arrays.stream(mean).map(x -> gain * x).toArray(),
                        new double[rank][rank + 1],
                        residual))
                .toList();
        return new MixtureLaw(rank, components, InputException.requireBetween("Noise of n", noise, 0, 1e6));
    }

    @Override
    public int inputs() {
        return components.get(0).mean().length - rank - 1;
    }

    @Override
    public Loadings draw(int neurons, long seed) {
        return draw(
                neurons, seed, new int[InputException.requireBetween("Number of neurons", neurons, 1, 100_000_000)]);
    }

    /**
     * @param neurons number of neurons
     * @param seed seed of all random numbers
     * @param component receives the number of the component of each neuron, shape (neurons)
     * @return independent draws
     * @throws InputException if the number is out of range
     */
    public Loadings draw(int neurons, long seed, int[] component) {
        UniformRandomProvider random = RandomStreams.of(seed, "loadings");
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        CovarianceRoot[] received = components.stream()
                .map(one -> CovarianceRoot.of(one.covariance()))
                .toArray(CovarianceRoot[]::new);
        CovarianceRoot[] residual = components.stream()
                .map(one -> CovarianceRoot.of(one.residual()))
                .toArray(CovarianceRoot[]::new);
        double[][] c = new double[neurons][];
        double[][] n = new double[neurons][];
        for (int i = 0; i < neurons; i++) {
            double position = random.nextDouble();
            int k = 0;
            while (k + 1 < components.size() && position >= components.get(k).weight()) {
                position -= components.get(k++).weight();
            }
            Component one = components.get(k);
            component[i] = k;
            c[i] = received[k].draw(normal);
            add(c[i], one.mean());
            if (noise < 0) {
                n[i] = residual[k].draw(normal);
                add(n[i], sent(one, c[i]));
            } else {
                n[i] = conditionalMean(c[i]);
                for (int r = 0; r < rank; r++) {
                    n[i][r] += noise * normal.sample();
                }
            }
        }
        return Loadings.ofReceived(c, n);
    }

    private static double[] sent(Component one, double[] c) {
        double[] n = one.sent().clone();
        for (int r = 0; r < n.length; r++) {
            for (int j = 0; j < c.length; j++) {
                n[r] += one.slope()[r][j] * (c[j] - one.mean()[j]);
            }
        }
        return n;
    }

    private static void add(double[] sum, double[] more) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += more[k];
        }
    }

    @Override
    public double[] conditionalMean(double[] c) {
        double[] shares = shares(c);
        double[] mean = new double[rank];
        for (int k = 0; k < shares.length; k++) {
            double[] sent = sent(components.get(k), c);
            for (int r = 0; r < rank; r++) {
                mean[r] += shares[k] * sent[r];
            }
        }
        return mean;
    }

    /**
     * @param c what a neuron receives, (m, b, d), shape (R + U + 1)
     * @return probability of each component given c, shape (components)
     */
    public double[] shares(double[] c) {
        double[] logs = new double[components.size()];
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logs.length; k++) {
            Component one = components.get(k);
            logs[k] =
                    Math.log(one.weight()) + CovarianceRoot.of(one.covariance()).logDensity(one.mean(), c);
            most = Math.max(most, logs[k]);
        }
        double sum = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k] - most);
            sum += logs[k];
        }
        for (int k = 0; k < logs.length; k++) {
            logs[k] /= sum;
        }
        return logs;
    }

    @Override
    public VectorField meanField(Nonlinearity phi) {
        MixtureLaw law = this;
        return new VectorField() {
            @Override
            public int rank() {
                return rank;
            }

            @Override
            public int inputs() {
                return law.inputs();
            }

            @Override
            public double[] at(double[] z, double... u) {
                return field(phi, z, u);
            }
        };
    }

    private double[] field(Nonlinearity phi, double[] z, double... u) {
        double[] state = Arrays.copyOf(z, rank + u.length + 1);
        System.arraycopy(u, 0, state, rank, u.length);
        state[state.length - 1] = 1;
        double[] field = new double[rank];
        for (Component one : components) {
            double mean = 0;
            double variance = 0;
            double[] covariance = new double[state.length]; // of c with the input x
            for (int j = 0; j < state.length; j++) {
                mean += one.mean()[j] * state[j];
                for (int l = 0; l < state.length; l++) {
                    covariance[j] += one.covariance()[j][l] * state[l];
                }
                variance += covariance[j] * state[j];
            }
            GaussianAverage average = GaussianAverage.of(phi, mean, Math.max(0, variance));
            for (int r = 0; r < rank; r++) {
                double withInput = 0;
                for (int j = 0; j < state.length; j++) {
                    withInput += one.slope()[r][j] * covariance[j];
                }
                field[r] += one.weight() * (one.sent()[r] * average.rate() + withInput * average.slope());
            }
        }
        return field;
    }
}

package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.motifs.meanfield.GaussianAverage;
import circuitscope.motifs.rates.Nonlinearity;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Student's t distribution of m with unit covariance: m = s xi with xi ~ N(0, I) and s^2 = (nu - 2) / chi^2_nu; n = slope m plus
 * normal noise. G(k) = slope k E_s[s^2 g1(s |k|)] with g1(r) = E[phi'(r x)], x ~ N(0, 1).
 *
 * @param rank number R of latent variables
 * @param degrees degrees of freedom nu, above 2
 * @param slope n over m
 * @param noise s.d. of n given m
 */
public record HeavyTailLaw(int rank, double degrees, double slope, double noise) implements LoadingLaw {
    /** The average over log chi^2 is a sum of evenly spaced terms: its integrand falls off on both sides. */
    private static final double SPACING = 0.1;

    private static final double LEAST = -38;
    private static final double MOST = 6;

    /**
     * @param rank number R of latent variables
     * @param degrees degrees of freedom nu, above 2
     * @param slope n over m
     * @param noise s.d. of n given m
     * @throws InputException if a number is out of range
     */
    public HeavyTailLaw {
        InputException.requireBetween("Rank", rank, 1, 100);
        InputException.requireBetween("Degrees of freedom", degrees, 2.1, 100);
        InputException.requireBetween("Slope of n over m", slope, -1e6, 1e6);
        InputException.requireBetween("Noise of n", noise, 0, 1e6);
    }

    @Override
    public int inputs() {
        return 0;
    }

    @Override
    public Loadings draw(int neurons, long seed) {
        InputException.requireBetween("Number of neurons", neurons, 1, 100_000_000);
        UniformRandomProvider random = RandomStreams.of(seed, "loadings");
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        SharedStateContinuousSampler chiSquare = AhrensDieterMarsagliaTsangGammaSampler.of(random, degrees / 2, 2);
        double[][] m = new double[neurons][rank];
        double[][] n = new double[neurons][rank];
        for (int i = 0; i < neurons; i++) {
            double scale = Math.sqrt((degrees - 2) / chiSquare.sample());
            for (int r = 0; r < rank; r++) {
                m[i][r] = scale * normal.sample();
                n[i][r] = slope * m[i][r] + noise * normal.sample();
            }
        }
        return Loadings.of(m, n);
    }

    @Override
    public double[] conditionalMean(double[] c) {
        double[] mean = new double[rank];
        for (int r = 0; r < rank; r++) {
            mean[r] = slope * c[r];
        }
        return mean;
    }

    @Override
    public VectorField meanField(Nonlinearity phi) {
        return new VectorField() {
            @Override
            public int rank() {
                return rank;
            }

            @Override
            public double[] at(double[] z, double... u) {
                double square = 0;
                for (double value : z) {
                    square += value * value;
                }
                double gain = slope * gain(phi, square);
                double[] field = z.clone();
                for (int r = 0; r < rank; r++) {
                    field[r] *= gain;
                }
                return field;
            }
        };
    }

    /** E_s[s^2 g1(s |k|)] for |k|^2. */
    private double gain(Nonlinearity phi, double square) {
        double half = degrees / 2;
        double constant = Gamma.logGamma(half) + half * Math.log(2);
        double sum = 0;
        for (double log = LEAST; log < MOST; log += SPACING) {
            double chiSquare = Math.exp(log);
            double density = Math.exp(half * log - chiSquare / 2 - constant);
            double scale = (degrees - 2) / chiSquare;
            if (density * scale > 0) {
                sum += density
                        * scale
                        * GaussianAverage.of(phi, 0, scale * square).slope();
            }
        }
        return sum * SPACING;
    }
}

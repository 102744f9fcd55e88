package circuitscope.lowrank.flow;

import org.apache.commons.math3.special.Gamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Distribution with mean 0 and covariance I that a flow starts from. */
public enum Base {
    /** N(0, I). */
    NORMAL,
    /** Student's t with 3 degrees of freedom, x = s xi with s^2 = 1 / chi^2_3 and xi ~ N(0, I): heavy tails stay heavy. */
    STUDENT_T;

    private static final double DEGREES = 3;

    /** Fills columns of rows, shape (dimensions, count or more). */
    void fill(float[][] rows, int count, UniformRandomProvider random) {
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        SharedStateContinuousSampler chiSquare = AhrensDieterMarsagliaTsangGammaSampler.of(random, DEGREES / 2, 2);
        for (int x = 0; x < count; x++) {
            double scale = this == NORMAL ? 1 : Math.sqrt((DEGREES - 2) / chiSquare.sample());
            for (float[] row : rows) {
                row[x] = (float) (scale * normal.sample());
            }
        }
    }

    /**
     * @param x a point
     * @return log of the density there
     */
    public double logDensity(double... x) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        int size = x.length;
        if (this == NORMAL) {
            return -square / 2 - size / 2.0 * Math.log(2 * Math.PI);
        }
        return Gamma.logGamma((DEGREES + size) / 2)
                - Gamma.logGamma(DEGREES / 2)
                - size / 2.0 * Math.log((DEGREES - 2) * Math.PI)
                - (DEGREES + size) / 2 * Math.log1p(square / (DEGREES - 2));
    }
}

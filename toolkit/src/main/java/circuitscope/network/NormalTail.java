package circuitscope.network;

import org.apache.commons.math3.special.Erf;

/**
 * The upper tail Q(x) of the standard normal distribution: exact by the complementary error function, and fast by cubic
 * Hermite interpolation between exact values (absolute error below 1e-11).
 */
public final class NormalTail {
    /** Beyond this many standard deviations Q is below 2^-53 and taken as 0. */
    public static final int LIMIT = 9;

    /** Knots of the table per standard deviation. */
    public static final int KNOTS_PER_UNIT = 128;

    private static final double[] TAIL = new double[LIMIT * KNOTS_PER_UNIT + 2];
    private static final double[] DENSITY = new double[TAIL.length];

    static {
        for (int k = 0; k < TAIL.length; k++) {
            double x = (double) k / KNOTS_PER_UNIT;
            TAIL[k] = probability(x);
            DENSITY[k] = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
        }
    }

    private NormalTail() {}

    /**
     * @param x a number of standard deviations
     * @return Q(x), exact
     */
    public static double probability(double x) {
        return 0.5 * Erf.erfc(x / StrictMath.sqrt(2));
    }

    /**
     * @param k number of a knot
     * @return Q at x = k / KNOTS_PER_UNIT
     */
    public static double atKnot(int k) {
        return TAIL[k];
    }

    /**
     * @param x a number of standard deviations
     * @return Q(x) to 1e-11
     */
    public static double interpolated(double x) {
        if (x < 0) {
            return 1 - interpolated(-x);
        }
        if (x >= LIMIT) {
            return 0;
        }
        double position = x * KNOTS_PER_UNIT;
        int k = (int) position;
        double t = position - k;
        double h = 1.0 / KNOTS_PER_UNIT;
        double rest = 1 - t;
        return rest * rest * ((1 + 2 * t) * TAIL[k] - t * h * DENSITY[k])
                + t * t * ((3 - 2 * t) * TAIL[k + 1] + rest * h * DENSITY[k + 1]);
    }
}

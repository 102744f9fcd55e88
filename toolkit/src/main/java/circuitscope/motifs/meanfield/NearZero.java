package circuitscope.motifs.meanfield;

import circuitscope.motifs.rates.Nonlinearity;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Erf;

/**
 * Averages over wide normal inputs of functions that differ from a simple one near 0 only: softplus from the threshold-linear
 * function, tanh from the sign. The simple one has a closed form; the rest is tabulated once at nodes of the input (Gauss and
 * Legendre, in panels to both sides of 0), where only the density of the input changes. Nodes in standard deviations would
 * be too far apart.
 */
final class NearZero {
    private static final double[] EDGES = {0, 3, 9, 30};
    private static final int PER_PANEL = 14;

    /** Squared distance in standard deviations beyond which the density rounds to nothing. */
    private static final double FAR = 60;

    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    private static final NearZero SOFTPLUS = new NearZero(Nonlinearity.SOFTPLUS);
    private static final NearZero TANH = new NearZero(Nonlinearity.TANH);

    private final boolean linear;
    private final double[] x;
    /** Differences from the simple function, in the order of {@link GaussianAverage}, times the weight, shape (7, nodes). */
    private final double[][] rest;

    private NearZero(Nonlinearity phi) {
        linear = phi == Nonlinearity.SOFTPLUS;
        int perSide = (EDGES.length - 1) * PER_PANEL;
        x = new double[2 * perSide];
        rest = new double[7][2 * perSide];
        GaussIntegratorFactory factory = new GaussIntegratorFactory();
        for (int side = 0; side < 2; side++) {
            for (int panel = 0; panel + 1 < EDGES.length; panel++) {
                GaussIntegrator rule = factory.legendre(PER_PANEL, EDGES[panel], EDGES[panel + 1]);
                for (int k = 0; k < PER_PANEL; k++) {
                    int at = side * perSide + panel * PER_PANEL + k;
                    x[at] = side == 0 ? rule.getPoint(k) : -rule.getPoint(k);
                    double[] values = linear ? softplus(x[at]) : tanh(x[at]);
                    for (int which = 0; which < 7; which++) {
                        rest[which][at] = rule.getWeight(k) * values[which];
                    }
                }
            }
        }
    }

    static GaussianAverage average(Nonlinearity phi, double mu, double delta) {
        return (phi == Nonlinearity.SOFTPLUS ? SOFTPLUS : TANH).average(mu, delta);
    }

    private static double[] softplus(double x) {
        double small = Math.exp(-Math.abs(x));
        double tail = Math.log1p(small);
        double up = Math.max(0, x);
        double step = x > 0 ? 1 : 0;
        double slope = x > 0 ? 1 / (1 + small) : small / (1 + small);
        double curvature = small / ((1 + small) * (1 + small));
        double value = up + tail;
        return new double[] {
            tail,
            slope - step,
            curvature,
            curvature * (1 - 2 * slope),
            tail * (2 * up + tail),
            2 * (value * slope - up * step),
            2 * (slope * slope + value * curvature - step)
        };
    }

    private static double[] tanh(double x) {
        double t = Math.tanh(x);
        double first = 1 / (Math.cosh(x) * Math.cosh(x));
        double second = -2 * t * first;
        return new double[] {
            t - Math.signum(x),
            first,
            second,
            -2 * first * (1 - 3 * t * t),
            -first,
            2 * t * first,
            2 * (first * first + t * second)
        };
    }

    private GaussianAverage average(double mu, double delta) {
        double s = Math.sqrt(delta);
        double[] sum = new double[7];
        for (int k = 0; k < x.length; k++) {
            double z = (x[k] - mu) / s;
            if (z * z > FAR) {
                continue;
            }
            double density = DENSITY / s * Math.exp(-z * z / 2);
            for (int which = 0; which < 7; which++) {
                sum[which] += density * rest[which][k];
            }
        }
        double a = mu / s;
        double above = 0.5 * Erf.erfc(-a / Math.sqrt(2));
        if (linear) {
            double density = DENSITY * Math.exp(-a * a / 2);
            double rate = mu * above + s * density;
            sum[0] += rate;
            sum[1] += above;
            sum[4] += (mu * mu + delta) * above + mu * s * density;
            sum[5] += 2 * rate;
            sum[6] += 2 * above;
        } else {
            sum[0] += 2 * above - 1;
            sum[4] += 1;
        }
        return new GaussianAverage(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6]);
    }
}

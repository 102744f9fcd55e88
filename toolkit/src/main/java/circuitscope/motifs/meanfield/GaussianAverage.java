package circuitscope.motifs.meanfield;

import circuitscope.InputException;
import circuitscope.motifs.rates.Nonlinearity;
import org.apache.commons.math3.special.Erf;

/**
 * Averages over a normal input x ~ N(mu, delta). By Stein's lemma the derivative of an average by mu is the average of the
 * derivative, and that by delta half the average of the second one, so these numbers hold all first derivatives of
 * &lt;phi&gt;, &lt;phi'&gt; and &lt;phi^2&gt;.
 *
 * @param rate &lt;phi&gt;
 * @param slope &lt;phi'&gt;
 * @param curvature &lt;phi''&gt;
 * @param third &lt;phi'''&gt;
 * @param square &lt;phi^2&gt;
 * @param squareSlope &lt;(phi^2)'&gt;
 * @param squareCurvature &lt;(phi^2)''&gt;
 */
public record GaussianAverage(
        double rate,
        double slope,
        double curvature,
        double third,
        double square,
        double squareSlope,
        double squareCurvature) {
    /** Below this variance a normal input is a number. */
    private static final double SHARP = 1e-12;

    /** Above this variance nodes in standard deviations would be too far apart for the bend near 0. */
    private static final double WIDE = 1.5;

    private static final double ROOT_TWO = Math.sqrt(2);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    /**
     * Closed form for the threshold-linear function, else by quadrature: Gauss-Hermite with 101 nodes for narrow inputs, and for
     * wide ones nodes near 0.
     *
     * @param phi the nonlinearity
     * @param mu mean input
     * @param delta variance of the input, 0 or more
     * @return the averages
     * @throws InputException if the variance is below 0
     */
    public static GaussianAverage of(Nonlinearity phi, double mu, double delta) {
        if (!(delta >= 0)) {
            throw InputException.of("Variance of the input is %s, expected 0 or more.", delta);
        }
        if (phi == Nonlinearity.THRESHOLD_LINEAR) {
            return thresholdLinear(mu, delta);
        }
        return delta > WIDE ? NearZero.average(phi, mu, delta) : byNodes(phi, mu, delta);
    }

    /** {@return the standard deviation of the rate over neurons} */
    public double deviation() {
        return Math.sqrt(Math.max(0, square - rate * rate));
    }

    private static GaussianAverage thresholdLinear(double mu, double delta) {
        if (delta < SHARP) {
            double rate = Math.max(0, mu);
            double slope = mu > 0 ? 1 : 0;
            return new GaussianAverage(rate, slope, 0, 0, rate * rate, 2 * rate, 2 * slope);
        }
        double s = Math.sqrt(delta);
        double a = mu / s;
        double above = 0.5 * Erf.erfc(-a / ROOT_TWO);
        double density = DENSITY * Math.exp(-a * a / 2);
        double rate = mu * above + s * density;
        return new GaussianAverage(
                rate,
                above,
                density / s,
                -a * density / delta,
                (mu * mu + delta) * above + mu * s * density,
                2 * rate,
                2 * above);
    }

    private static GaussianAverage byNodes(Nonlinearity phi, double mu, double delta) {
        double s = delta < SHARP ? 0 : Math.sqrt(delta);
        double[] node = HermiteNodes.X;
        double[] weight = HermiteNodes.WEIGHT;
        double f = 0;
        double f1 = 0;
        double f2 = 0;
        double f3 = 0;
        double ff = 0;
        double ff1 = 0;
        double ff2 = 0;
        for (int k = 0; k < node.length; k++) {
            double x = mu + s * node[k];
            double w = weight[k];
            double value;
            double first;
            double second;
            double third;
            if (phi == Nonlinearity.TANH) {
                value = Math.tanh(x);
                first = 1 - value * value;
                second = -2 * value * first;
                third = -2 * first * (1 - 3 * value * value);
            } else {
                double small = Math.exp(-Math.abs(x));
                value = Math.max(x, 0) + Math.log1p(small);
                first = x > 0 ? 1 / (1 + small) : small / (1 + small);
                second = small / ((1 + small) * (1 + small));
                third = second * (1 - 2 * first);
            }
            f += w * value;
            f1 += w * first;
            f2 += w * second;
            f3 += w * third;
            ff += w * value * value;
            ff1 += w * 2 * value * first;
            ff2 += w * 2 * (first * first + value * second);
        }
        return new GaussianAverage(f, f1, f2, f3, ff, ff1, ff2);
    }
}

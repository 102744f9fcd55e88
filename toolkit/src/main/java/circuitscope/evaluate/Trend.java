package circuitscope.evaluate;

import circuitscope.InputException;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Whether a number rises or falls with another over trials that share nothing: each trial has its own line by least squares, and
 * Student's t test asks whether the mean slope is 0. What differs between trials as a whole, such as the seed of the simulation,
 * drops out.
 *
 * @param slope mean slope over trials
 * @param standardError its standard error, from the spread between trials
 * @param pValue probability of a mean slope as far from 0 if there is no trend, two-sided
 * @param trials number of trials
 */
public record Trend(double slope, double standardError, double pValue, int trials) {
    /** Trends of lower probability count as found. */
    public static final double SIGNIFICANCE = 0.05;

    /**
     * @param x the same of all trials, shape (points), not all alike
     * @param trials a number at each point, of 2 trials at least, each of shape (points)
     * @return the trend
     * @throws InputException if there are too few trials or points, or a trial has another number of points
     */
    public static Trend of(double[] x, List<double[]> trials) {
        InputException.requireBetween("Trials of a trend", trials.size(), 2, Integer.MAX_VALUE);
        InputException.requireBetween("Points of a trend", x.length, 2, Integer.MAX_VALUE);
        double[] slopes = trials.stream().mapToDouble(y -> slope(x, y)).toArray();
        double error = new StandardDeviation().evaluate(slopes) / Math.sqrt(slopes.length);
        return new Trend(new Mean().evaluate(slopes), error, new TTest().tTest(0, slopes), slopes.length);
    }

    private static double slope(double[] x, double... y) {
        if (y.length != x.length) {
            throw InputException.of("A trial of a trend has %d points, expected %d as the others.", y.length, x.length);
        }
        SimpleRegression line = new SimpleRegression();
        for (int k = 0; k < x.length; k++) {
            line.addData(x[k], y[k]);
        }
        if (Double.isNaN(line.getSlope())) {
            throw InputException.of("A trend has all its points at %s, expected different places.", x[0]);
        }
        return line.getSlope();
    }

    /** {@return "rises" or "falls" if that is significant, otherwise "not shown"} */
    public String verdict() {
        if (!(pValue < SIGNIFICANCE)) {
            return "not shown";
        }
        return slope > 0 ? "rises" : "falls";
    }
}

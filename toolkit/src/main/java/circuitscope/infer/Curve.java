package circuitscope.infer;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * A curve that a method has learned, with names of its axes.
 *
 * @param name what it is, such as "synaptic filter"
 * @param xLabel name of x with its unit, such as "lag (ms)"
 * @param yLabel name of y with its unit
 * @param x points in their order, shape (points)
 * @param y values there, shape (points); NaN where there is none
 */
public record Curve(String name, String xLabel, String yLabel, double[] x, double[] y) {
    /**
     * @param name what it is
     * @param xLabel name of x with its unit
     * @param yLabel name of y with its unit
     * @param x points in their order, shape (points)
     * @param y values there, shape (points)
     * @throws InputException if x and y differ in length
     */
    public Curve {
        if (x.length != y.length) {
            throw InputException.of(
                    "Curve '%s' has %d points and %d values, expected as many.", name, x.length, y.length);
        }
    }

    /**
     * @param name what it is
     * @param yLabel name of y with its unit
     * @param stepMs time between values in ms
     * @param y values at lags of one step, two steps and so on, shape (points)
     * @return values against the lag in ms
     */
    public static Curve byLag(String name, String yLabel, double stepMs, double... y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, k -> (k + 1) * stepMs);
        return new Curve(name, "lag (ms)", yLabel, x, y);
    }

    /**
     * @param name what it is
     * @param xLabel name of what is counted
     * @param yLabel name of y with its unit
     * @param first number of the first value
     * @param y values, shape (points)
     * @return values against their number
     */
    public static Curve ofSequence(String name, String xLabel, String yLabel, int first, double... y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, k -> first + k);
        return new Curve(name, xLabel, yLabel, x, y);
    }
}

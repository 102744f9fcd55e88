package circuitscope.infer.correlogram;

/** Cubic B-splines on evenly spaced knots: what is smooth on the scale of their spacing is a sum of them. */
final class CubicSplines {
    private CubicSplines() {}

    /**
     * Values of all splines.
     *
     * @param x points, increasing, shape (points)
     * @param intervals number of intervals between knots over the whole range
     * @return values, shape (intervals + 3, points); they add up to 1 at each point
     */
    static double[][] over(double[] x, int intervals) {
        double spacing = (x[x.length - 1] - x[0]) / intervals;
        double[][] values = new double[intervals + 3][x.length];
        for (int k = 0; k < values.length; k++) {
            for (int b = 0; b < x.length; b++) {
                values[k][b] = bump((x[b] - x[0]) / spacing - (k - 1));
            }
        }
        return values;
    }

    /** The cubic B-spline around 0, which is 0 from a distance of 2 on. */
    private static double bump(double distance) {
        double d = Math.abs(distance);
        if (d >= 2) {
            return 0;
        }
        return d >= 1 ? (2 - d) * (2 - d) * (2 - d) / 6 : 2.0 / 3 - d * d + d * d * d / 2;
    }
}

package circuitscope.infer.arithmetic;

/**
 * Minimizes a quadratic function with an l1 penalty, one coordinate after the other. Friedman, Hastie and Tibshirani,
 * "Regularization paths for generalized linear models via coordinate descent", Journal of Statistical Software 33, 1 (2010).
 */
public final class CoordinateDescent {
    private static final int MOST_SWEEPS = 100;

    /** Share of the first violation at which the model is solved well enough: it is only a model. */
    private static final double ENOUGH = 0.01;

    private CoordinateDescent() {}

    /**
     * Minimum of slope^T (w - start) + (w - start)^T C (w - start) / 2 + sum_j penalty_j |w_j|, which is exactly 0 where the
     * penalty holds a coordinate. It ends after 100 sweeps, or when no violation of optimality is larger than
     * {@code tolerance} or a hundredth of the first.
     *
     * @param curvature C, symmetric and positive definite, shape (n, n)
     * @param start where slope and model are taken, shape (n)
     * @param slope derivative of what is modelled at the start, shape (n)
     * @param penalty penalty of each coordinate, 0 for a free one, shape (n)
     * @param tolerance violation that is small enough, in units of the slope
     * @return w, shape (n)
     */
    public static double[] minimize(
            double[][] curvature, double[] start, double[] slope, double[] penalty, double tolerance) {
        double[] point = start.clone();
        double[] here = slope.clone();
        double first = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double largest = 0;
            for (int j = 0; j < point.length; j++) {
                largest = Math.max(largest, violation(here[j], point[j], penalty[j]));
                double target = curvature[j][j] * point[j] - here[j];
                double moved = Math.abs(target) <= penalty[j]
                        ? 0
                        : (target - Math.copySign(penalty[j], target)) / curvature[j][j];
                double change = moved - point[j];
                if (change != 0) {
                    point[j] = moved;
                    double[] along = curvature[j];
                    for (int k = 0; k < here.length; k++) {
                        here[k] += change * along[k];
                    }
                }
            }
            first = sweep == 0 ? largest : first;
            if (largest <= Math.max(first * ENOUGH, tolerance)) {
                break;
            }
        }
        return point;
    }

    /**
     * How far a slope is from that of an optimum: at 0 it may be anything up to the penalty, elsewhere it is the penalty with
     * the sign turned (Karush, Kuhn and Tucker).
     *
     * @param slope derivative without the penalty
     * @param value value of the coordinate
     * @param penalty its penalty
     * @return the distance; 0 or less if the condition holds
     */
    public static double violation(double slope, double value, double penalty) {
        return value == 0 ? Math.abs(slope) - penalty : Math.abs(slope + Math.copySign(penalty, value));
    }
}

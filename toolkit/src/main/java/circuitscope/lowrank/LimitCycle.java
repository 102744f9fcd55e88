package circuitscope.lowrank;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A closed orbit of dz/dt = -z + G(z, u) that trajectories run into.
 *
 * @param points one turn of it, evenly spaced in time but for the last, shape (points, R)
 * @param period time of a turn, in units of the neurons' time constant
 */
public record LimitCycle(double[][] points, double period) {
    private static final double STEP = 0.05;
    private static final double TRANSIENT = 100;
    private static final double LONGEST = 400;
    private static final double AT_REST = 1e-6;
    private static final double CLOSED = 1e-4;

    /** {@return mean distance of the orbit from its middle} */
    public double radius() {
        int rank = points[0].length;
        double[] middle = new double[rank];
        for (double[] point : points) {
            for (int r = 0; r < rank; r++) {
                middle[r] += point[r] / points.length;
            }
        }
        double sum = 0;
        for (double[] point : points) {
            double square = 0;
            for (int r = 0; r < rank; r++) {
                square += (point[r] - middle[r]) * (point[r] - middle[r]);
            }
            sum += Math.sqrt(square);
        }
        return sum / points.length;
    }

    /**
     * Follows the flow by the Runge-Kutta method of order 4 for 100 time constants, and then until it passes the plane across
     * its way again.
     *
     * @param field the field G
     * @param start latent variables to start from, shape (R)
     * @param u inputs that stay, shape (U)
     * @return the orbit; none if the flow comes to rest or does not return within 400 time constants
     * @throws InputException if shapes do not fit
     */
    public static Optional<LimitCycle> from(VectorField field, double[] start, double... u) {
        if (start.length != field.rank() || u.length != field.inputs()) {
            throw InputException.of(
                    "A start of %d variables with %d inputs, expected %d and %d.",
                    start.length, u.length, field.rank(), field.inputs());
        }
        double[] z = start.clone();
        for (int k = 0; k < TRANSIENT / STEP; k++) {
            z = step(field, z, STEP, u);
        }
        double[] origin = z;
        double[] across = flow(field, origin, u);
        if (dot(across, across) < AT_REST * AT_REST) {
            return Optional.empty();
        }
        List<double[]> points = new ArrayList<>();
        points.add(origin);
        double before = 0;
        for (int k = 1; k < LONGEST / STEP; k++) {
            double[] next = step(field, z, STEP, u);
            double side = side(next, origin, across);
            if (k > 1 && before < 0 && side >= 0) {
                double share = root(field, z, origin, across, u);
                double[] end = step(field, z, share, u);
                double[] way = end.clone();
                for (int r = 0; r < way.length; r++) {
                    way[r] -= origin[r];
                }
                if (Math.sqrt(dot(way, way)) < CLOSED * Math.max(1, Math.sqrt(dot(origin, origin)))) {
                    return Optional.of(new LimitCycle(points.toArray(double[][]::new), (k - 1) * STEP + share));
                }
            }
            before = side;
            z = next;
            points.add(z);
        }
        return Optional.empty();
    }

    /** Length of the step from z that ends on the plane. */
    private static double root(VectorField field, double[] z, double[] origin, double[] across, double... u) {
        double low = 0;
        double high = STEP;
        for (int k = 0; k < 50; k++) {
            double middle = (low + high) / 2;
            if (side(step(field, z, middle, u), origin, across) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double side(double[] z, double[] origin, double[] across) {
        double sum = 0;
        for (int r = 0; r < z.length; r++) {
            sum += (z[r] - origin[r]) * across[r];
        }
        return sum;
    }

    private static double[] step(VectorField field, double[] z, double length, double... u) {
        double[] k1 = flow(field, z, u);
        double[] k2 = flow(field, ahead(z, length / 2, k1), u);
        double[] k3 = flow(field, ahead(z, length / 2, k2), u);
        double[] k4 = flow(field, ahead(z, length, k3), u);
        double[] next = z.clone();
        for (int r = 0; r < z.length; r++) {
            next[r] += length / 6 * (k1[r] + 2 * k2[r] + 2 * k3[r] + k4[r]);
        }
        return next;
    }

    private static double[] ahead(double[] z, double length, double[] change) {
        double[] next = z.clone();
        for (int r = 0; r < z.length; r++) {
            next[r] += length * change[r];
        }
        return next;
    }

    private static double[] flow(VectorField field, double[] z, double... u) {
        double[] flow = field.at(z, u);
        for (int r = 0; r < z.length; r++) {
            flow[r] -= z[r];
        }
        return flow;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }
}

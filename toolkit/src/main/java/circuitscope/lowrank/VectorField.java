package circuitscope.lowrank;

import circuitscope.InputException;
import java.util.Arrays;

/** A field G that drives the latent variables: dz/dt = -z + G(z, u), time in units of the neurons' time constant. */
public interface VectorField {
    /** {@return the number R of latent variables} */
    int rank();

    /** {@return the number U of inputs} */
    default int inputs() {
        return 0;
    }

    /**
     * @param z latent variables, shape (R)
     * @param u inputs, shape (U)
     * @return G(z, u), shape (R)
     */
    double[] at(double[] z, double... u);

    /**
     * The field at several points; one that has much to prepare for a point prepares it once.
     *
     * @param points latent variables, shape (points, R)
     * @param u inputs, shape (U)
     * @return G(z, u) at each, shape (points, R)
     */
    default double[][] atAll(double[][] points, double... u) {
        return Arrays.stream(points).map(z -> at(z, u)).toArray(double[][]::new);
    }

    /**
     * Derivative of G by z, by central differences unless the field knows better.
     *
     * @param z latent variables, shape (R)
     * @param u inputs, shape (U)
     * @return dG_r / dz_s, shape (R, R)
     */
    default double[][] slope(double[] z, double... u) {
        double h = 1e-5;
        double[][] slope = new double[rank()][rank()];
        for (int s = 0; s < rank(); s++) {
            double[] up = z.clone();
            double[] down = z.clone();
            up[s] += h;
            down[s] -= h;
            double[] high = at(up, u);
            double[] low = at(down, u);
            for (int r = 0; r < rank(); r++) {
                slope[r][s] = (high[r] - low[r]) / (2 * h);
            }
        }
        return slope;
    }

    /**
     * How far another field is from this one.
     *
     * @param other another field
     * @param points latent variables, shape (points, R)
     * @param u inputs, shape (U)
     * @return root of the summed squared differences over that of this field
     * @throws InputException if the fields have different ranks
     */
    default double relativeError(VectorField other, double[][] points, double... u) {
        if (other.rank() != rank()) {
            throw InputException.of("A field of rank %d, expected rank %d.", other.rank(), rank());
        }
        double[][] own = atAll(points, u);
        double[][] its = other.atAll(points, u);
        double difference = 0;
        double size = 0;
        for (int k = 0; k < points.length; k++) {
            for (int r = 0; r < own[k].length; r++) {
                difference += (own[k][r] - its[k][r]) * (own[k][r] - its[k][r]);
                size += own[k][r] * own[k][r];
            }
        }
        return Math.sqrt(difference / size);
    }

    /**
     * A square grid over the plane of two latent variables.
     *
     * @param limit largest coordinate
     * @param count points along an axis, at least 2
     * @return points, shape (count^2, 2), the second coordinate changing fastest
     * @throws InputException if a number is out of range
     */
    static double[][] grid(double limit, int count) {
        InputException.requirePositive("Limit of the grid", limit);
        InputException.requireBetween("Points along an axis", count, 2, 10_000);
        double[][] points = new double[count * count][];
        Arrays.setAll(points, k -> new double[] {
            limit * (2.0 * (k / count) / (count - 1) - 1), limit * (2.0 * (k % count) / (count - 1) - 1)
        });
        return points;
    }
}

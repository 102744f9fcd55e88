package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.motifs.Eigenvalues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;

/**
 * A fixed point of dz/dt = -z + G(z, u).
 *
 * @param z latent variables, shape (R)
 * @param eigenvalues of the linearised flow, from the largest real part, shape (R)
 */
public record SteadyState(double[] z, Complex[] eigenvalues) {
    private static final int MOST_STEPS = 60;
    private static final double TOLERANCE = 1e-12;
    private static final double SAME = 1e-5;
    private static final double NEUTRAL = 1e-4;

    /** What small disturbances do. */
    public enum Kind {
        /** All die out. */
        STABLE,
        /** Some stay and the rest dies out, as along a ring of fixed points. */
        NEUTRAL,
        /** Some grow, some die out. */
        SADDLE,
        /** All grow. */
        UNSTABLE
    }

    /** {@return what small disturbances do; real parts within 1e-4 of 0 are neutral} */
    public Kind kind() {
        double largest = eigenvalues[0].getReal();
        double smallest = eigenvalues[eigenvalues.length - 1].getReal();
        if (largest < -NEUTRAL) {
            return Kind.STABLE;
        } else if (largest <= NEUTRAL) {
            return Kind.NEUTRAL;
        }
        return smallest < 0 ? Kind.SADDLE : Kind.UNSTABLE;
    }

    /** {@return its distance from the origin, |z|} */
    public double radius() {
        return norm(z);
    }

    /**
     * Newton's method from many starts, which finds unstable ones, too. Of a continuum of fixed points as many are found as there
     * are starts.
     *
     * @param field the field G
     * @param starts latent variables to start from, shape (starts, R)
     * @param u inputs that stay, shape (U)
     * @return all fixed points found, by kind, then by their first coordinate from the largest
     * @throws InputException if shapes do not fit
     */
    public static List<SteadyState> all(VectorField field, double[][] starts, double... u) {
        List<double[]> found = new ArrayList<>();
        for (double[] start : starts) {
            from(field, start, u)
                    .filter(z -> found.stream().noneMatch(other -> distance(z, other) < SAME))
                    .ifPresent(found::add);
        }
        return found.stream()
                .map(z -> new SteadyState(z, Eigenvalues.of(jacobian(field, z, u))))
                .sorted(Comparator.comparing(SteadyState::kind)
                        .thenComparing(Comparator.comparingDouble((SteadyState one) -> Math.rint(1e6 * one.z()[0]))
                                .reversed())
                        .thenComparingDouble(one -> -one.z()[one.z().length - 1]))
                .toList();
    }

    private static double[][] jacobian(VectorField field, double[] z, double... u) {
        double[][] jacobian = field.slope(z, u);
        for (int r = 0; r < z.length; r++) {
            jacobian[r][r] -= 1;
        }
        return jacobian;
    }

    private static double[] flow(VectorField field, double[] z, double... u) {
        double[] flow = field.at(z, u);
        for (int r = 0; r < z.length; r++) {
            flow[r] -= z[r];
        }
        return flow;
    }

    /** Newton's method by least squares: along a continuum of fixed points the Jacobian has no inverse. */
    private static Optional<double[]> from(VectorField field, double[] start, double... u) {
        if (start.length != field.rank() || u.length != field.inputs()) {
            throw InputException.of(
                    "A start of %d variables with %d inputs, expected %d and %d.",
                    start.length, u.length, field.rank(), field.inputs());
        }
        double[] z = start.clone();
        double[] flow = flow(field, z, u);
        for (int step = 0; step < MOST_STEPS; step++) {
            double size = norm(flow);
            if (size < TOLERANCE) {
                return Optional.of(z);
            }
            double[] move = move(jacobian(field, z, u), flow);
            double share = 1;
            double[] trial = new double[z.length];
            double[] there = flow;
            while (share > 1e-4) {
                for (int r = 0; r < z.length; r++) {
                    trial[r] = z[r] - share * move[r];
                }
                there = flow(field, trial, u);
                if (norm(there) < size * (1 - share / 10)) {
                    break;
                }
                share /= 2;
            }
            if (share <= 1e-4) {
                return size < 1e-9 ? Optional.of(z) : Optional.empty();
            }
            z = trial;
            flow = there;
        }
        return Optional.empty();
    }

    private static double[] move(double[][] jacobian, double[] flow) {
        int rank = flow.length;
        double[][] normal = new double[rank][rank];
        double[] right = new double[rank];
        double trace = 0;
        for (int r = 0; r < rank; r++) {
            for (int s = 0; s < rank; s++) {
                for (int k = 0; k < rank; k++) {
                    normal[r][s] += jacobian[k][r] * jacobian[k][s];
                }
            }
            for (int k = 0; k < rank; k++) {
                right[r] += jacobian[k][r] * flow[k];
            }
            trace += normal[r][r];
        }
        for (int r = 0; r < rank; r++) {
            normal[r][r] += 1e-10 * trace + 1e-30;
        }
        return PositiveDefinite.of(normal).solve(right);
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += (a[r] - b[r]) * (a[r] - b[r]);
        }
        return Math.sqrt(sum);
    }
}

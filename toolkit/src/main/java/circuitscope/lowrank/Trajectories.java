package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.Workers;
import java.util.List;

/**
 * Latent variables over time, from several starts.
 *
 * @param z latent variables, shape (starts, steps + 1, R): the first row of each start is where it starts
 * @param u inputs during each step, shape (starts, steps, U)
 * @param step step a of the network, in units of the neurons' time constant
 */
public record Trajectories(double[][][] z, double[][][] u, double step) {
    /**
     * @param z latent variables, shape (starts, steps + 1, R)
     * @param u inputs during each step, shape (starts, steps, U)
     * @param step step a of the network, in (0, 1]
     * @throws InputException if shapes do not fit, or a number is out of range
     */
    public Trajectories {
        InputException.requireBetween("Step", step, 1e-6, 1.0);
        if (z.length == 0 || z[0].length < 2 || z[0][0].length == 0) {
            throw InputException.of(
                    "Trajectories of %d starts, expected at least one with two times and one variable.", z.length);
        }
        if (u.length != z.length) {
            throw InputException.of("Inputs of %d starts, expected %d.", u.length, z.length);
        }
        int rank = z[0][0].length;
        for (int s = 0; s < z.length; s++) {
            if (u[s].length != z[s].length - 1) {
                throw InputException.of(
                        "Start %d has %d inputs, expected one for each of %d steps.", s, u[s].length, z[s].length - 1);
            }
            for (double[] now : z[s]) {
                for (double value : now) {
                    if (now.length != rank || !Double.isFinite(value)) {
                        throw InputException.of(
                                "Start %d: found %d latent variables, one of them %s, expected %d finite ones.",
                                s, now.length, value, rank);
                    }
                }
            }
        }
    }

    /**
     * Without inputs.
     *
     * @param z latent variables, shape (starts, steps + 1, R)
     * @param step step a of the network
     * @return the trajectories
     * @throws InputException if shapes do not fit, or a number is out of range
     */
    public static Trajectories of(double[][][] z, double step) {
        double[][][] u = new double[z.length][][];
        for (int s = 0; s < z.length; s++) {
            u[s] = new double[Math.max(0, z[s].length - 1)][0];
        }
        return new Trajectories(z, u, step);
    }

    /**
     * Follows a field in steps, without inputs.
     *
     * @param field the field G
     * @param starts latent variables to start from, shape (starts, R)
     * @param steps number of steps, at least 1
     * @param step step a
     * @param workers threads
     * @return z(t + 1) = (1 - a) z(t) + a G(z(t))
     * @throws InputException if a number is out of range, or the field has inputs
     */
    public static Trajectories along(VectorField field, double[][] starts, int steps, double step, Workers workers) {
        InputException.requireBetween("Number of steps", steps, 1, 10_000_000);
        if (field.inputs() != 0) {
            throw InputException.of("A field with %d inputs, expected none.", field.inputs());
        }
        List<double[][]> all =
                workers.map(starts.length, "following a field", s -> follow(field, starts[s], steps, step));
        return of(all.toArray(double[][][]::new), step);
    }

    private static double[][] follow(VectorField field, double[] start, int steps, double step) {
        double[][] z = new double[steps + 1][];
        z[0] = start.clone();
        for (int t = 0; t < steps; t++) {
            z[t + 1] = field.at(z[t]);
            for (int r = 0; r < start.length; r++) {
                z[t + 1][r] = (1 - step) * z[t][r] + step * z[t + 1][r];
            }
        }
        return z;
    }

    /** {@return the number R of latent variables} */
    public int rank() {
        return z[0][0].length;
    }

    /** {@return the number U of inputs} */
    public int inputs() {
        return u[0][0].length;
    }

    /** {@return the number of steps of all starts together} */
    public int steps() {
        int steps = 0;
        for (double[][] one : u) {
            steps += one.length;
        }
        return steps;
    }

    /** {@return where each step is, (z, u, 1), in the order of the starts, shape (steps, R + U + 1)} */
    public double[][] states() {
        double[][] states = new double[steps()][rank() + inputs() + 1];
        int at = 0;
        for (int s = 0; s < z.length; s++) {
            for (int t = 0; t < u[s].length; t++) {
                System.arraycopy(z[s][t], 0, states[at], 0, rank());
                System.arraycopy(u[s][t], 0, states[at], rank(), inputs());
                states[at++][rank() + inputs()] = 1;
            }
        }
        return states;
    }

    /** {@return the field that each step shows, G = (z(t+1) - (1 - a) z(t)) / a, shape (steps, R)} */
    public double[][] fields() {
        double[][] fields = new double[steps()][rank()];
        int at = 0;
        for (int s = 0; s < z.length; s++) {
            for (int t = 0; t < u[s].length; t++) {
                for (int r = 0; r < rank(); r++) {
                    fields[at][r] = (z[s][t + 1][r] - (1 - step) * z[s][t][r]) / step;
                }
                at++;
            }
        }
        return fields;
    }
}

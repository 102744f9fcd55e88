package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.List;

/**
 * A recurrent network of low rank in discrete time: z(t+1) = (1 - a) z(t) + (a / N) sum_i n_i phi(m_i . z + b_i . u + d_i).
 * Source: "Identifying Connectivity Distributions from Neural Dynamics Using Flows" (2026); Mastrogiuseppe and Ostojic 2018.
 *
 * @param loadings loadings of the neurons
 * @param phi how input becomes a rate
 * @param step step a in units of the neurons' time constant, in (0, 1]
 */
public record LowRankNetwork(Loadings loadings, Nonlinearity phi, double step) implements VectorField {
    private static final double UNBOUNDED = 1e9;
    private static final double STEP = 0.1;

    /**
     * @param loadings loadings of the neurons
     * @param phi how input becomes a rate
     * @param step step a in units of the neurons' time constant, in (0, 1]
     * @throws InputException if the step is out of range
     */
    public LowRankNetwork {
        InputException.requireBetween("Step", step, 1e-6, 1.0);
    }

    /**
     * Neurons with phi = tanh and steps of 0.1.
     *
     * @param loadings loadings of the neurons
     * @return the network
     */
    public static LowRankNetwork of(Loadings loadings) {
        return new LowRankNetwork(loadings, Nonlinearity.TANH, STEP);
    }

    @Override
    public int rank() {
        return loadings.rank();
    }

    @Override
    public int inputs() {
        return loadings.inputs();
    }

    @Override
    public double[] at(double[] z, double... u) {
        double[] field = new double[rank()];
        for (int i = 0; i < loadings.neurons(); i++) {
            double[] sent = loadings.n()[i];
            double rate = phi.rate(input(i, z, u));
            for (int r = 0; r < field.length; r++) {
                field[r] += sent[r] * rate;
            }
        }
        for (int r = 0; r < field.length; r++) {
            field[r] /= loadings.neurons();
        }
        return field;
    }

    @Override
    public double[][] slope(double[] z, double... u) {
        double[][] slope = new double[rank()][rank()];
        for (int i = 0; i < loadings.neurons(); i++) {
            double gain = phi.slope(input(i, z, u)) / loadings.neurons();
            for (int r = 0; r < rank(); r++) {
                for (int s = 0; s < rank(); s++) {
                    slope[r][s] += loadings.n()[i][r] * gain * loadings.m()[i][s];
                }
            }
        }
        return slope;
    }

    private double input(int i, double[] z, double... u) {
        double h = loadings.d()[i];
        double[] m = loadings.m()[i];
        for (int r = 0; r < m.length; r++) {
            h += m[r] * z[r];
        }
        double[] b = loadings.b()[i];
        for (int k = 0; k < b.length; k++) {
            h += b[k] * u[k];
        }
        return h;
    }

    /**
     * @param z latent variables, shape (R)
     * @param u inputs, shape (U)
     * @return input h of each neuron, shape (N)
     */
    public double[] inputs(double[] z, double... u) {
        double[] h = new double[loadings.neurons()];
        for (int i = 0; i < h.length; i++) {
            h[i] = input(i, z, u);
        }
        return h;
    }

    /**
     * Without input from outside.
     *
     * @param starts latent variables to start from, shape (starts, R)
     * @param steps number of steps, at least 1
     * @param workers threads, and who hears how far it has come
     * @return latent variables over time
     * @throws InputException if shapes do not fit, or rates grow without bounds
     */
    public Trajectories run(double[][] starts, int steps, Workers workers) {
        InputException.requireBetween("Number of steps", steps, 1, 10_000_000);
        return run(starts, new double[starts.length][steps][inputs()], workers);
    }

    /**
     * @param starts latent variables to start from, shape (starts, R)
     * @param u inputs during each step, shape (starts, steps, U)
     * @param workers threads, and who hears how far it has come
     * @return latent variables over time
     * @throws InputException if shapes do not fit, or rates grow without bounds
     */
    public Trajectories run(double[][] starts, double[][][] u, Workers workers) {
        if (u.length != starts.length) {
            throw InputException.of("Inputs for %d starts, expected %d.", u.length, starts.length);
        }
        List<double[][]> all = workers.map(starts.length, "simulating latent variables", s -> follow(starts[s], u[s]));
        return new Trajectories(all.toArray(double[][][]::new), u, step);
    }

    private double[][] follow(double[] start, double[][] u) {
        if (start.length != rank() || u.length == 0 || u[0].length != inputs()) {
            throw InputException.of(
                    "A start of %d variables with %d steps, expected %d variables, a step and %d inputs.",
                    start.length, u.length, rank(), inputs());
        }
        double[][] z = new double[u.length + 1][rank()];
        z[0] = start.clone();
        for (int t = 0; t < u.length; t++) {
            double[] field = at(z[t], u[t]);
            for (int r = 0; r < field.length; r++) {
                z[t + 1][r] = (1 - step) * z[t][r] + step * field[r];
                if (!(Math.abs(z[t + 1][r]) < UNBOUNDED)) {
                    throw InputException.of(
                            "Latent variables grow without bounds until step %d; weaken the loadings.", t + 1);
                }
            }
        }
        return z;
    }

    /**
     * Makes neurons silent: they send nothing, and the number N that sums are divided by stays.
     *
     * @param silent whether each neuron is silenced, shape (N)
     * @return the network without what they send
     * @throws InputException if the length does not fit
     */
    public LowRankNetwork silencing(boolean... silent) {
        if (silent.length != loadings.neurons()) {
            throw InputException.of("%d neurons, expected %d.", silent.length, loadings.neurons());
        }
        double[][] n = new double[silent.length][];
        for (int i = 0; i < n.length; i++) {
            n[i] = silent[i] ? new double[rank()] : loadings.n()[i];
        }
        return new LowRankNetwork(loadings.withN(n), phi, step);
    }
}

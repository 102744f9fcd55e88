package circuitscope.systems;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A few coupled variables in discrete time,
 *
 * <pre>
 *   x(t + 1) = x(t) + step f(W x(t)) + noise,   noise ~ N(0, deviation^2).
 * </pre>
 *
 * A switching system has a second matrix that acts while the first variable is positive.
 *
 * @param first couplings W while the first variable is not positive, shape (N, N)
 * @param second couplings W while it is positive; the same in a static system
 * @param activation f
 * @param step factor of f
 * @param deviation standard deviation of the noise
 */
public record CoupledMap(double[][] first, double[][] second, Activation activation, double step, double deviation) {
    private static final double STEP = 0.1;
    private static final double NOISE = 0.3;
    /** Each variable decays by so much, so that random couplings of this spread are stable. */
    private static final double DECAY = 3;

    private static final int BURN_IN = 200;

    /** How input acts. */
    public enum Activation {
        /** As it is. */
        LINEAR {
            @Override
            double of(double x) {
                return x;
            }
        },
        /** Saturated between -1 and 1. */
        TANH {
            @Override
            double of(double x) {
                return Math.tanh(x);
            }
        };

        abstract double of(double x);
    }

    /**
     * @param first couplings while the first variable is not positive, shape (N, N)
     * @param second couplings while it is positive, shape (N, N)
     * @param activation f
     * @param step factor of f
     * @param deviation standard deviation of the noise
     * @throws InputException if the matrices are not square of one size, or a number is out of range
     */
    public CoupledMap {
        for (double[][] matrix : new double[][][] {first, second}) {
            for (double[] row : matrix) {
                InputException.requireBetween("Columns of the couplings", row.length, first.length, first.length);
            }
        }
        InputException.requireBetween("Rows of the couplings", second.length, first.length, first.length);
        InputException.requirePositive("Factor of the activation", step);
        InputException.requireBetween("Deviation of the noise", deviation, 0, Double.MAX_VALUE);
    }

    /**
     * @param variables number of variables N
     * @param activation f
     * @param switching whether the input of the last variable changes with the sign of the first
     * @param seed seed of the couplings
     * @return a system with couplings N(0, 1) off the diagonal and -3 on it
     * @throws InputException if the number of variables is out of range
     */
    public static CoupledMap random(int variables, Activation activation, boolean switching, long seed) {
        InputException.requireBetween("Number of variables", variables, 3, 1000);
        UniformRandomProvider random = RandomStreams.of(seed, "couplings of variables");
        double[][] first = couplings(variables, random);
        double[][] other = couplings(variables, random);
        double[][] second = first.clone();
        if (switching) {
            second[variables - 1] = other[variables - 1];
        }
        return new CoupledMap(first, second, activation, STEP, NOISE);
    }

    private static double[][] couplings(int n, UniformRandomProvider random) {
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = i == j ? -DECAY : normal.sample();
            }
        }
        return matrix;
    }

    /**
     * @param x state, shape (N)
     * @return the couplings that act there, shape (N, N)
     */
    public double[][] couplings(double... x) {
        return x[0] > 0 ? second : first;
    }

    /**
     * @param times number of times, after a start from 0 that is left out
     * @param seed seed of the noise
     * @return the states, shape (times, N)
     */
    public double[][] simulate(int times, long seed) {
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "noise of variables"));
        int n = first.length;
        double[][] states = new double[times][];
        double[] x = new double[n];
        for (int t = -BURN_IN; t < times; t++) {
            double[][] couplings = couplings(x);
            double[] next = new double[n];
            for (int i = 0; i < n; i++) {
                double input = 0;
                for (int j = 0; j < n; j++) {
                    input += couplings[i][j] * x[j];
                }
                next[i] = x[i] + step * activation.of(input) + deviation * normal.sample();
            }
            x = next;
            if (t >= 0) {
                states[t] = x;
            }
        }
        return states;
    }
}

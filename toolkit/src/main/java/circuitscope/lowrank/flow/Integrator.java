package circuitscope.lowrank.flow;

import circuitscope.InputException;

/** How dx/dt = u(x, t) is integrated between t = 0 and 1. */
public sealed interface Integrator {
    /** Explicit midpoint steps of one length. */
    record Midpoint(double step) implements Integrator {
        /**
         * @param step length of a step, in (0, 1]
         * @throws InputException if it is out of range
         */
        public Midpoint {
            InputException.requireBetween("Length of a midpoint step", step, 1e-4, 1.0);
        }

        @Override
        public void run(Velocity velocity, float[][] state, int count, double from, double to) {
            int steps = (int) Math.ceil(Math.abs(to - from) / step - 1e-9);
            double length = (to - from) / steps;
            float[][] slope = new float[state.length][count];
            float[][] middle = new float[state.length][count];
            for (int k = 0; k < steps; k++) {
                double time = from + k * length;
                velocity.at(time, state, slope);
                move(state, length / 2, slope, middle, count);
                velocity.at(time + length / 2, middle, slope);
                move(state, length, slope, state, count);
            }
        }
    }

    /** Steps of the method of Bogacki and Shampine (1989), as long as the estimated error of a block allows. */
    record Adaptive(double tolerance) implements Integrator {
        private static final double LONGEST = 0.25;
        private static final int MOST = 10_000;

        /**
         * @param tolerance root mean square error of a step that is allowed, relative to 1 + |x|
         * @throws InputException if it is out of range
         */
        public Adaptive {
            InputException.requireBetween("Tolerance of the integrator", tolerance, 1e-6, 0.1);
        }

        @Override
        public void run(Velocity velocity, float[][] state, int count, double from, double to) {
            int rows = state.length;
            float[][] first = new float[rows][count];
            float[][] second = new float[rows][count];
            float[][] third = new float[rows][count];
            float[][] last = new float[rows][count];
            float[][] trial = new float[rows][count];
            double sign = Math.signum(to - from);
            double time = from;
            double length = 0.05;
            velocity.at(time, state, first);
            for (int k = 0; sign * (to - time) > 1e-9; k++) {
                if (k > MOST) {
                    throw InputException.of(
                            "The flow needs more than %d steps at a tolerance of %s; raise the tolerance.",
                            MOST, tolerance);
                }
                length = Math.min(length, sign * (to - time));
                double h = sign * length;
                move(state, h / 2, first, trial, count);
                velocity.at(time + h / 2, trial, second);
                move(state, 0.75 * h, second, trial, count);
                velocity.at(time + 0.75 * h, trial, third);
                for (int r = 0; r < rows; r++) {
                    for (int x = 0; x < count; x++) {
                        trial[r][x] = (float) (state[r][x]
                                + h * (2.0 / 9 * first[r][x] + 1.0 / 3 * second[r][x] + 4.0 / 9 * third[r][x]));
                    }
                }
                velocity.at(time + h, trial, last);
                double squares = 0;
                for (int r = 0; r < rows; r++) {
                    for (int x = 0; x < count; x++) {
                        double error = h
                                * (-5.0 / 72 * first[r][x]
                                        + 1.0 / 12 * second[r][x]
                                        + 1.0 / 9 * third[r][x]
                                        - 1.0 / 8 * last[r][x])
                                / (1 + Math.abs(state[r][x]));
                        squares += error * error;
                    }
                }
                double share = Math.sqrt(squares / ((double) rows * count)) / tolerance;
                if (share <= 1) {
                    time += h;
                    for (int r = 0; r < rows; r++) {
                        System.arraycopy(trial[r], 0, state[r], 0, count);
                    }
                    float[][] old = first;
                    first = last;
                    last = old;
                }
                length = Math.min(LONGEST, length * Math.min(3, Math.max(0.2, 0.9 / Math.cbrt(share + 1e-12))));
            }
        }
    }

    /** The field that is integrated. */
    @FunctionalInterface
    interface Velocity {
        /**
         * @param time time t
         * @param state where, shape (rows, columns)
         * @param slope receives the derivative by time, shape (rows, columns)
         */
        void at(double time, float[][] state, float[][] slope);
    }

    /**
     * @param step length of a step, in (0, 1]
     * @return midpoint steps
     * @throws InputException if it is out of range
     */
    static Integrator midpoint(double step) {
        return new Midpoint(step);
    }

    /**
     * @param tolerance root mean square error of a step that is allowed, relative to 1 + |x|
     * @return steps of adapted length
     * @throws InputException if it is out of range
     */
    static Integrator adaptive(double tolerance) {
        return new Adaptive(tolerance);
    }

    /**
     * @param velocity the field
     * @param state where to start, changed in place, shape (rows, count or more)
     * @param count number of columns
     * @param from time at the start
     * @param to time at the end, before or after
     */
    void run(Velocity velocity, float[][] state, int count, double from, double to);

    private static void move(float[][] state, double length, float[][] slope, float[][] to, int count) {
        float h = (float) length;
        for (int r = 0; r < state.length; r++) {
            float[] x = state[r];
            float[] v = slope[r];
            float[] y = to[r];
            for (int k = 0; k < count; k++) {
                y[k] = x[k] + h * v[k];
            }
        }
    }
}

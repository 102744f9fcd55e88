package circuitscope.motifs.meanfield;

import circuitscope.InputException;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.exception.NumberIsTooSmallException;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;

/**
 * The limit of many neurons: two latent variables for each population, its mean input mu and its filtered rate kappa, with
 *
 * <pre>
 *   mu_p'    = -mu_p + I_p + sum_q (Jbar_pq &lt;phi&gt;_q + &lt;phi'&gt;_q sum_b C_pqb kappa_b)
 *   kappa_q' = -kappa_q + &lt;phi&gt;_q
 *   Delta_p  = kappa^T Gamma_p kappa + s_p^2
 * </pre>
 *
 * and averages over x ~ N(mu_q, Delta_q). The deviation s_p from independent weights is a third variable: with the full closure
 * s_p' = -s_p + (sum_q g_pq^2 &lt;phi^2&gt;_q)^(1/2), which holds while the pattern of rates keeps its shape, and has the exact
 * fixed points; with the closure by latent variables &lt;phi^2&gt; is replaced by kappa^2. Divergent motifs and reciprocity of
 * independent weights have no part in it. Time is in units of the neurons' time constant.
 *
 * <p>State: (mu, kappa, s), shape (3 P).
 *
 * @param model means and motifs of the weights
 * @param phi how input becomes a rate
 * @param closure how the variance from independent weights follows
 */
public record MeanFieldTheory(MotifModel model, Nonlinearity phi, Closure closure) {
    private static final double TOLERANCE = 1e-9;

    /** A deviation below this has no derivative that a step could use. */
    private static final double LEAST_DEVIATION = 1e-9;

    /**
     * @param model means and motifs of the weights
     * @param phi how input becomes a rate
     * @return the mean field with the full closure
     */
    public static MeanFieldTheory of(MotifModel model, Nonlinearity phi) {
        return new MeanFieldTheory(model, phi, Closure.FULL);
    }

    /** {@return the number of populations P} */
    public int populations() {
        return model.populations();
    }

    /** {@return the length of a state, 3 P} */
    public int dimension() {
        return 3 * populations();
    }

    /**
     * @param state mu, kappa and s, shape (3 P)
     * @return variance Delta_p of the input over the neurons of each population, shape (P)
     */
    public double[] variance(double[] state) {
        int count = populations();
        double[] delta = new double[count];
        for (int p = 0; p < count; p++) {
            double sum = state[2 * count + p] * state[2 * count + p];
            for (int q = 0; q < count; q++) {
                for (int r = 0; r < count; r++) {
                    sum += state[count + q] * model.convergent(p, q, r) * state[count + r];
                }
            }
            delta[p] = Math.max(0, sum);
        }
        return delta;
    }

    /**
     * @param state mu, kappa and s, shape (3 P)
     * @return averages over the neurons of each population, shape (P)
     */
    public GaussianAverage[] averages(double[] state) {
        double[] delta = variance(state);
        GaussianAverage[] averages = new GaussianAverage[delta.length];
        Arrays.setAll(averages, p -> GaussianAverage.of(phi, state[p], delta[p]));
        return averages;
    }

    /**
     * @param state mu, kappa and s, shape (3 P)
     * @param input external input to each population, shape (P)
     * @return time derivative of the state, shape (3 P)
     */
    public double[] derivative(double[] state, double[] input) {
        return derivative(state, input, averages(state));
    }

    private double[] derivative(double[] state, double[] input, GaussianAverage[] averages) {
        int count = populations();
        double[] derivative = new double[3 * count];
        for (int p = 0; p < count; p++) {
            double sum = input[p] - state[p];
            for (int q = 0; q < count; q++) {
                sum += model.mean()[p][q] * averages[q].rate() + averages[q].slope() * chained(p, q, state);
            }
            derivative[p] = sum;
            derivative[count + p] = averages[p].rate() - state[count + p];
            derivative[2 * count + p] = Math.sqrt(fromNoise(p, state, averages)) - state[2 * count + p];
        }
        return derivative;
    }

    private double chained(int p, int q, double[] state) {
        int count = populations();
        double sum = 0;
        for (int b = 0; b < count; b++) {
            sum += model.chain(p, q, b) * state[count + b];
        }
        return sum;
    }

    private double fromNoise(int p, double[] state, GaussianAverage[] averages) {
        int count = populations();
        double sum = 0;
        for (int q = 0; q < count; q++) {
            double g = model.spread()[p][q];
            double kappa = state[count + q];
            sum += g * g * (closure == Closure.FULL ? averages[q].square() : kappa * kappa);
        }
        return sum;
    }

    /**
     * @param state mu, kappa and s, shape (3 P)
     * @return derivative of each component of the flow (row) by each of the state (column), shape (3 P, 3 P)
     */
    public double[][] jacobian(double[] state) {
        return jacobian(state, averages(state));
    }

    private double[][] jacobian(double[] state, GaussianAverage[] averages) {
        int count = populations();
        int n = 3 * count;
        // derivative of Delta_q by the state; that by mu is 0
        double[][] variance = new double[count][n];
        for (int q = 0; q < count; q++) {
            for (int b = 0; b < count; b++) {
                for (int r = 0; r < count; r++) {
                    variance[q][count + b] += 2 * model.convergent(q, b, r) * state[count + r];
                }
            }
            variance[q][2 * count + q] = 2 * state[2 * count + q];
        }
        double[][] jacobian = new double[n][n];
        for (int p = 0; p < count; p++) {
            double[] mu = jacobian[p];
            double[] kappa = jacobian[count + p];
            double[] s = jacobian[2 * count + p];
            double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(fromNoise(p, state, averages)));
            for (int q = 0; q < count; q++) {
                GaussianAverage average = averages[q];
                double mean = model.mean()[p][q];
                double chained = chained(p, q, state);
                double squared = model.spread()[p][q] * model.spread()[p][q] / (2 * deviation);
                mu[q] += mean * average.slope() + chained * average.curvature();
                for (int k = count; k < n; k++) {
                    mu[k] += (mean * average.curvature() + chained * average.third()) / 2 * variance[q][k];
                }
                for (int b = 0; b < count; b++) {
                    mu[count + b] += average.slope() * model.chain(p, q, b);
                }
                if (closure == Closure.FULL) {
                    s[q] += squared * average.squareSlope();
                    for (int k = count; k < n; k++) {
                        s[k] += squared * average.squareCurvature() / 2 * variance[q][k];
                    }
                } else {
                    s[count + q] += squared * 2 * state[count + q];
                }
            }
            kappa[p] += averages[p].slope();
            for (int k = count; k < n; k++) {
                kappa[k] += averages[p].curvature() / 2 * variance[p][k];
            }
        }
        for (int k = 0; k < n; k++) {
            jacobian[k][k] -= 1;
        }
        return jacobian;
    }

    /** Flow and Jacobian of one state, which share their averages. */
    record Linearised(double[] derivative, double[][] jacobian) {}

    Linearised linearised(double[] state, double[] input) {
        GaussianAverage[] averages = averages(state);
        return new Linearised(derivative(state, input, averages), jacobian(state, averages));
    }

    /**
     * Follows the state over time by an adaptive integrator (Dormand and Prince, order 8), to 1e-9.
     *
     * @param start state at time 0, shape (3 P); {@link #rest()} for silent neurons
     * @param input external input
     * @param times when the state is told, in rising order, from 0 on
     * @return the state at these times
     * @throws InputException if times do not rise, or the state grows without bounds
     */
    public Trajectory follow(double[] start, ExternalInput input, double[] times) {
        for (int k = 0; k < times.length; k++) {
            InputException.requireBetween("Time " + k, times[k], k == 0 ? 0 : times[k - 1], 1e9);
        }
        double[][] states = new double[times.length][];
        double[] state = start.clone();
        double now = 0;
        for (int k = 0; k < times.length; k++) {
            for (double jump : input.jumps()) {
                if (jump > now && jump < times[k]) {
                    state = advanced(state, input, now, jump);
                    now = jump;
                }
            }
            if (times[k] > now) {
                state = advanced(state, input, now, times[k]);
            }
            now = times[k];
            states[k] = state;
        }
        return new Trajectory(this, times.clone(), states);
    }

    private double[] advanced(double[] state, ExternalInput input, double from, double to) {
        // the input is taken as it is inside, so that a jump at the end is not seen
        double last = Math.nextDown(to);
        FirstOrderDifferentialEquations flow = new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return dimension();
            }

            @Override
            public void computeDerivatives(double time, double[] y, double[] change) {
                double[] levels = new double[populations()];
                Arrays.setAll(levels, p -> input.at(p, Math.min(time, last)));
                System.arraycopy(derivative(y, levels), 0, change, 0, change.length);
            }
        };
        if (to - from < 1e-10) {
            return state;
        }
        double[] end = new double[state.length];
        try {
            DormandPrince853Integrator integrator =
                    new DormandPrince853Integrator(1e-12, to - from, TOLERANCE, TOLERANCE);
            integrator.setMaxEvaluations(2_000_000);
            integrator.integrate(flow, from, state, to, end);
        } catch (NumberIsTooSmallException | MaxCountExceededException | InputException e) {
            throw InputException.of(
                    "Rates grow without bounds between time %s and %s; weaken excitation or the chains.", from, to, e);
        }
        return end;
    }

    /** {@return the state of silent neurons without input, all zeros, shape (3 P)} */
    public double[] rest() {
        return new double[dimension()];
    }
}

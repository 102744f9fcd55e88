package circuitscope.infer.sampling;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/** Search for the time constant of exponential synapses. */
public final class SynapticTimeConstant {
    /** Of the logarithm of the time constant. */
    private static final double PRECISION = 0.05;

    private SynapticTimeConstant() {}

    /**
     * @param shortestMs lower end of the range in which it is sought, in ms
     * @param longestMs upper end of this range, in ms
     * @param loss what is to be low, as a function of the time constant in ms
     * @return the time constant in ms at which the loss is lowest, to 5 % (Brent's method on its logarithm)
     */
    public static double ofLowest(double shortestMs, double longestMs, UnivariateFunction loss) {
        double low = Math.log(shortestMs);
        double high = Math.log(longestMs);
        double logTau = new BrentOptimizer(1e-6, PRECISION)
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(logValue -> loss.value(Math.exp(logValue))),
                        new SearchInterval(low, high, (2 * low + high) / 3),
                        MaxEval.unlimited())
                .getPoint();
        return Math.exp(logTau);
    }
}

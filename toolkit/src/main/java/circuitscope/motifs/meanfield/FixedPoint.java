package circuitscope.motifs.meanfield;

import circuitscope.motifs.Eigenvalues;
import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;

/**
 * A state that stays.
 *
 * @param state mu, kappa and s, shape (3 P)
 * @param rates mean rate of each population, shape (P)
 * @param deviations s.d. of the rate over the neurons of each population, shape (P)
 * @param variance variance Delta of the input over the neurons of each population, shape (P)
 * @param eigenvalues of the linearised flow, from the largest real part, shape (3 P)
 */
public record FixedPoint(
        double[] state, double[] rates, double[] deviations, double[] variance, Complex[] eigenvalues) {
    static FixedPoint at(MeanFieldTheory meanField, double[] state) {
        GaussianAverage[] averages = meanField.averages(state);
        return new FixedPoint(
                state,
                Arrays.stream(averages).mapToDouble(GaussianAverage::rate).toArray(),
                Arrays.stream(averages).mapToDouble(GaussianAverage::deviation).toArray(),
                meanField.variance(state),
                Eigenvalues.of(meanField.jacobian(state)));
    }

    /** {@return whether small disturbances die out} */
    public boolean stable() {
        return eigenvalues[0].getReal() < 0;
    }

    /** {@return whether the slowest or the growing disturbance turns round} */
    public boolean oscillates() {
        return eigenvalues[0].getImaginary() != 0;
    }
}

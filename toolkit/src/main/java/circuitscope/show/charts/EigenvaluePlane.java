package circuitscope.show.charts;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.complex.Complex;

/** Eigenvalues in the complex plane. */
public final class EigenvaluePlane {
    private EigenvaluePlane() {}

    /**
     * @param title stands above
     * @param found eigenvalues of a network
     * @param theory those that a theory has outside the disc
     * @return the chart
     */
    public static LineChart of(String title, Complex[] found, Collection<Complex> theory) {
        List<Complex> all = List.of(found);
        return LineChart.of(title, "real part", "imaginary part")
                .withPoints("a network", part(all, Complex::getReal), part(all, Complex::getImaginary))
                .withPoints(
                        "outliers of the theory", part(theory, Complex::getReal), part(theory, Complex::getImaginary))
                .withEqualScales()
                .withSize(330, 330);
    }

    private static double[] part(Collection<Complex> values, ToDoubleFunction<Complex> part) {
        return values.stream().mapToDouble(part).toArray();
    }
}

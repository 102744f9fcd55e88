package circuitscope.motifs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import java.util.List;
import org.apache.commons.math3.complex.Complex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {
    private static MotifModel model(double chain) {
        return MotifModel.excitatoryInhibitory(4, 4, chain, 0.2);
    }

    /** The closed form of the test case, (-1 +- sqrt(1 + 4 c)) / 2. */
    @ParameterizedTest
    @ValueSource(doubles = {-4, 1, 4})
    void givenTheTestCase_whenSolved_thenOutliersAreThoseOfTheClosedForm(double chain) {
        List<Complex> outliers = Spectrum.of(model(chain)).outliers();
        Complex root = new Complex(1 + 4 * chain).sqrt();
        holds(outliers, root.subtract(1).divide(2), 1e-7);
        holds(outliers, root.negate().subtract(1).divide(2), 1e-7);
        assertEquals(0.2, Spectrum.of(model(chain)).radius(), 1e-12);
        assertEquals(2, Spectrum.of(model(chain)).visible().size());
    }

    /** One population: (J0 +- sqrt(J0^2 + 4 C)) / 2. */
    @Test
    void givenOnePopulation_whenSolved_thenOutliersAreThePublishedOnes() {
        MotifModel one = new MotifModel(
                List.of("all"),
                new double[] {1},
                new double[][] {{0.7}},
                new double[][] {{0.3}},
                new double[1][1],
                1,
                new double[][][] {{{2, 1.1}, {1.1, 2}}});
        double root = Math.sqrt(0.49 + 4.4);
        List<Complex> outliers = Spectrum.of(one).outliers();
        near(new Complex((0.7 + root) / 2), outliers.get(0), 1e-12);
        near(new Complex((0.7 - root) / 2), outliers.get(1), 1e-12);
    }

    /** Against all eigenvalues of the stored matrix, and within 5 % of the theory for one network. */
    @ParameterizedTest
    @ValueSource(doubles = {-4, 4})
    void givenANetwork_whenTheLeadingEigenvaluesAreFound_thenTheyAreThoseOfTheMatrix(double chain) {
        MotifNetwork network = model(chain).draw(300, 1);
        List<Complex> leading = Spectrum.leading(network, 2);
        Complex[] all = Eigenvalues.of(network.weights());
        for (Complex value : leading) {
            holds(List.of(all), value, 1e-5);
        }
        // one network of 300 neurons is within a few hundredths of the theory
        for (Complex predicted : Spectrum.of(model(chain)).visible()) {
            holds(leading, predicted, 0.1);
        }
    }

    @Test
    void givenADiscWithoutOutliers_whenAskedForTheLargest_thenItSaysThatTheyAreNotToldApart() {
        MotifNetwork disc = MotifModel.excitatoryInhibitory(0, 0, 0, 0.9)
                .withMean(new double[2][2])
                .draw(1500, 1);
        assertThrows(InputException.class, () -> Spectrum.leading(disc, 20));
    }

    private static void holds(List<Complex> values, Complex expected, double tolerance) {
        double distance = values.stream()
                .mapToDouble(value -> value.subtract(expected).abs())
                .min()
                .orElseThrow();
        assertEquals(0, distance, tolerance, values + " " + expected);
    }

    private static void near(Complex expected, Complex found, double tolerance) {
        assertEquals(0, expected.subtract(found).abs(), tolerance, expected + " " + found);
    }
}

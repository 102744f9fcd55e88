package circuitscope.lowrank.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.MixtureLaw;
import circuitscope.lowrank.TestCase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareTest {
    private static double[][] m(TestCase test, int count, long seed) {
        return test.law().draw(count, seed).m();
    }

    private static double[][] shifted(double[][] x, double... by) {
        return Arrays.stream(x)
                .map(row -> new double[] {row[0] + by[0], row[1] + by[1]})
                .toArray(double[][]::new);
    }

    @Test
    void givenFourClusters_whenMixturesAreCompared_thenThereAreFourAndTheirNeuronsAreFound() {
        int[] truth = new int[1000];
        double[][] x =
                ((MixtureLaw) TestCase.QUAD_STABLE.law()).draw(1000, 1, truth).m();
        MixtureSelection selection = MixtureSelection.of(x, 9, 1, Workers.all());
        assertEquals(4, selection.components());
        GaussianMixture mixture = GaussianMixture.fit(x, 4, 1);
        int[] found = mixture.assign(x);
        int right = 0;
        for (int k = 0; k < 4; k++) {
            int[] counts = new int[4];
            for (int i = 0; i < x.length; i++) {
                counts[truth[i]] += found[i] == k ? 1 : 0;
            }
            right += Arrays.stream(counts).max().orElseThrow();
        }
        assertTrue(right > 900, "right: " + right);
        for (double[] mean : mixture.means()) {
            assertEquals(0.87, Math.abs(mean[0]), 0.12);
            assertEquals(0.87, Math.abs(mean[1]), 0.12);
        }
        assertEquals(
                1,
                MixtureSelection.of(m(TestCase.RING, 1000, 1), 4, 1, Workers.all())
                        .components());
    }

    @Test
    void givenOneComponent_whenFitted_thenItHasTheMomentsOfThePointsAndTheDensityOfANormalDistribution() {
        double[][] x = {{0, 0}, {2, 0}, {0, 1}, {2, 1}};
        GaussianMixture mixture = GaussianMixture.fit(x, 1, 1);
        assertArrayEquals(new double[] {1, 0.5}, mixture.means()[0], 1e-9);
        assertEquals(1 + 1e-4, mixture.covariances()[0][0][0], 1e-8);
        double expected = -Math.log(2 * Math.PI) - Math.log(0.5 * (1 + 1e-4)) - 1 / (1 + 1e-4);
        assertEquals(expected, mixture.logDensity(x)[0], 1e-8);
        assertThrows(InputException.class, () -> GaussianMixture.fit(x, 3, 1));
    }

    /** With squared distances a shift adds its square to any transport and changes nothing else. */
    @Test
    void givenAShift_whenTransported_thenTheDivergenceIsItsSquare() {
        double[][] x = m(TestCase.QUAD_STABLE, 150, 1);
        assertEquals(0, Discrepancy.sinkhorn(x, x), 1e-9);
        double[][] y = shifted(x, 0.6, -0.8);
        double[][] reversed = new double[y.length][];
        Arrays.setAll(reversed, i -> y[y.length - 1 - i]);
        assertEquals(1, Discrepancy.sinkhorn(x, reversed), 1e-3);
    }

    /** Between normal laws of the same m the mean squared distance of n is that of the slopes, |S - T|^2, plus the noise. */
    @Test
    void givenLoadings_whenComparedToLaws_thenTheirOwnLawIsTheNearestByTheDifferenceOfSlopes() {
        Loadings ring = TestCase.RING.law().draw(20_000, 1);
        double[][] distances = Discrepancy.fromLaws(
                List.of(ring), List.of(TestCase.RING.law(), TestCase.LIMIT_CYCLE.law()), 2, Workers.of(2));
        assertEquals(2 * (4 - 1.6 * 1.6), distances[0][0], 0.15);
        assertEquals(2 * 0.8 * 0.8, distances[0][1] - distances[0][0], 0.06);
    }

    /** For normal x, y = x + v the discrepancy has a closed form: 2 (c / (c + 2))^(D/2) (1 - exp(-|v|^2 / (2 (c + 2)))), c = s^2. */
    @Test
    void givenNormalDistributions_whenTheMeanDiscrepancyIsTaken_thenItIsThatOfTheClosedForm() {
        double[][] x = m(TestCase.RING, 2000, 1);
        double[][] y = shifted(m(TestCase.RING, 2000, 2), 1.2, 0.5);
        double[] squares = Arrays.stream(x)
                .flatMapToDouble(one -> Arrays.stream(y)
                        .mapToDouble(other -> Math.pow(one[0] - other[0], 2) + Math.pow(one[1] - other[1], 2)))
                .sorted()
                .toArray();
        double c = squares[squares.length / 2];
        double expected = 2 * c / (c + 2) * (1 - Math.exp(-1.69 / (2 * (c + 2))));
        assertEquals(expected, Discrepancy.meanDiscrepancy(x, y), 0.1 * expected);
        assertEquals(0, Discrepancy.meanDiscrepancy(x, m(TestCase.RING, 2000, 3)), 2e-3);
    }

    /** Quantiles of a Pareto distribution have the tail index exactly. */
    @Test
    void givenParetoQuantiles_whenTheTailIsMeasured_thenItsIndexComesBack() {
        double[][] x = new double[100_000][];
        Arrays.setAll(x, k -> new double[] {Math.pow((k + 0.5) / x.length, -1 / 2.5)});
        assertEquals(2.5, Discrepancy.tailIndex(x, 0.02), 0.02);
        double heavy = Discrepancy.tailIndex(m(TestCase.HEAVY_TAIL, 100_000, 1), 0.02);
        double light = Discrepancy.tailIndex(m(TestCase.RING, 100_000, 1), 0.02);
        assertTrue(heavy < 3.3 && light > 6, heavy + " " + light);
    }

    @Test
    void givenAClusterThatIsSilenced_whenTheFieldIsCompared_thenItIsThatOfTheOthers() {
        LowRankNetwork network = LowRankNetwork.of(TestCase.QUAD_STABLE.law().draw(400, 1));
        boolean[] silent = new boolean[400];
        for (int i = 0; i < 400; i++) {
            silent[i] = network.loadings().m()[i][0] > 0;
        }
        LowRankNetwork without = network.silencing(silent);
        boolean[] others = new boolean[400];
        for (int i = 0; i < 400; i++) {
            others[i] = !silent[i];
        }
        double[] z = {0.3, 0.8};
        double[] sum = without.at(z);
        double[] rest = network.silencing(others).at(z);
        assertArrayEquals(network.at(z), new double[] {sum[0] + rest[0], sum[1] + rest[1]}, 1e-12);
        assertThrows(InputException.class, () -> network.silencing(true));
    }
}

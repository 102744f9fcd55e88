package circuitscope.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.GeometricDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class GeometricSkipsTest {
    @Test
    void givenAProbability_whenSkipsAreDrawn_thenTheyAreGeometric() {
        for (double q : new double[] {0.0668, 0.5, 1e-4}) {
            GeometricSkips skips = new GeometricSkips(q);
            var random = RandomSource.XO_SHI_RO_256_PP.create(5);
            GeometricDistribution law = new GeometricDistribution(q);
            int bins = 20;
            int[] edges = new int[bins];
            for (int b = 0; b < bins; b++) {
                edges[b] = law.inverseCumulativeProbability((b + 1.0) / bins);
            }
            long[] observed = new long[bins];
            double[] expected = new double[bins];
            int draws = 200_000;
            for (int k = 0; k < draws; k++) {
                int skip = skips.next(random);
                int b = 0;
                while (b < bins - 1 && skip > edges[b]) {
                    b++;
                }
                observed[b]++;
            }
            double before = 0;
            for (int b = 0; b < bins; b++) {
                double upTo = b == bins - 1 ? 1 : law.cumulativeProbability(edges[b]);
                expected[b] = upTo - before;
                before = upTo;
            }
            int kept = 0;
            for (int b = 0; b < bins; b++) {
                if (expected[b] > 0) {
                    expected[kept] = expected[b];
                    observed[kept++] = observed[b];
                }
            }
            double p = new ChiSquareTest()
                    .chiSquareTest(java.util.Arrays.copyOf(expected, kept), java.util.Arrays.copyOf(observed, kept));
            assertTrue(p > 0.001, "q = " + q + ": p = " + p);
        }
    }
}

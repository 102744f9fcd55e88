package circuitscope.simulate;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws the number of failures before the next success of a Bernoulli sequence, by a guided look-up in the cumulative
 * distribution: exact to the 53 bits of the uniform variable, and the same on every machine.
 */
final class GeometricSkips {
    private static final int GUIDES = 1024;
    private final double[] cumulative;
    private final short[] guide = new short[GUIDES];

    GeometricSkips(double success) {
        int length = 1;
        double rest = 1 - success;
        while (length < 4096 && rest > 1e-9) {
            rest *= 1 - success;
            length++;
        }
        cumulative = new double[length];
        double failure = 1;
        for (int k = 0; k < length; k++) {
            failure *= 1 - success;
            cumulative[k] = 1 - failure;
        }
        short k = 0;
        for (int g = 0; g < GUIDES; g++) {
            while (k < length && cumulative[k] <= (double) g / GUIDES) {
                k++;
            }
            guide[g] = k;
        }
    }

    int next(UniformRandomProvider random) {
        int skipped = 0;
        while (true) {
            double uniform = random.nextDouble();
            int k = guide[(int) (uniform * GUIDES)];
            while (k < cumulative.length && cumulative[k] <= uniform) {
                k++;
            }
            if (k < cumulative.length) {
                return skipped + k;
            }
            // beyond the table the sequence starts afresh: it has no memory
            skipped += k;
        }
    }
}

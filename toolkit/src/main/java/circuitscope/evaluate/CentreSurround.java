package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * Whether weights on a ring are local excitation with surrounding inhibition: the mean weight of pairs nearer than {@value
 * #CENTRE_DEGREES} degrees, and that of pairs between {@value #SURROUND_FROM_DEGREES} and {@value #SURROUND_TO_DEGREES} degrees, both
 * in units of the standard deviation of all weights between different neurons. The borders were fixed before any data were seen.
 *
 * @param centre mean weight of near pairs
 * @param surround mean weight of pairs farther apart
 */
public record CentreSurround(double centre, double surround) {
    /** Angles of even places are rounded; a pair at a border is at the border. */
    private static final double ROUNDING = 1e-9;

    private static final double CENTRE_DEGREES = 45;
    private static final double SURROUND_FROM_DEGREES = 60;
    private static final double SURROUND_TO_DEGREES = 135;

    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N); the diagonal is not used
     * @param radians angle of each neuron on the ring in rad, shape (N)
     * @return means of both kinds of pairs
     * @throws InputException if the shapes do not match, an entry is not finite, all weights are the same, or there is no pair of a
     *     kind
     */
    public static CentreSurround of(double[][] weights, double[] radians) {
        int n = AlignedProfile.requireSquare("Weights", weights);
        if (radians.length != n) {
            throw InputException.of(
                    "There are %d angles for weights of %d neurons, expected as many.", radians.length, n);
        }
        double[] all = new double[n * (n - 1)];
        DoubleStream.Builder near = DoubleStream.builder();
        DoubleStream.Builder far = DoubleStream.builder();
        int k = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double degrees = Math.toDegrees(Math.abs(Math.IEEEremainder(radians[i] - radians[j], 2 * Math.PI)));
                    all[k++] = weights[i][j];
                    if (degrees < CENTRE_DEGREES - ROUNDING) {
                        near.add(weights[i][j]);
                    } else if (degrees > SURROUND_FROM_DEGREES - ROUNDING && degrees < SURROUND_TO_DEGREES + ROUNDING) {
                        far.add(weights[i][j]);
                    }
                }
            }
        }
        double mean = Arrays.stream(all).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(all).map(w -> (w - mean) * (w - mean)).average().orElseThrow());
        double centre = near.build().average().orElse(Double.NaN);
        double surround = far.build().average().orElse(Double.NaN);
        if (deviation == 0 || Double.isNaN(centre) || Double.isNaN(surround)) {
            throw InputException.of(
                    "Weights of %d neurons have the standard deviation %s, near pairs the mean %s and far pairs %s; expected"
                            + " weights that differ, and pairs of both kinds.",
                    n, deviation, centre, surround);
        }
        return new CentreSurround(centre / deviation, surround / deviation);
    }

    /** {@return how much the centre exceeds the surround} */
    public double contrast() {
        return centre - surround;
    }

    /**
     * The same weights with the neurons at each other's angles.
     *
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     * @param radians angle of each neuron in rad, shape (N)
     * @param count number of random permutations
     * @param seed seed of the permutations
     * @return means of both kinds of pairs after each permutation
     */
    public static CentreSurround[] permuted(double[][] weights, double[] radians, int count, long seed) {
        InputException.requireBetween("Number of permutations", count, 1, 1_000_000);
        UniformRandomProvider random = RandomStreams.of(seed, "permutations of a ring");
        CentreSurround[] found = new CentreSurround[count];
        for (int k = 0; k < count; k++) {
            int[] order = PermutationSampler.natural(radians.length);
            PermutationSampler.shuffle(random, order);
            found[k] = of(
                    weights, Arrays.stream(order).mapToDouble(i -> radians[i]).toArray());
        }
        return found;
    }
}

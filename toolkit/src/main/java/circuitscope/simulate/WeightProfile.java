package circuitscope.simulate;

import circuitscope.InputException;

/**
 * The weight between two neurons of a ring as a function of their distance: a difference of two Gaussians (paper, Eq. 10).
 *
 * @param sigma1 s.d. of the first Gaussian, in neurons
 * @param sigma2 s.d. of the second Gaussian, in neurons, above {@code sigma1}
 * @param a amplitude of the second Gaussian relative to the first
 */
public record WeightProfile(double sigma1, double sigma2, double a) {
    /** The local Mexican hat of the paper's Table 4: all inhibitory, deepest at distance 9, several bumps. */
    public static final WeightProfile MEXICAN_HAT = new WeightProfile(6.98, 7.00, 1.0005);

    /**
     * @param sigma1 s.d. of the first Gaussian, in neurons
     * @param sigma2 s.d. of the second Gaussian, in neurons, above {@code sigma1}
     * @param a amplitude of the second Gaussian relative to the first
     * @throws InputException if a width or the amplitude is not positive, or {@code sigma1 >= sigma2}
     */
    public WeightProfile {
        InputException.requirePositive("sigma1 in neurons", sigma1);
        InputException.requirePositive("sigma2 in neurons", sigma2);
        InputException.requirePositive("Amplitude a", a);
        if (sigma1 >= sigma2) {
            throw InputException.of("sigma1 is %s, expected it below sigma2, which is %s.", sigma1, sigma2);
        }
    }

    /**
     * @param distance distance on the ring, in neurons
     * @return the weight
     */
    public double at(int distance) {
        // StrictMath: the same weights, to the last bit, on every machine
        double square = (double) distance * distance;
        return StrictMath.exp(-square / (2 * sigma1 * sigma1)) - a * StrictMath.exp(-square / (2 * sigma2 * sigma2));
    }
}

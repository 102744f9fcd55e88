package circuitscope.network.wiring;

import circuitscope.InputException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The weight between two neurons as a function of their distance in space, in neurons. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WeightProfile.DifferenceOfGaussians.class, name = "difference-of-gaussians"),
    @JsonSubTypes.Type(value = WeightProfile.Table.class, name = "table"),
    @JsonSubTypes.Type(value = WeightProfile.Shifted.class, name = "shifted")
})
public sealed interface WeightProfile
        permits WeightProfile.DifferenceOfGaussians, WeightProfile.Table, WeightProfile.Shifted {
    /** The local Mexican hat of the paper's Table 4: all inhibitory, deepest at distance 9, several bumps. */
    WeightProfile MEXICAN_HAT = new DifferenceOfGaussians(6.98, 7.00, 1.0005);

    /** Profile II: broad inhibition with a nearly flat tail, few spikes, one bump (paper, Section 4.3; found by search). */
    WeightProfile BROAD = new DifferenceOfGaussians(20, 60, 2);

    /**
     * @param distance distance of two neurons after the shift, in neurons, 0 or more
     * @return the weight
     */
    double at(double distance);

    /** {@return by how many neurons the weights from a neuron are moved along the first axis; 0 if they are symmetric} */
    default double shift() {
        return 0;
    }

    /**
     * @param neurons by how many neurons weights are moved along the first axis
     * @return the same profile, moved: a directed circuit
     */
    default WeightProfile shifted(double neurons) {
        return new Shifted(this, neurons);
    }

    /**
     * A difference of two Gaussians (paper, Eq. 10): exp(-d^2 / 2 sigma1^2) - a exp(-d^2 / 2 sigma2^2).
     *
     * @param sigma1 s.d. of the first Gaussian, in neurons
     * @param sigma2 s.d. of the second Gaussian, in neurons, above {@code sigma1}
     * @param a amplitude of the second Gaussian relative to the first
     */
    record DifferenceOfGaussians(double sigma1, double sigma2, double a) implements WeightProfile {
        /**
         * @param sigma1 s.d. of the first Gaussian, in neurons
         * @param sigma2 s.d. of the second Gaussian, in neurons, above {@code sigma1}
         * @param a amplitude of the second Gaussian relative to the first
         * @throws InputException if a width or the amplitude is not positive, or {@code sigma1 >= sigma2}
         */
        public DifferenceOfGaussians {
            InputException.requirePositive("sigma1 in neurons", sigma1);
            InputException.requirePositive("sigma2 in neurons", sigma2);
            InputException.requirePositive("Amplitude a", a);
            if (sigma1 >= sigma2) {
                throw InputException.of("sigma1 is %s, expected it below sigma2, which is %s.", sigma1, sigma2);
            }
        }

        @Override
        public double at(double distance) {
            // StrictMath: the same weights, to the last bit, on every machine
            double square = distance * distance;
            return StrictMath.exp(-square / (2 * sigma1 * sigma1))
                    - a * StrictMath.exp(-square / (2 * sigma2 * sigma2));
        }
    }

    /**
     * Any weights.
     *
     * @param weights weight at distance 0, 1, 2 and so on; linear between them, 0 beyond the last
     */
    record Table(double[] weights) implements WeightProfile {
        /**
         * @param weights weight at distance 0, 1, 2 and so on
         * @throws InputException if there is none, or one is not finite
         */
        public Table {
            InputException.requireBetween("Number of weights of a profile", weights.length, 1, 1 << 20);
            for (int d = 0; d < weights.length; d++) {
                if (!Double.isFinite(weights[d])) {
                    throw InputException.of("Weight at distance %d is %s, expected a finite number.", d, weights[d]);
                }
            }
        }

        @Override
        public double at(double distance) {
            int below = (int) Math.floor(distance);
            double share = distance - below;
            return (1 - share) * weight(below) + (share == 0 ? 0 : share * weight(below + 1));
        }

        private double weight(int distance) {
            return distance < weights.length ? weights[distance] : 0;
        }
    }

    /**
     * Another profile, moved along the first axis.
     *
     * @param profile the profile
     * @param shift by how many neurons, positive towards higher numbers
     */
    record Shifted(WeightProfile profile, double shift) implements WeightProfile {
        /**
         * @param profile the profile, not moved itself
         * @param shift by how many neurons
         * @throws InputException if the shift is not finite, or the profile is moved already
         */
        public Shifted {
            InputException.requireBetween("Shift of a profile in neurons", shift, -1e6, 1e6);
            if (profile.shift() != 0) {
                throw InputException.of(
                        "The profile is already shifted by %s neurons; shift it once.", profile.shift());
            }
        }

        @Override
        public double at(double distance) {
            return profile.at(distance);
        }
    }
}

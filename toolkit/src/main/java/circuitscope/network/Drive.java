package circuitscope.network;

import circuitscope.InputException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The feed-forward input b of all neurons over time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Drive.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Drive.Sinusoid.class, name = "sinusoid"),
    @JsonSubTypes.Type(value = Drive.Rotation.class, name = "rotation")
})
public sealed interface Drive permits Drive.Constant, Drive.Sinusoid, Drive.Rotation {
    /**
     * @param milliseconds time since the start
     * @return the input then
     */
    double at(double milliseconds);

    /** {@return the largest input of any time} */
    double highest();

    /** {@return whether the input is the same at all times} */
    default boolean isConstant() {
        return !(this instanceof Sinusoid);
    }

    /**
     * The same at all times.
     *
     * @param level the input
     */
    record Constant(double level) implements Drive {
        /**
         * @param level the input
         * @throws InputException if it is not positive
         */
        public Constant {
            InputException.requirePositive("Drive b", level);
        }

        @Override
        public double at(double milliseconds) {
            return level;
        }

        @Override
        public double highest() {
            return level;
        }
    }

    /**
     * Rises and falls: mean + amplitude sin(2 pi t / period).
     *
     * @param mean mean input
     * @param amplitude largest deviation from it, below the mean
     * @param periodMs period in ms
     */
    record Sinusoid(double mean, double amplitude, double periodMs) implements Drive {
        /**
         * @param mean mean input
         * @param amplitude largest deviation from it
         * @param periodMs period in ms
         * @throws InputException if a number is out of range
         */
        public Sinusoid {
            InputException.requirePositive("Mean drive", mean);
            InputException.requireBetween("Amplitude of the drive", amplitude, 0, Math.nextDown(mean));
            InputException.requirePositive("Period of the drive in ms", periodMs);
        }

        @Override
        public double at(double milliseconds) {
            return mean + amplitude * StrictMath.sin(2 * Math.PI * milliseconds / periodMs);
        }

        @Override
        public double highest() {
            return mean + amplitude;
        }
    }

    /**
     * The same input at all times, while an angle turns the weights of a ring (paper, Section 4.2, Appendix G): at the angle
     * theta(t) a neuron i has the incoming weights of neuron i + k(t),
     *
     * <pre>
     *   k(t) = floor(N gain theta(t) / (2 pi)),
     * </pre>
     *
     * so that bumps of activity move for as long as theta is not 0. The angle is held for {@value #HOLD_MS} ms at a time.
     *
     * @param level the input
     * @param theta the angle
     * @param gain turn of the weights over turn of the angle
     */
    record Rotation(double level, AngularSignal theta, double gain) implements Drive {
        /** For so long an angle is held, in ms. */
        public static final double HOLD_MS = 10;

        /**
         * @param level the input
         * @param theta the angle
         * @param gain turn of the weights over turn of the angle
         * @throws InputException if the input is not positive, the angle is missing, or the gain is not finite
         */
        public Rotation {
            InputException.requirePositive("Drive b", level);
            if (theta == null) {
                throw InputException.of("A drive that turns the weights has no theta; give one.");
            }
            InputException.requireBetween("Gain of theta", gain, -100, 100);
        }

        @Override
        public double at(double milliseconds) {
            return level;
        }

        @Override
        public double highest() {
            return level;
        }
    }
}

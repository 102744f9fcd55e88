package circuitscope.network;

import circuitscope.InputException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The feed-forward input b of all neurons over time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Drive.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Drive.Sinusoid.class, name = "sinusoid")
})
public sealed interface Drive permits Drive.Constant, Drive.Sinusoid {
    /**
     * @param milliseconds time since the start
     * @return the input then
     */
    double at(double milliseconds);

    /** {@return the largest input of any time} */
    double highest();

    /** {@return whether it is the same at all times} */
    default boolean isConstant() {
        return this instanceof Constant;
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
}

package circuitscope.spikes;

import circuitscope.InputException;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something measured or imposed beside the spikes, with a name that is its own in a recording. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Covariate.Circular.class, name = "circular"),
    @JsonSubTypes.Type(value = Covariate.Scalar.class, name = "scalar"),
    @JsonSubTypes.Type(value = Covariate.Events.class, name = "events")
})
public sealed interface Covariate permits Covariate.Circular, Covariate.Scalar, Covariate.Events {
    /** {@return what it is, such as "head direction"} */
    String name();

    /**
     * An angle, such as head direction: sample k holds during steps [k * period, (k + 1) * period).
     *
     * @param name what it is
     * @param period steps per sample
     * @param radians the samples in rad; NaN where it is unknown
     */
    record Circular(String name, int period, double[] radians) implements Covariate {
        /**
         * @param name what it is
         * @param period steps per sample
         * @param radians the samples in rad; NaN where it is unknown
         * @throws InputException if {@code period} is not positive, or a sample is infinite
         */
        public Circular {
            requireSamples(name, period, radians);
        }

        /**
         * @param step a step of the recording
         * @return the angle in rad at this step, NaN where it is unknown
         */
        public double at(int step) {
            return radians[step / period];
        }

        /**
         * @param radians any angle
         * @return the angle in [0, 2 pi); the remainder of a tiny negative angle can round up to 2 pi itself, and is 0 then
         */
        public static double wrap(double radians) {
            double turned = radians - 2 * Math.PI * Math.floor(radians / (2 * Math.PI));
            return turned < 2 * Math.PI ? turned : 0;
        }

        /**
         * @param radians any angle
         * @param bins number of equal bins over the circle
         * @return the bin that it lies in
         */
        public static int bin(double radians, int bins) {
            return Math.min(bins - 1, (int) (wrap(radians) / (2 * Math.PI) * bins));
        }
    }

    /**
     * A number, such as speed: sample k holds during steps [k * period, (k + 1) * period).
     *
     * @param name what it is
     * @param unit its unit, such as "cm/s"; empty for a number without
     * @param period steps per sample
     * @param values the samples; NaN where it is unknown
     */
    record Scalar(String name, String unit, int period, double[] values) implements Covariate {
        /**
         * @param name what it is
         * @param unit its unit
         * @param period steps per sample
         * @param values the samples; NaN where it is unknown
         * @throws InputException if {@code period} is not positive, or a sample is infinite
         */
        public Scalar {
            requireSamples(name, period, values);
        }

        /**
         * @param step a step of the recording
         * @return the value at this step, NaN where it is unknown
         */
        public double at(int step) {
            return values[step / period];
        }
    }

    /**
     * Moments, such as stimuli.
     *
     * @param name what they are
     * @param steps steps of the recording, not decreasing
     */
    record Events(String name, int[] steps) implements Covariate {
        /**
         * @param name what they are
         * @param steps steps of the recording, not decreasing
         * @throws InputException if a step is negative, or before the one before it
         */
        public Events {
            for (int k = 0; k < steps.length; k++) {
                if (steps[k] < (k == 0 ? 0 : steps[k - 1])) {
                    throw InputException.of(
                            "%s, event %d: found step %d, expected %d or later; sort the events by time.",
                            name, k, steps[k], k == 0 ? 0 : steps[k - 1]);
                }
            }
        }
    }

    private static void requireSamples(String name, int period, double... samples) {
        InputException.requireBetween("Steps per sample of " + name, period, 1, Integer.MAX_VALUE);
        for (int k = 0; k < samples.length; k++) {
            if (Double.isInfinite(samples[k])) {
                throw InputException.of("%s, sample %d: found %s, expected a number or NaN.", name, k, samples[k]);
            }
        }
    }
}

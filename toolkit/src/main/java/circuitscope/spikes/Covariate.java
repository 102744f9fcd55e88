package circuitscope.spikes;

import circuitscope.InputException;

/**
 * An angle measured or imposed beside the spikes, such as head direction: sample k holds during steps
 * [k * period, (k + 1) * period).
 *
 * @param name what it is, such as "head direction"
 * @param period steps per sample
 * @param radians the samples; NaN where it is unknown
 */
public record Covariate(String name, int period, double[] radians) {
    /**
     * @param name what it is, such as "head direction"
     * @param period steps per sample
     * @param radians the samples; NaN where it is unknown
     * @throws InputException if {@code period} is not positive, or a sample is infinite
     */
    public Covariate {
        InputException.requireBetween("Steps per sample of " + name, period, 1, Integer.MAX_VALUE);
        for (int k = 0; k < radians.length; k++) {
            if (Double.isInfinite(radians[k])) {
                throw InputException.of(
                        "%s, sample %d: found %s, expected an angle in rad or NaN.", name, k, radians[k]);
            }
        }
    }

    /**
     * @param step a step of the recording
     * @return the angle in rad at this step, NaN where it is unknown
     */
    public double at(int step) {
        return radians[step / period];
    }
}

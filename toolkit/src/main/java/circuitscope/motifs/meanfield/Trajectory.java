package circuitscope.motifs.meanfield;

import java.util.Arrays;

/**
 * Solution of a mean field over time.
 *
 * @param meanField the equations
 * @param times times in units of the time constant, shape (T)
 * @param states mu, kappa and s at each time, shape (T, 3 P)
 */
public record Trajectory(MeanFieldTheory meanField, double[] times, double[][] states) {
    /**
     * @param population number of a population
     * @return its mean rate over time, shape (T)
     */
    public double[] rate(int population) {
        return Arrays.stream(states)
                .mapToDouble(state -> meanField.averages(state)[population].rate())
                .toArray();
    }

    /**
     * @param population number of a population
     * @return variance Delta of its neurons' input over time, shape (T)
     */
    public double[] variance(int population) {
        return Arrays.stream(states)
                .mapToDouble(state -> meanField.variance(state)[population])
                .toArray();
    }
}

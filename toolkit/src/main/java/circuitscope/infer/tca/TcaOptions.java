package circuitscope.infer.tca;

import circuitscope.InputException;

/**
 * Settings of tensor component analysis.
 *
 * @param rank number of components R
 * @param trials number K of equal segments into which the training part is cut
 * @param tauMs time constant of the exponential smoothing in ms
 * @param sampleMs the smoothed spikes are read once per so many ms
 * @param sweeps most sweeps S of alternating least squares
 * @param tolerance the fit ends when the relative error of the reconstruction changes less than this in a sweep
 */
public record TcaOptions(int rank, int trials, double tauMs, double sampleMs, int sweeps, double tolerance) {
    /**
     * @param rank number of components R
     * @param trials number K of equal segments into which the training part is cut
     * @param tauMs time constant of the exponential smoothing in ms
     * @param sampleMs the smoothed spikes are read once per so many ms
     * @param sweeps most sweeps S of alternating least squares
     * @param tolerance the fit ends when the relative error of the reconstruction changes less than this in a sweep
     * @throws InputException if a setting is out of range
     */
    public TcaOptions {
        InputException.requireBetween("TCA rank", rank, 1, 1000);
        InputException.requireBetween("TCA trials", trials, 2, 100_000);
        InputException.requirePositive("TCA smoothing in ms", tauMs);
        InputException.requirePositive("TCA sampling in ms", sampleMs);
        InputException.requireBetween("TCA sweeps", sweeps, 1, 1_000_000);
        InputException.requireBetween("TCA tolerance", tolerance, 0, 1);
    }

    /**
     * {@return the paper's settings, 10 segments and 500 sweeps, with 10 components, smoothing at the synaptic time constant
     * of 10 ms read every 10 ms, and an end at a change of 1e-6}
     */
    public static TcaOptions standard() {
        return new TcaOptions(10, 10, 10, 10, 500, 1e-6);
    }

    /**
     * @param components number of components R
     * @return the same settings with another rank
     */
    public TcaOptions withRank(int components) {
        return new TcaOptions(components, trials, tauMs, sampleMs, sweeps, tolerance);
    }

    /**
     * @param segments number K of equal segments
     * @return the same settings with another number of trials
     */
    public TcaOptions withTrials(int segments) {
        return new TcaOptions(rank, segments, tauMs, sampleMs, sweeps, tolerance);
    }

    /**
     * @param constantMs time constant of the exponential smoothing in ms
     * @param everyMs the smoothed spikes are read once per so many ms
     * @return the same settings with another smoothing
     */
    public TcaOptions withSmoothing(double constantMs, double everyMs) {
        return new TcaOptions(rank, trials, constantMs, everyMs, sweeps, tolerance);
    }

    /**
     * @param most most sweeps of alternating least squares
     * @param change the fit ends when the relative error changes less than this in a sweep
     * @return the same settings with another end
     */
    public TcaOptions withEnd(int most, double change) {
        return new TcaOptions(rank, trials, tauMs, sampleMs, most, change);
    }
}

package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Which synapses a recording can show at all, by its spike counts alone. If neuron j fires n_j spikes, neuron i fires at the rate r_i,
 * and a synapse multiplies this rate by g during a window W after each spike of j, then m = n_j r_i W spikes are expected in these
 * windows without it, and the Fisher information of log g is m: no unbiased estimate has a standard error below 1 / sqrt(m).
 *
 * @param standardError least standard error of log g of each pair, from neuron j to neuron i at [i][j], shape (N, N); 0 on the diagonal
 * @param windowMs window W in ms
 */
public record DetectionLimit(double[][] standardError, double windowMs) {
    /** Chance of one false synapse or more among all pairs. */
    private static final double FALSE_ALARM = 0.05;

    /** A strong synapse: its target fires twice as often. */
    private static final double STRONG = 2;

    private static final double MODERATE = 1.2;

    /**
     * @param recording the spikes
     * @param windowMs how long a synapse acts, in ms
     * @return the limit
     * @throws InputException if there is only one neuron, one does not fire, or the window is not positive
     */
    public static DetectionLimit of(Recording recording, double windowMs) {
        InputException.requirePositive("Window of a synapse in ms", windowMs);
        InputException.requireBetween("Neurons of a circuit", recording.neurons(), 2, Recording.MAX_NEURONS);
        long[] counts = recording.spikeCounts(recording.segments());
        int n = counts.length;
        double[][] error = new double[n][n];
        for (int i = 0; i < n; i++) {
            if (counts[i] == 0) {
                throw InputException.of("Neuron %d has no spike, expected at least one; leave it out.", i);
            }
            for (int j = 0; j < n; j++) {
                double expected = counts[j] * counts[i] / recording.recordedSeconds() * windowMs / 1000;
                error[i][j] = i == j ? 0 : 1 / Math.sqrt(expected);
            }
        }
        return new DetectionLimit(error, windowMs);
    }

    /**
     * @param factor what a synapse multiplies the rate of its target with, above 0 and not 1; below 1 for inhibition
     * @return share of the pairs in which one of this size would be seen in every second case, when 5 % is the chance of any false one
     *     among all pairs
     */
    public double visible(double factor) {
        InputException.requirePositive("Factor of a synapse", factor);
        int n = standardError.length;
        long pairs = (long) n * (n - 1);
        double needed = new NormalDistribution().inverseCumulativeProbability(1 - FALSE_ALARM / 2 / pairs);
        long seen = IntStream.range(0, n)
                .mapToLong(i -> IntStream.range(0, n)
                        .filter(j -> j != i && Math.abs(Math.log(factor)) >= needed * standardError[i][j])
                        .count())
                .sum();
        return (double) seen / pairs;
    }

    /** {@return the median of the least standard errors over all pairs} */
    public double median() {
        int n = standardError.length;
        return new Median()
                .evaluate(IntStream.range(0, n * n)
                        .filter(k -> k % (n + 1) != 0)
                        .mapToDouble(k -> standardError[k / n][k % n])
                        .toArray());
    }

    /** {@return in a sentence, whether these spikes are enough} */
    public String verdict() {
        double strong = visible(STRONG);
        double moderate = visible(MODERATE);
        String enough = moderate > 0.5
                ? "The data are enough for synapses of moderate strength."
                : strong > 0.5
                        ? "The data are enough for strong synapses only; what is not found may be there."
                        : "The data are too few: most synapses can't be seen, whatever the method. Record longer, or take cells that"
                                + " fire more.";
        return String.format(
                Locale.ROOT,
                "%s A synapse that doubles the rate of its target for %s ms would be seen in %.0f %% of the pairs, one that raises"
                        + " it by a fifth in %.0f %%, one that halves it in %.0f %%.",
                enough,
                windowMs,
                100 * strong,
                100 * moderate,
                100 * visible(1 / STRONG));
    }

    @Override
    public String toString() {
        return verdict();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DetectionLimit limit
                && windowMs == limit.windowMs
                && Arrays.deepEquals(standardError, limit.standardError);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(standardError);
    }
}

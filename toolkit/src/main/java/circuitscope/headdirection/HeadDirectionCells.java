package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Which neurons of a session are head-direction cells (the paper's Appendix E): those whose Rayleigh vector length lies
 * above a high percentile of the lengths of their own spike train after random circular shifts in time, which keep its
 * rhythm and break its tie to the angle.
 *
 * @param scores one per neuron, in order
 */
public record HeadDirectionCells(List<Score> scores) {
    /**
     * How cells are told from others.
     *
     * @param tuning widths of bins and boxcar
     * @param shuffles number of random shifts per neuron, 20 to 1,000,000
     * @param percentile percentile of the shuffled lengths that a cell must exceed, above 0 to 100; the paper has 99
     * @param leastShiftSeconds least shift in s, forward and backward: a small one would leave the tuning intact
     * @param seed of the random shifts
     */
    public record Options(
            TuningCurve.Options tuning, int shuffles, double percentile, double leastShiftSeconds, long seed) {
        /**
         * @param tuning widths of bins and boxcar
         * @param shuffles number of random shifts per neuron
         * @param percentile percentile that a cell must exceed
         * @param leastShiftSeconds least shift in s
         * @param seed of the random shifts
         * @throws InputException if a number is out of range
         */
        public Options {
            InputException.requireBetween("Number of shuffles", shuffles, 20, 1_000_000);
            InputException.requireBetween("Percentile of the shuffles", percentile, Double.MIN_VALUE, 100);
            InputException.requireBetween("Least shift in s", leastShiftSeconds, 0, 1e9);
        }

        /**
         * @param seed of the random shifts
         * @return the paper's tuning curves and 99th percentile, with 1,000 shifts of at least 20 s (the paper gives
         *     neither number)
         */
        public static Options paper(long seed) {
            return new Options(TuningCurve.Options.paper(), 1000, 99, 20, seed);
        }
    }

    /**
     * How strongly one neuron is tuned.
     *
     * @param neuron which one
     * @param curve its tuning curve
     * @param vectorLength Rayleigh vector length of the curve, 0 to 1
     * @param threshold percentile of the lengths after shuffling
     */
    public record Score(int neuron, TuningCurve curve, double vectorLength, double threshold) {
        /** {@return whether this is a head-direction cell: its length exceeds the threshold} */
        public boolean passes() {
            return vectorLength > threshold;
        }
    }

    /**
     * @param scores one per neuron, in order; copied
     */
    public HeadDirectionCells {
        scores = List.copyOf(scores);
    }

    /**
     * @param recording spikes with an angle
     * @param options tuning, shuffles and seed: the same ones give the same result
     * @param progress hears how many neurons are done
     * @return the score of each neuron
     * @throws InputException if the recording has no angle, or it is unknown everywhere, or known for less than twice the
     *     least shift, or a neuron is silent
     */
    public static HeadDirectionCells find(Recording recording, Options options, Progress progress) {
        DirectionBins bins = DirectionBins.of(recording, options.tuning());
        int least = (int) Math.max(1, Math.min(1e9, Math.ceil(options.leastShiftSeconds() * 1000 / recording.dtMs())));
        int shifts = bins.tracked() - 2 * least + 1;
        if (shifts < 1) {
            throw InputException.of(
                    "The angle is known for %.1f s, expected twice the least shift of %s s or more; lower the least shift"
                            + " or take a longer session.",
                    bins.tracked() * recording.dtMs() / 1000, options.leastShiftSeconds());
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(options.seed());
        Percentile percentile = new Percentile(options.percentile()).withEstimationType(EstimationType.R_7);
        List<Score> scores = new ArrayList<>(recording.neurons());
        String stage = "Shuffling spike trains";
        for (int neuron = 0; neuron < recording.neurons(); neuron++) {
            progress.update(stage, neuron, recording.neurons());
            TuningCurve curve = bins.curve(neuron);
            double[] lengths = new double[options.shuffles()];
            for (int k = 0; k < lengths.length; k++) {
                Progress.stopIfInterrupted("shuffling spike trains");
                lengths[k] = TuningCurve.vectorLength(bins.hz(neuron, least + random.nextInt(shifts)));
            }
            scores.add(new Score(neuron, curve, curve.vectorLength(), percentile.evaluate(lengths)));
        }
        progress.update(stage, recording.neurons(), recording.neurons());
        return new HeadDirectionCells(scores);
    }

    /** {@return the scores of the neurons that pass, in order} */
    public List<Score> cells() {
        return scores.stream().filter(Score::passes).toList();
    }

    /** {@return the preferred directions in rad of the neurons that pass, shape (cells)} */
    public double[] preferredDirections() {
        return cells().stream()
                .mapToDouble(score -> score.curve().preferredDirection())
                .toArray();
    }

    /**
     * How unevenly the preferred directions cover the circle: the Kullback-Leibler divergence sum p_k ln(p_k n) of their
     * histogram p over n equal bins from the uniform one.
     *
     * @param bins number of bins n, at least 2
     * @return divergence in nats, from 0 (even) to ln n (all in one bin)
     * @throws InputException if {@code bins} is out of range, or no neuron passes
     */
    public double divergenceFromUniform(int bins) {
        return divergenceFromUniform(preferredDirections(), bins);
    }

    static double divergenceFromUniform(double[] radians, int bins) {
        InputException.requireBetween("Number of bins of preferred directions", bins, 2, 1_000_000);
        if (radians.length == 0) {
            throw InputException.of("No neuron passes as a head-direction cell: there are no preferred directions.");
        }
        int[] count = new int[bins];
        for (double angle : radians) {
            count[Covariate.Circular.bin(angle, bins)]++;
        }
        double divergence = 0;
        for (int n : count) {
            if (n > 0) {
                double share = (double) n / radians.length;
                divergence += share * Math.log(share * bins);
            }
        }
        return divergence;
    }

    /**
     * The paper's order of sessions: most cells first, among equals the most even spread of preferred directions.
     *
     * @param bins number of bins for {@link #divergenceFromUniform(int)}
     * @return an order in which the session to take comes first
     */
    public static Comparator<HeadDirectionCells> bestFirst(int bins) {
        return Comparator.comparingInt(
                        (HeadDirectionCells session) -> -session.cells().size())
                .thenComparingDouble(session ->
                        session.cells().isEmpty() ? Double.POSITIVE_INFINITY : session.divergenceFromUniform(bins));
    }
}

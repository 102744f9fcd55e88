package circuitscope.infer.correlogram;

import circuitscope.InputException;
import java.util.List;

/**
 * Settings of the correlogram model.
 *
 * @param windowMs longest lag on either side in ms
 * @param binMs width of a bin in ms
 * @param intervals intervals between the knots of the smooth baseline over both sides, to choose from by the validation part;
 *     the more there are, the faster a co-modulation may be that is no synapse
 * @param rounds how often pairs are fitted with what reaches them through third neurons, 0 to take every pair alone
 * @param falseDiscovery expected share of false ones among the synapses that are taken to exist
 */
public record CorrelogramOptions(
        double windowMs, double binMs, List<Integer> intervals, int rounds, double falseDiscovery) {
    /**
     * @param windowMs longest lag on either side in ms
     * @param binMs width of a bin in ms
     * @param intervals intervals between knots to choose from
     * @param rounds rounds with indirect paths
     * @param falseDiscovery expected share of false synapses
     * @throws InputException if a number is out of range
     */
    public CorrelogramOptions {
        InputException.requireBetween("Window of a correlogram in ms", windowMs, 25, 1000);
        InputException.requireBetween("Bin of a correlogram in ms", binMs, 1e-3, windowMs / 10);
        intervals = List.copyOf(intervals);
        if (intervals.isEmpty() || intervals.stream().anyMatch(count -> count < 1 || count > 40)) {
            throw InputException.of(
                    "Intervals of the baseline are %s, expected one or more numbers from 1 to 40.", intervals);
        }
        InputException.requireBetween("Rounds with indirect paths", rounds, 0, 10);
        InputException.requireBetween("False discovery rate", falseDiscovery, 1e-6, 0.5);
    }

    /** {@return 50 ms in bins of 0.5 ms, 1 to 12 intervals, two rounds, 5 % false discoveries} */
    public static CorrelogramOptions standard() {
        return new CorrelogramOptions(50, 0.5, List.of(1, 2, 3, 5, 8, 12), 2, 0.05);
    }

    /**
     * @param counts intervals between the knots of the baseline to choose from
     * @return the same settings with other baselines
     */
    public CorrelogramOptions withIntervals(List<Integer> counts) {
        return new CorrelogramOptions(windowMs, binMs, counts, rounds, falseDiscovery);
    }

    /**
     * @param rate expected share of false synapses among those that are taken to exist
     * @return the same settings at another rate
     */
    public CorrelogramOptions withFalseDiscovery(double rate) {
        return new CorrelogramOptions(windowMs, binMs, intervals, rounds, rate);
    }
}

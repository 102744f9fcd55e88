package circuitscope.infer.transferentropy;

import circuitscope.spikes.Segment;
import java.util.List;

/**
 * How many bins there are of each state of a source's past and of a target, at one delay.
 *
 * @param bySource shape (states of the source's past, states of the target); bit 0 of a target's state is whether it fires
 *     now, the others are its past
 */
record JointCounts(long[][] bySource) {
    /**
     * Counts for all delays at once. Only bins after a source's spike are visited: the empty past has the rest.
     *
     * @param target the target's state in each bin
     * @param all bins of each state of the target, over the predicted bins
     * @param source bins in which the source's past is not empty
     * @param predicted the bins that are predicted
     * @param least least delay in bins
     * @param most greatest delay in bins
     * @return the counts of each delay
     */
    static JointCounts[] of(
            byte[] target, long[] all, BinnedTrains.Past source, List<Segment> predicted, int least, int most) {
        int delays = most - least + 1;
        int states = all.length;
        int pasts = 1;
        for (byte state : source.state()) {
            pasts = Math.max(pasts, state + 1);
        }
        int[] counts = new int[delays * pasts * states];
        int from = 0;
        for (Segment run : predicted) {
            while (from < source.at().length && source.at()[from] < run.start() - most) {
                from++;
            }
            for (int k = from; k < source.at().length && source.at()[k] + least < run.end(); k++) {
                int at = source.at()[k];
                int place = source.state()[k] * states;
                int last = Math.min(most, run.end() - 1 - at);
                for (int d = Math.max(least, run.start() - at); d <= last; d++) {
                    counts[(d - least) * pasts * states + place + target[at + d]]++;
                }
            }
        }
        JointCounts[] byDelay = new JointCounts[delays];
        for (int d = 0; d < delays; d++) {
            long[][] bySource = new long[pasts][states];
            bySource[0] = all.clone();
            for (int past = 1; past < pasts; past++) {
                for (int state = 0; state < states; state++) {
                    bySource[past][state] = counts[(d * pasts + past) * states + state];
                    bySource[0][state] -= bySource[past][state];
                }
            }
            byDelay[d] = new JointCounts(bySource);
        }
        return byDelay;
    }

    private long[] ofTarget() {
        long[] sums = new long[bySource[0].length];
        for (long[] row : bySource) {
            for (int state = 0; state < sums.length; state++) {
                sums[state] += row[state];
            }
        }
        return sums;
    }

    /** Transfer entropy in bits per bin. */
    double bits() {
        long[] target = ofTarget();
        double sum = 0;
        long bins = 0;
        for (long[] row : bySource) {
            for (int state = 0; state < row.length; state++) {
                bins += row[state];
                if (row[state] > 0) {
                    double given = (double) row[state] / (row[state] + row[state ^ 1]);
                    double alone = (double) target[state] / (target[state] + target[state ^ 1]);
                    sum += row[state] * Math.log(given / alone);
                }
            }
        }
        return Math.max(0, sum / bins / Math.log(2));
    }

    /** Spikes of the target where the source has fired, less those that its own past lets expect. */
    double excess() {
        long[] target = ofTarget();
        double excess = 0;
        for (int past = 1; past < bySource.length; past++) {
            for (int state = 1; state < target.length; state += 2) {
                long here = bySource[past][state] + bySource[past][state - 1];
                if (here > 0) {
                    excess +=
                            bySource[past][state] - (double) here * target[state] / (target[state] + target[state - 1]);
                }
            }
        }
        return excess;
    }
}

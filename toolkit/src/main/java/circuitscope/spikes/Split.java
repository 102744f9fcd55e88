package circuitscope.spikes;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Disjoint stretches of one recording for training, validation and test, in this order of time. They say which steps are
 * predicted; the history behind a step may reach back into the part before it, but never out of its segment.
 *
 * @param training steps to learn from
 * @param validation steps to choose settings by
 * @param test steps for the final score
 */
public record Split(List<Segment> training, List<Segment> validation, List<Segment> test) {
    /**
     * Keeps immutable copies.
     *
     * @param training steps to learn from
     * @param validation steps to choose settings by
     * @param test steps for the final score
     */
    public Split {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * The first 80 % of the recorded time for training, 10 % for validation and 10 % for the test, as in the paper.
     *
     * @param recording what to split
     * @return the split
     */
    public static Split of(Recording recording) {
        return of(recording, 0.8, 0.1);
    }

    /**
     * @param recording what to split; gaps between segments do not count
     * @param training share of the recorded time to learn from
     * @param validation share of the recorded time to choose settings by; the rest is for the test
     * @return the split
     * @throws InputException if a share is not positive, they leave nothing for the test, or there are too few steps
     */
    public static Split of(Recording recording, double training, double validation) {
        if (!(training > 0 && validation > 0 && training + validation < 1)) {
            throw InputException.of(
                    "Shares for training and validation are %s and %s, expected both above 0 and a sum below 1.",
                    training, validation);
        }
        long length = recording.segments().stream().mapToLong(Segment::length).sum();
        long first = Math.round(length * training);
        long second = Math.round(length * (training + validation));
        if (first == 0 || second == first || second == length) {
            throw InputException.of("%d steps are too few to split in training, validation and test.", length);
        }
        return new Split(
                between(recording.segments(), 0, first),
                between(recording.segments(), first, second),
                between(recording.segments(), second, length));
    }

    /** {@return the same split, with the validation part to learn from too, for a last fit once everything is chosen} */
    public Split learningFromValidation() {
        List<Segment> both = new ArrayList<>(training);
        both.addAll(validation);
        return new Split(both, validation, test);
    }

    /** The steps number {@code from} to {@code to} of the recorded time, as stretches of the recording. */
    private static List<Segment> between(List<Segment> segments, long from, long to) {
        List<Segment> parts = new ArrayList<>();
        long before = 0;
        for (Segment segment : segments) {
            long start = Math.max(from, before) - before;
            long end = Math.min(to, before + segment.length()) - before;
            if (start < end) {
                parts.add(new Segment((int) (segment.start() + start), (int) (segment.start() + end)));
            }
            before += segment.length();
        }
        return parts;
    }
}

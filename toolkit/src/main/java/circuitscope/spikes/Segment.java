package circuitscope.spikes;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stretch of time in steps, {@code start} included and {@code end} excluded.
 *
 * @param start first step
 * @param end one past the last step
 */
public record Segment(int start, int end) {
    /**
     * @param start first step
     * @param end one past the last step
     * @throws InputException if {@code start} is negative or {@code end} does not lie after it
     */
    public Segment {
        if (start < 0 || end <= start) {
            throw InputException.of("Segment [%d, %d): expected 0 <= start < end.", start, end);
        }
    }

    /** {@return the number of steps} */
    public int length() {
        return end - start;
    }

    /**
     * @param stretches stretches of time in order
     * @param count number of pieces to aim at, at least 1
     * @return the stretches cut into pieces of nearly equal length, in order
     */
    public static List<Segment> pieces(List<Segment> stretches, int count) {
        long steps = stretches.stream().mapToLong(Segment::length).sum();
        int length = (int) Math.max(1, (steps + count - 1) / count);
        List<Segment> pieces = new ArrayList<>();
        for (Segment stretch : stretches) {
            for (long start = stretch.start; start < stretch.end; start += length) {
                pieces.add(new Segment((int) start, (int) Math.min(stretch.end, start + length)));
            }
        }
        return pieces;
    }

    /** {@return all its steps in order} */
    public int[] steps() {
        return IntStream.range(start, end).toArray();
    }

    /**
     * @param step a step
     * @return whether it lies in this segment
     */
    public boolean contains(int step) {
        return step >= start && step < end;
    }
}

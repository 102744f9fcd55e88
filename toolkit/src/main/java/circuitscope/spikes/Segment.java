package circuitscope.spikes;

import circuitscope.InputException;
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

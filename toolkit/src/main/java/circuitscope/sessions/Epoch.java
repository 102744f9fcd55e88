package circuitscope.sessions;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * A named part of a session, such as "wake": stretches of time in order. Two that touch are still two: nothing that looks
 * back in time crosses from one to the other.
 *
 * @param name what it is
 * @param starts first moment of each stretch in s, shape (stretches)
 * @param ends moment after the last of each stretch in s, shape (stretches)
 */
public record Epoch(String name, double[] starts, double[] ends) {
    /**
     * @param name what it is
     * @param starts first moment of each stretch in s
     * @param ends moment after the last of each stretch in s
     * @throws InputException if a stretch is not finite, ends before it begins, or begins before the one before it ends
     */
    public Epoch {
        if (starts.length != ends.length) {
            throw InputException.of(
                    "epoch '%s' has %d starts and %d ends, expected as many.", name, starts.length, ends.length);
        }
        for (int k = 0; k < starts.length; k++) {
            if (!(Double.isFinite(starts[k]) && Double.isFinite(ends[k]) && starts[k] < ends[k])) {
                throw InputException.of(
                        "epoch '%s', stretch %d: found %s to %s s, expected an end after its start.",
                        name, k, starts[k], ends[k]);
            }
            if (k > 0 && starts[k] < ends[k - 1]) {
                throw InputException.of(
                        "epoch '%s', stretch %d begins at %s s, before the one before it ends at %s s; put them in order and"
                                + " join those that overlap.",
                        name, k, starts[k], ends[k - 1]);
            }
        }
    }

    /**
     * @param name what it is
     * @param start first moment in s
     * @param end moment after the last in s
     * @return an epoch of one stretch
     * @throws InputException if it ends before it begins
     */
    public static Epoch of(String name, double start, double end) {
        return new Epoch(name, new double[] {start}, new double[] {end});
    }

    /** {@return the number of stretches} */
    public int stretches() {
        return starts.length;
    }

    /** {@return the time in all stretches together, in s} */
    public double seconds() {
        return Arrays.stream(ends).sum() - Arrays.stream(starts).sum();
    }
}

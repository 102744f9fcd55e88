package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How bumps of activity move around a ring that an angle steers.
 *
 * @param seconds borders between windows in s, shape (windows - 1)
 * @param velocity turns of the ring per second from the window before a border to that after it, shape (windows - 1)
 * @param angle the angle at the border in rad, shape (windows - 1)
 */
public record BumpMovement(double[] seconds, double[] velocity, double[] angle) {
    /**
     * @param recording spikes of neurons on a ring, with an angle
     * @param bumps number of bumps around the ring
     * @param windowMs spikes are counted in windows of so many ms
     * @return the movement
     * @throws InputException if there is no angle, or a number is out of range
     */
    public static BumpMovement of(Recording recording, int bumps, double windowMs) {
        double[] position = RingActivity.bumpPosition(recording, bumps, windowMs);
        int window = RingActivity.windowSteps(recording, windowMs);
        double secondsOfWindow = window * recording.dtMs() / 1000;
        Covariate.Circular angle = recording
                .angle()
                .orElseThrow(() -> InputException.of("The recording has no angle, expected one that steers the ring."));
        int[] borders = IntStream.range(1, position.length).toArray();
        return new BumpMovement(
                Arrays.stream(borders).mapToDouble(k -> k * secondsOfWindow).toArray(),
                Arrays.stream(borders)
                        .mapToDouble(k -> (position[k] - position[k - 1]) / (bumps * secondsOfWindow))
                        .toArray(),
                Arrays.stream(borders).mapToDouble(k -> angle.at(window * k)).toArray());
    }

    /** {@return the correlation of velocity and angle, -1 to 1} */
    public double correlation() {
        return new PearsonsCorrelation().correlation(velocity, angle);
    }

    /**
     * @param end a time in s
     * @return the movement until then
     */
    public BumpMovement until(double end) {
        int count = (int) Arrays.stream(seconds).filter(time -> time <= end).count();
        return new BumpMovement(
                Arrays.copyOf(seconds, count), Arrays.copyOf(velocity, count), Arrays.copyOf(angle, count));
    }
}

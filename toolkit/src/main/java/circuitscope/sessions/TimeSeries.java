package circuitscope.sessions;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * Something measured beside the spikes, with a clock of its own: head direction from a camera, running speed from a wheel.
 *
 * @param name what it is, such as "head direction"
 * @param unit its unit; "rad" makes it an angle, which goes round
 * @param seconds time of each sample in s on the session's clock, shape (samples)
 * @param values the samples, NaN where they are missing, shape (samples)
 */
public record TimeSeries(String name, String unit, double[] seconds, double[] values) {
    /** Name of the series that is taken as the direction of the head. */
    public static final String HEAD_DIRECTION = "head direction";

    private static final String RADIANS = "rad";
    private static final double TURN = 2 * Math.PI;

    /** How much rounding an angle of one turn may have. */
    private static final double ROUNDING = 1e-3;

    /** Of a long clock so many steps are looked at, spread over it. */
    private static final int MOST_STEPS = 1 << 15;

    /** A step of the clock that is longer than so many usual ones is a gap. */
    private static final double GAP = 1.5;

    /** Share of steps of the clock that may be far from the usual one. */
    private static final double UNUSUAL = 0.25;

    /**
     * @param name what it is
     * @param unit its unit
     * @param seconds time of each sample in s
     * @param values the samples
     * @throws InputException if there are less than two samples, times do not increase or have two rates, a value is infinite,
     *     or an angle is no angle in rad
     */
    public TimeSeries {
        if (seconds.length != values.length || seconds.length < 2) {
            throw InputException.of(
                    "%s has %d times and %d samples, expected as many and at least 2.",
                    name, seconds.length, values.length);
        }
        boolean angle = unit.equals(RADIANS);
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(seconds[k])) {
                throw InputException.of("%s, sample %d: found the time %s, expected one in s.", name, k, seconds[k]);
            }
            if (k > 0 && seconds[k] <= seconds[k - 1]) {
                throw InputException.of(
                        "%s, sample %d: its clock goes from %s to %s s, expected forward; sort the samples or leave out"
                                + " the repeated one.",
                        name, k, seconds[k - 1], seconds[k]);
            }
            if (angle && Math.abs(values[k]) > TURN + ROUNDING) {
                throw InputException.of(
                        "%s, sample %d: found %s, expected an angle in rad of at most one turn (6.2832); convert it, if it is"
                                + " in degrees.",
                        name, k, values[k]);
            }
            if (Double.isInfinite(values[k])) {
                throw InputException.of("%s, sample %d: found %s, expected a number or NaN.", name, k, values[k]);
            }
        }
        requireOneRate(name, seconds);
    }

    /** Steps of the clock, from the shortest to the longest. */
    private static double[] steps(double... seconds) {
        int stride = 1 + (seconds.length - 2) / MOST_STEPS;
        double[] steps = new double[1 + (seconds.length - 2) / stride];
        Arrays.setAll(steps, k -> seconds[k * stride + 1] - seconds[k * stride]);
        Arrays.sort(steps);
        return steps;
    }

    private static void requireOneRate(String name, double... seconds) {
        double[] steps = steps(seconds);
        double usual = steps[steps.length / 2];
        double low = steps[(int) (UNUSUAL * steps.length)];
        double high = steps[(int) ((1 - UNUSUAL) * (steps.length - 1))];
        if (steps.length >= 8 && (low < usual / GAP || high > usual * GAP)) {
            throw InputException.of(
                    "%s has samples %.6g s apart and others %.6g s, expected one sampling rate; make two series of it.",
                    name, low, high);
        }
    }

    /**
     * @param seconds time of each sample in s
     * @param radians direction of the head in rad, NaN where it is missing
     * @return the series
     * @throws InputException if this is no such series
     */
    public static TimeSeries headDirection(double[] seconds, double[] radians) {
        return new TimeSeries(HEAD_DIRECTION, RADIANS, seconds, radians);
    }

    /**
     * The direction from the blue to the red light on a head, {@code atan2(red - blue)} in [0, 2 pi), missing where one of
     * them is: where a coordinate is negative, as -1 marks it, or NaN.
     *
     * @param seconds time of each sample in s
     * @param red places of the red light, rows of x and y, shape (samples, 2)
     * @param blue places of the blue light, rows of x and y, shape (samples, 2)
     * @return the series
     * @throws InputException if this is no such series
     */
    public static TimeSeries ofTwoLights(double[] seconds, double[][] red, double[][] blue) {
        if (red.length != blue.length) {
            throw InputException.of(
                    "the red light has %d samples and the blue one %d, expected as many.", red.length, blue.length);
        }
        double[] radians = new double[red.length];
        for (int k = 0; k < radians.length; k++) {
            boolean seen = red[k][0] >= 0 && red[k][1] >= 0 && blue[k][0] >= 0 && blue[k][1] >= 0;
            double angle = Math.atan2(red[k][1] - blue[k][1], red[k][0] - blue[k][0]);
            radians[k] = seen ? (angle + TURN) % TURN : Double.NaN;
        }
        return headDirection(seconds, radians);
    }

    /** {@return whether it is an angle in rad} */
    public boolean isAngle() {
        return unit.equals(RADIANS);
    }

    /** {@return the usual time between two samples in s: the median} */
    public double intervalSeconds() {
        double[] steps = steps(seconds);
        return steps[steps.length / 2];
    }

    /**
     * The series at other moments: on the straight line (or the shorter arc) between two neighbours that are there, else the
     * nearest sample within half an interval, else NaN. Nothing reaches across a gap of more than 1.5 intervals.
     *
     * @param moments in s
     * @return its values then, NaN where they are missing; an angle is in [0, 2 pi)
     */
    public double[] at(double... moments) {
        double interval = intervalSeconds();
        return Arrays.stream(moments).map(moment -> at(moment, interval)).toArray();
    }

    private double at(double moment, double interval) {
        int found = Arrays.binarySearch(seconds, moment);
        if (found >= 0) {
            return round(values[found]);
        }
        int next = -found - 1;
        double before = next > 0 ? values[next - 1] : Double.NaN;
        double after = next < values.length ? values[next] : Double.NaN;
        double reach = interval / 2 * (1 + ROUNDING);
        if (next > 0 && next < values.length && seconds[next] - seconds[next - 1] <= GAP * interval) {
            double share = (moment - seconds[next - 1]) / (seconds[next] - seconds[next - 1]);
            double way = isAngle() ? Math.IEEEremainder(after - before, TURN) : after - before;
            double between = before + share * way;
            if (!Double.isNaN(between)) {
                return round(between);
            }
        }
        if (!Double.isNaN(before) && moment - seconds[next - 1] <= reach) {
            return round(before);
        }
        return !Double.isNaN(after) && seconds[next] - moment <= reach ? round(after) : Double.NaN;
    }

    private double round(double value) {
        if (!isAngle() || value >= 0 && value < TURN) {
            return value;
        }
        double turned = value % TURN;
        return turned < 0 ? turned + TURN : turned;
    }
}

package circuitscope.show.charts;

import circuitscope.InputException;
import java.util.List;

/**
 * One axis of a plot.
 *
 * @param label what it measures, with its unit
 * @param least value at its start
 * @param most value at its end
 * @param whole whether it counts things, so that ticks lie at whole numbers
 * @param downward whether values rise downward, as the rows of a matrix do
 * @param logarithmic whether equal factors have equal room
 * @param names what stands at whole numbers from 0 on instead of them; empty for numbers
 */
record Axis(
        String label,
        double least,
        double most,
        boolean whole,
        boolean downward,
        boolean logarithmic,
        List<String> names) {
    private static final double SLACK = 1e-9;

    Axis {
        if (!(Double.isFinite(least) && Double.isFinite(most) && least < most)) {
            throw InputException.of(
                    "Axis '%s' goes from %s to %s, expected two numbers in rising order.", label, least, most);
        }
    }

    static Axis of(String label, double least, double most) {
        return new Axis(label, least, most, false, false, false, List.of());
    }

    /** Things number 0 to {@code count} - 1, each one unit wide. */
    static Axis indices(String label, int count) {
        return new Axis(label, -0.5, count - 0.5, true, false, false, List.of());
    }

    /** Things with names, each one unit wide. */
    static Axis named(String label, List<String> names) {
        return new Axis(label, -0.5, names.size() - 0.5, true, false, false, List.copyOf(names));
    }

    /** Both ends are above 0. */
    static Axis logarithmic(String label, double least, double most) {
        return new Axis(label, least, most, false, false, true, List.of());
    }

    /** Where XChart has to begin: it leaves out a tick that lies exactly on the end of its axis. */
    double drawnLow() {
        return logarithmic ? low() * (1 - SLACK) : low() - SLACK * (high() - low());
    }

    double drawnHigh() {
        return logarithmic ? high() * (1 + SLACK) : high() + SLACK * (high() - low());
    }

    /** The same axis turned over. */
    Axis turned() {
        return new Axis(label, least, most, whole, true, logarithmic, names);
    }

    /** The smallest value in the upward coordinates of the plot. */
    double low() {
        return downward ? -most : least;
    }

    double high() {
        return downward ? -least : most;
    }

    String tick(double coordinate) {
        double value = downward ? -coordinate : coordinate;
        if (whole && Math.abs(value - Math.rint(value)) > 1e-6) {
            // blank, but each in its own way: XChart takes equal labels for a sign that the ticks are too close
            return " ".repeat(1 + (int) Math.rint(Math.abs(value - least)));
        }
        if (!names.isEmpty()) {
            int at = (int) Math.rint(value);
            return at >= 0 && at < names.size() ? names.get(at) : " ";
        }
        if (logarithmic && !isLabelled(value)) {
            return " ";
        }
        return number(!logarithmic && Math.abs(value) < SLACK * (most - least) ? 0 : value);
    }

    /** XChart has ticks at 1 to 9 times a power of ten, or at powers alone: only some of their labels have room. */
    private boolean isLabelled(double value) {
        double decades = Math.log10(most / least);
        double exponent = Math.floor(Math.log10(value) + 1e-9);
        long digit = Math.round(value / Math.pow(10, exponent));
        return decades <= 1
                || decades <= 2 && (digit == 1 || digit == 2 || digit == 5)
                || digit == 1 && (long) exponent % (long) Math.ceil(decades / 10) == 0;
    }

    static String number(double value) {
        return SignificantDigits.of(value, 6).replace('-', '\u2212');
    }
}

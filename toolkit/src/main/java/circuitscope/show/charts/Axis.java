package circuitscope.show.charts;

import circuitscope.InputException;

/**
 * One axis of a plot.
 *
 * @param label what it measures, with its unit
 * @param least value at its start
 * @param most value at its end
 * @param whole whether it counts things, so that ticks lie at whole numbers
 * @param downward whether values rise downward, as the rows of a matrix do
 */
record Axis(String label, double least, double most, boolean whole, boolean downward) {
    Axis {
        if (!(Double.isFinite(least) && Double.isFinite(most) && least < most)) {
            throw InputException.of(
                    "Axis '%s' goes from %s to %s, expected two numbers in rising order.", label, least, most);
        }
    }

    static Axis of(String label, double least, double most) {
        return new Axis(label, least, most, false, false);
    }

    /** Things number 0 to {@code count} - 1, each one unit wide. */
    static Axis indices(String label, int count) {
        return new Axis(label, -0.5, count - 0.5, true, false);
    }

    /** The same axis turned over. */
    Axis turned() {
        return new Axis(label, least, most, whole, true);
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
        return number(Math.abs(value) < 1e-9 * (most - least) ? 0 : value);
    }

    static String number(double value) {
        return SignificantDigits.of(value, 6).replace('-', '\u2212');
    }
}

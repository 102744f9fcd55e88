package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.evaluate.AlignedProfile;

/**
 * Weight as a function of distance around the ring, as in the paper's Figure 2: the true profile orange, the inferred one
 * blue with a band of one standard deviation, and the statistical limit, if known, as a grey band. Immutable: each
 * {@code with} method gives a changed copy.
 *
 * <p>Profiles are given as {@link AlignedProfile} has them: entry d is the weight from the neuron at distance d, and
 * distances beyond half the ring count backward. Entry 0, a neuron's weight on itself, is left out.
 */
public final class ProfileChart {
    private final String title;
    private final double[] mean;
    private final double[] deviation;
    private final double[] truth;
    private final double[] low;
    private final double[] high;
    private final int width;
    private final int height;

    private ProfileChart(
            String title,
            double[] mean,
            double[] deviation,
            double[] truth,
            double[] low,
            double[] high,
            int width,
            int height) {
        this.title = title;
        this.mean = mean;
        this.deviation = deviation;
        this.truth = truth;
        this.low = low;
        this.high = high;
        this.width = width;
        this.height = height;
    }

    /**
     * @param title stands above
     * @param inferred mean and standard deviation over the rows of one matrix
     * @return the chart
     * @throws InputException if there are fewer than 3 neurons
     */
    public static ProfileChart of(String title, AlignedProfile inferred) {
        return of(title, inferred.mean(), inferred.deviation());
    }

    /**
     * @param title stands above
     * @param mean inferred weight at distance d, for instance the mean over trials, shape (N)
     * @param deviation its standard deviation, shape (N)
     * @return the chart
     * @throws InputException if there are fewer than 3 neurons or the shapes differ
     */
    public static ProfileChart of(String title, double[] mean, double[] deviation) {
        InputException.requireBetween("Number of neurons of a profile", mean.length, 3, 1 << 20);
        requireLength(title, "standard deviation", deviation, mean.length);
        return new ProfileChart(title, mean.clone(), deviation.clone(), null, null, null, 380, 280);
    }

    /**
     * @param profile true weight at distance d, on the scale of the inferred one, shape (N)
     * @return a copy with the true profile
     * @throws InputException if the shape differs
     */
    public ProfileChart withTruth(double[] profile) {
        requireLength(title, "true profile", profile, mean.length);
        return new ProfileChart(title, mean, deviation, profile.clone(), low, high, width, height);
    }

    /**
     * @param lower lower edge of the limit at distance d, shape (N)
     * @param upper upper edge of the limit at distance d, shape (N)
     * @return a copy with a band in which an unbiased estimate must be expected at best
     * @throws InputException if a shape differs
     */
    public ProfileChart withLimit(double[] lower, double[] upper) {
        requireLength(title, "lower limit", lower, mean.length);
        requireLength(title, "upper limit", upper, mean.length);
        return new ProfileChart(title, mean, deviation, truth, lower.clone(), upper.clone(), width, height);
    }

    /**
     * @param nominalWidth in pixels, 150 to 4000
     * @param nominalHeight in pixels, 120 to 4000
     * @return a copy of this size
     * @throws InputException if a number is out of range
     */
    public ProfileChart withSize(int nominalWidth, int nominalHeight) {
        InputException.requireBetween("Width of a profile chart", nominalWidth, 150, 4000);
        InputException.requireBetween("Height of a profile chart", nominalHeight, 120, 4000);
        return new ProfileChart(title, mean, deviation, truth, low, high, nominalWidth, nominalHeight);
    }

    /** {@return the finished picture} */
    public Figure figure() {
        return chart().figure();
    }

    LineChart chart() {
        int n = mean.length;
        double[] distance = new double[n - 1];
        double[] lower = new double[n];
        double[] upper = new double[n];
        for (int d = 0; d < n; d++) {
            lower[d] = mean[d] - deviation[d];
            upper[d] = mean[d] + deviation[d];
        }
        for (int k = 0; k < n - 1; k++) {
            distance[k] = k - (n - 1) / 2 + (k < (n - 1) / 2 ? 0 : 1);
        }
        LineChart chart =
                LineChart.of(title, "distance j \u2212 i (neurons)", "weight").withSize(width, height);
        if (low != null) {
            chart = chart.withBand("limit", distance, around(low), around(high), Palette.faint(Palette.INK));
        }
        chart = chart.withBand("\u00b1 1 s.d.", distance, around(lower), around(upper), Palette.faint(Palette.BLUE));
        if (truth != null) {
            chart = chart.withLine("true", distance, around(truth), Palette.ORANGE);
        }
        return chart.withLine("inferred", distance, around(mean), Palette.BLUE);
    }

    /** Entries by distance from most negative to most positive, without distance 0. */
    private static double[] around(double[] profile) {
        int n = profile.length;
        double[] turned = new double[n - 1];
        for (int k = 0; k < n - 1; k++) {
            int distance = k - (n - 1) / 2 + (k < (n - 1) / 2 ? 0 : 1);
            turned[k] = profile[Math.floorMod(distance, n)];
        }
        return turned;
    }

    private static void requireLength(String title, String what, double[] values, int expected) {
        if (values.length != expected) {
            throw InputException.of(
                    "%s: the %s has %d entries, expected %d, one per distance.", title, what, values.length, expected);
        }
    }
}

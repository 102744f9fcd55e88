package circuitscope.show;

import circuitscope.InputException;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What was aimed at, what a theory says, and what trials gave.
 *
 * @param title caption of the table
 * @param rows one row per claim
 */
public record TheoryTable(String title, List<Row> rows) implements Tabular {
    private static final String NONE = "–";

    /**
     * One claim.
     *
     * @param what what is claimed, with its unit
     * @param goal what was aimed at, in words
     * @param theory value of the theory; NaN if the claim is a bound
     * @param trials measured values, one per seed
     * @param met whether the mean of the trials does what was aimed at
     */
    public record Row(String what, String goal, double theory, List<Double> trials, boolean met) {
        /**
         * @param what what is claimed
         * @param goal what was aimed at
         * @param theory value of the theory
         * @param trials measured values
         * @param met whether the goal is met
         * @throws InputException if there is no trial, or one of them is not finite
         */
        public Row {
            trials = List.copyOf(trials);
            if (trials.isEmpty() || !trials.stream().allMatch(Double::isFinite)) {
                throw InputException.of("%s has the trials %s, expected at least one finite value.", what, trials);
            }
        }

        /** {@return the mean over trials} */
        public double mean() {
            return trials.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        private String ours() {
            double mean = mean();
            double squares = trials.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return trials.size() < 2
                    ? number(mean)
                    : number(mean) + " ± " + number(Math.sqrt(squares / (trials.size() - 1)));
        }

        private String verdict() {
            return goal.equals(NONE) ? NONE : met ? "met" : "missed";
        }

        private String difference() {
            return Double.isNaN(theory) || theory == 0
                    ? NONE
                    : String.format(Locale.ROOT, "%+.1f %%", 100 * (mean() / theory - 1));
        }
    }

    /**
     * @param title caption of the table
     * @param rows one row per claim
     */
    public TheoryTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @return a table without rows
     */
    public static TheoryTable of(String title) {
        return new TheoryTable(title, List.of());
    }

    /**
     * @param what what is compared, with its unit
     * @param theory value of the theory, not 0
     * @param tolerance largest difference of the mean, relative to the theory
     * @param trials measured values, one per seed
     * @return the table with one more row
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public TheoryTable near(String what, double theory, double tolerance, double... trials) {
        double mean = Arrays.stream(trials).average().orElse(Double.NaN);
        String goal = String.format(Locale.ROOT, "within %s %%", percent(tolerance));
        return with(what, goal, theory, Math.abs(mean - theory) <= tolerance * Math.abs(theory), trials);
    }

    /**
     * @param what what is measured, with its unit
     * @param most largest mean that was aimed at
     * @param trials measured values, one per seed
     * @return the table with one more row
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public TheoryTable atMost(String what, double most, double... trials) {
        double mean = Arrays.stream(trials).average().orElse(Double.NaN);
        return with(what, "at most " + number(most), Double.NaN, mean <= most, trials);
    }

    /**
     * @param what what is measured, with its unit
     * @param least smallest mean that was aimed at
     * @param trials measured values, one per seed
     * @return the table with one more row
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public TheoryTable atLeast(String what, double least, double... trials) {
        double mean = Arrays.stream(trials).average().orElse(Double.NaN);
        return with(what, "at least " + number(least), Double.NaN, mean >= least, trials);
    }

    /**
     * @param what what nothing was aimed at, such as a limit, with its unit
     * @param trials measured values, one per seed
     * @return the table with one more row
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public TheoryTable measured(String what, double... trials) {
        return with(what, NONE, Double.NaN, true, trials);
    }

    /**
     * @param <R> kind of what a trial found
     * @param what what is compared, with its unit
     * @param theory value of the theory, not 0
     * @param tolerance largest difference of the mean, relative to the theory
     * @param trials what was found, one per seed
     * @param value the number of it that is compared
     * @return the table with one more row
     * @throws InputException if there is no trial, or a number is not finite
     */
    public <R> TheoryTable near(
            String what, double theory, double tolerance, List<R> trials, ToDoubleFunction<R> value) {
        return near(what, theory, tolerance, numbers(trials, value));
    }

    /**
     * @param <R> kind of what a trial found
     * @param what what is measured, with its unit
     * @param most largest mean that was aimed at
     * @param trials what was found, one per seed
     * @param value the number of it that is measured
     * @return the table with one more row
     * @throws InputException if there is no trial, or a number is not finite
     */
    public <R> TheoryTable atMost(String what, double most, List<R> trials, ToDoubleFunction<R> value) {
        return atMost(what, most, numbers(trials, value));
    }

    /**
     * @param <R> kind of what a trial found
     * @param what what is measured, with its unit
     * @param least smallest mean that was aimed at
     * @param trials what was found, one per seed
     * @param value the number of it that is measured
     * @return the table with one more row
     * @throws InputException if there is no trial, or a number is not finite
     */
    public <R> TheoryTable atLeast(String what, double least, List<R> trials, ToDoubleFunction<R> value) {
        return atLeast(what, least, numbers(trials, value));
    }

    private static <R> double[] numbers(List<R> trials, ToDoubleFunction<R> value) {
        return trials.stream().mapToDouble(value).toArray();
    }

    private TheoryTable with(String what, String goal, double theory, boolean met, double... trials) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(what, goal, theory, Arrays.stream(trials).boxed().toList(), met));
        return new TheoryTable(title, more);
    }

    /** {@return the table with columns what, goal, theory, ours, difference and verdict} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("what", Row::what),
                column("goal", Row::goal),
                column("theory", row -> Double.isNaN(row.theory()) ? NONE : number(row.theory())),
                column("ours", Row::ours),
                column("difference", Row::difference),
                column("verdict", Row::verdict));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    private static String percent(double share) {
        return number(100 * share).replaceAll("\\.?0+$", "");
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (size > 0 && size < 5e-5) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        int decimals = size >= 10 ? 1 : size < 0.095 ? 4 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

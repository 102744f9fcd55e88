package circuitscope.show;

import circuitscope.InputException;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What was aimed at beside what others published and what was reached; a miss is said as it is.
 *
 * @param title caption of the table
 * @param rows one row per goal
 */
public record GoalTable(String title, List<Row> rows) implements Tabular {
    /**
     * One goal.
     *
     * @param name what is to be reached, with its unit
     * @param published what others report; empty if nothing
     * @param isLeast whether the value should be at least the goal, not at most
     * @param goal the goal
     * @param trials measured values, one per trial
     */
    public record Row(String name, String published, boolean isLeast, double goal, List<Double> trials) {
        /**
         * @param name what is to be reached, with its unit
         * @param published what others report; empty if nothing
         * @param isLeast whether the value should be at least the goal, not at most
         * @param goal the goal
         * @param trials measured values, one per trial
         * @throws InputException if there is no trial, or one of them is not finite
         */
        public Row {
            trials = List.copyOf(trials);
            if (trials.isEmpty() || !trials.stream().allMatch(Double::isFinite)) {
                throw InputException.of("%s has the trials %s, expected at least one finite value.", name, trials);
            }
        }

        /** {@return the mean over trials} */
        public double mean() {
            return trials.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        /** {@return whether the mean is as good as the goal} */
        public boolean isReached() {
            return isLeast ? mean() >= goal : mean() <= goal;
        }

        private String ours() {
            double least =
                    trials.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            double most = trials.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            return trials.size() < 2
                    ? number(mean())
                    : number(mean()) + " (" + number(least) + " to " + number(most) + ")";
        }
    }

    /**
     * @param title caption of the table
     * @param rows one row per goal
     */
    public GoalTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @return a table without rows
     */
    public static GoalTable of(String title) {
        return new GoalTable(title, List.of());
    }

    /**
     * @param name what is to be reached, with its unit
     * @param published what others report; empty if nothing
     * @param goal the goal
     * @param trials measured values, one per trial, at least one
     * @return the table with one more row, whose mean should not be below the goal
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public GoalTable atLeast(String name, String published, double goal, double... trials) {
        return with(name, published, true, goal, trials);
    }

    /**
     * @param name what is to be reached, with its unit
     * @param published what others report; empty if nothing
     * @param goal the goal
     * @param trials measured values, one per trial, at least one
     * @return the table with one more row, whose mean should not be above the goal
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public GoalTable atMost(String name, String published, double goal, double... trials) {
        return with(name, published, false, goal, trials);
    }

    private GoalTable with(String name, String published, boolean isLeast, double goal, double... trials) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(
                name, published, isLeast, goal, Arrays.stream(trials).boxed().toList()));
        return new GoalTable(title, more);
    }

    /** {@return the table: goal, published, ours as mean and range over trials, and whether it is met} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("goal of", Row::name),
                column("published", Row::published),
                column("asked", row -> (row.isLeast ? "at least " : "at most ") + number(row.goal)),
                column("ours", Row::ours),
                column("verdict", row -> row.isReached() ? "met" : "missed"));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}

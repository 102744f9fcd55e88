package circuitscope.show;

import circuitscope.InputException;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a paper reports beside what was measured here and what is reachable at best.
 *
 * @param title caption of the table
 * @param rows one row per metric
 */
public record ComparisonTable(String title, List<Row> rows) implements Tabular {
    private static final String NONE = "–";

    /**
     * One metric.
     *
     * @param metric what is compared, with its unit
     * @param paper value of the paper; NaN if it gives none
     * @param tolerance largest difference, relative to the paper's value, that still counts as agreement
     * @param limit what is reachable at best; NaN if it is not known
     * @param trials measured values, one per trial, at least one
     */
    public record Row(String metric, double paper, double tolerance, double limit, List<Double> trials) {
        /**
         * @param metric what is compared, with its unit
         * @param paper value of the paper; NaN if it gives none
         * @param tolerance largest difference, relative to the paper's value, that still counts as agreement
         * @param limit what is reachable at best; NaN if it is not known
         * @param trials measured values, one per trial, at least one
         * @throws InputException if there is no trial, one of them is not finite, or the tolerance is negative
         */
        public Row {
            trials = List.copyOf(trials);
            if (trials.isEmpty() || !trials.stream().allMatch(Double::isFinite)) {
                throw InputException.of("%s has the trials %s, expected at least one finite value.", metric, trials);
            }
            InputException.requireBetween("Tolerance of " + metric, tolerance, 0, Double.MAX_VALUE);
        }

        /** {@return the mean over trials} */
        public double mean() {
            return trials.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        /** {@return the standard deviation over trials (n - 1); NaN for a single trial} */
        public double deviation() {
            double mean = mean();
            double squares = trials.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return trials.size() < 2 ? Double.NaN : Math.sqrt(squares / (trials.size() - 1));
        }

        /** {@return whether our mean agrees with the paper, and by how much it differs if not} */
        public String verdict() {
            if (Double.isNaN(paper)) {
                return NONE;
            }
            double difference = (mean() - paper) / Math.abs(paper);
            return Math.abs(difference) <= tolerance
                    ? "agrees"
                    : String.format(Locale.ROOT, "differs by %+.0f %%", 100 * difference);
        }

        private String ours() {
            return trials.size() < 2 ? number(mean()) : number(mean()) + " ± " + number(deviation());
        }
    }

    /**
     * @param title caption of the table
     * @param rows one row per metric
     */
    public ComparisonTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @return a table without rows
     */
    public static ComparisonTable of(String title) {
        return new ComparisonTable(title, List.of());
    }

    /**
     * @param metric what is compared, with its unit
     * @param paper value of the paper; NaN if it gives none
     * @param tolerance largest difference, relative to the paper's value, that still counts as agreement
     * @param limit what is reachable at best; NaN if it is not known
     * @param trials measured values, one per trial, at least one
     * @return the table with one more row
     * @throws InputException if there is no trial, one of them is not finite, or the tolerance is negative
     */
    public ComparisonTable with(String metric, double paper, double tolerance, double limit, double... trials) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(
                metric, paper, tolerance, limit, Arrays.stream(trials).boxed().toList()));
        return new ComparisonTable(title, more);
    }

    /**
     * @param metric what no paper gives and nothing limits, with its unit
     * @param trials measured values, one per trial, at least one
     * @return the table with one more row
     * @throws InputException if there is no trial, or one of them is not finite
     */
    public ComparisonTable measured(String metric, double... trials) {
        return with(metric, Double.NaN, 0, Double.NaN, trials);
    }

    /** {@return the table with columns metric, paper, ours, limit and verdict} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("metric", Row::metric),
                column("paper", row -> number(row.paper())),
                column("ours", Row::ours),
                column("limit", row -> number(row.limit())),
                column("verdict", Row::verdict));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    /** {@return the table in Markdown} */
    public String markdown() {
        return "| metric | paper | ours | limit | verdict |\n|---|---|---|---|---|\n"
                + rows.stream()
                        .map(row -> String.join(
                                " | ",
                                "| " + row.metric(),
                                number(row.paper()),
                                row.ours(),
                                number(row.limit()),
                                row.verdict() + " |\n"))
                        .collect(Collectors.joining());
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        int decimals = Math.abs(value) >= 10 ? 1 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

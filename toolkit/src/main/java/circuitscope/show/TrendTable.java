package circuitscope.show;

import circuitscope.evaluate.Trend;
import circuitscope.show.charts.SignificantDigits;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Trends that a paper reports beside those that were found.
 *
 * @param title caption of the table
 * @param rows one row per trend
 */
public record TrendTable(String title, List<Row> rows) implements Tabular {
    /**
     * One trend.
     *
     * @param what what changes with what
     * @param paper what the paper says of it
     * @param found what was found
     */
    public record Row(String what, String paper, Trend found) {}

    /**
     * @param title caption of the table
     * @param rows one row per trend
     */
    public TrendTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @return a table without rows
     */
    public static TrendTable of(String title) {
        return new TrendTable(title, List.of());
    }

    /**
     * @param what what changes with what
     * @param paper what the paper says of it
     * @param found what was found
     * @return the table with one more row
     */
    public TrendTable with(String what, String paper, Trend found) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(what, paper, found));
        return new TrendTable(title, more);
    }

    /** {@return the table: slope with its standard error, probability without a trend, verdict} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("trend", Row::what),
                column("paper", Row::paper),
                column(
                        "slope",
                        row -> SignificantDigits.of(row.found().slope(), 4) + " ± "
                                + SignificantDigits.of(row.found().standardError(), 4) + " (s.e.)"),
                column(
                        "p",
                        row -> String.format(Locale.ROOT, "%.3f", row.found().pValue())),
                column("lines", row -> String.valueOf(row.found().trials())),
                column("ours", row -> row.found().verdict()));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }
}

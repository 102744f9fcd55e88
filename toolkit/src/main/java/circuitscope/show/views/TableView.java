package circuitscope.show.views;

import circuitscope.show.charts.SignificantDigits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table made readable: numbers to the right with as many digits as their column needs (four significant ones for its
 * largest value), text to the left, an en dash for what is missing.
 *
 * @param table what is shown; its name becomes the caption
 */
public record TableView(Table table) {
    private static final int DIGITS = 4;
    private static final String MISSING = "\u2013";

    /** {@return the table in aligned columns, a line per row, each line ended by a line feed} */
    public String text() {
        List<List<String>> columns = cells();
        int rows = table.rowCount();
        StringBuilder text = new StringBuilder();
        if (hasCaption()) {
            text.append(table.name()).append('\n');
        }
        for (int row = -1; row <= rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                List<String> cells = columns.get(column);
                int width = cells.stream().mapToInt(TableView::length).max().orElse(0);
                // row 0 of the output is the rule between header and body
                String cell = row == 0 ? "-".repeat(width) : cells.get(row < 0 ? 0 : row);
                String pad = " ".repeat(width - length(cell));
                line.append(column == 0 ? "" : "  ").append(isNumeric(table.column(column)) ? pad + cell : cell + pad);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** {@return the table as an HTML element} */
    public String html() {
        List<List<String>> columns = cells();
        StringBuilder html = new StringBuilder("<table style=\"border-collapse:collapse\">");
        if (hasCaption()) {
            html.append("<caption style=\"text-align:left;font-weight:bold\">")
                    .append(StringEscapeUtils.escapeXml11(table.name()))
                    .append("</caption>");
        }
        for (int row = 0; row <= table.rowCount(); row++) {
            String tag = row == 0 ? "th" : "td";
            html.append(row == 0 ? "<thead>" : row == 1 ? "<tbody>" : "").append("<tr>");
            for (int column = 0; column < columns.size(); column++) {
                html.append('<')
                        .append(tag)
                        .append(" style=\"text-align:")
                        .append(isNumeric(table.column(column)) ? "right" : "left")
                        .append(row == 0 ? ";border-bottom:1px solid" : "")
                        .append(";padding:2px 10px\">")
                        .append(StringEscapeUtils.escapeXml11(
                                columns.get(column).get(row)))
                        .append("</")
                        .append(tag)
                        .append('>');
            }
            html.append("</tr>").append(row == 0 ? "</thead>" : "");
        }
        return html.append(table.rowCount() > 0 ? "</tbody></table>" : "</table>")
                .toString();
    }

    private boolean hasCaption() {
        return table.name() != null && !table.name().isBlank();
    }

    /** The name and the values of each column. */
    private List<List<String>> cells() {
        List<List<String>> columns = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            List<String> cells = new ArrayList<>();
            cells.add(column.name());
            boolean real =
                    column.type().equals(ColumnType.DOUBLE) || column.type().equals(ColumnType.FLOAT);
            if (real && column instanceof NumericColumn<?> numbers) {
                cells.addAll(numbers(numbers.asDoubleArray()));
            } else {
                for (int row = 0; row < column.size(); row++) {
                    cells.add(column.isMissing(row) ? MISSING : column.getString(row));
                }
            }
            columns.add(cells);
        }
        return columns;
    }

    private static boolean isNumeric(Column<?> column) {
        return column instanceof NumericColumn<?>;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The same number of decimals for a column, or, where that would hide the small ones, digits for each by itself. */
    static List<String> numbers(double[] values) {
        double most = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value) && value != 0) {
                most = Math.max(most, Math.abs(value));
                least = Math.min(least, Math.abs(value));
            }
        }
        int decimals = most == 0 ? 0 : Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(most)));
        boolean together = most < 1e7 && least >= 10 * Math.pow(10, -decimals) * (1 - 1e-9) && decimals <= 6;
        int needed = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                BigDecimal rounded = rounded(value, decimals);
                needed = Math.max(
                        needed, value == 0 ? 0 : rounded.stripTrailingZeros().scale());
            }
        }
        List<String> texts = new ArrayList<>();
        for (double value : values) {
            if (Double.isNaN(value)) {
                texts.add(MISSING);
            } else if (Double.isInfinite(value)) {
                texts.add(value > 0 ? "\u221e" : "-\u221e");
            } else if (together || most == 0) {
                texts.add(rounded(value, needed).toPlainString());
            } else {
                texts.add(SignificantDigits.of(value, DIGITS));
            }
        }
        return texts;
    }

    private static BigDecimal rounded(double value, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO.setScale(decimals) : rounded;
    }
}

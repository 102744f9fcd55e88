package circuitscope.show;

import circuitscope.InputException;
import circuitscope.evaluate.CentreSurround;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Contrasts of centre and surround of recorded cells beside those of controls: every contrast has to exceed those of all controls
 * and of 100 permutations of the cells after the fit.
 *
 * @param title caption of the table
 * @param outcomes where trials are taken from; they are named by the start of their names, to which a hyphen and the seed are added
 * @param permuted trials of cells that were permuted before the fit, the control of all rows
 * @param rows one row per comparison
 */
public record ContrastTable(String title, Outcomes outcomes, String permuted, List<Row> rows) implements Tabular {
    /**
     * One comparison.
     *
     * @param what what is judged
     * @param least least contrast of its trials
     * @param controls largest contrast of the controls
     * @param surround mean weight of the surround in standard deviations of the weights, negative for inhibition
     */
    public record Row(String what, double least, double controls, double surround) {
        /** {@return whether every contrast exceeds the controls} */
        public boolean exceeds() {
            return least > controls;
        }
    }

    /**
     * @param title caption of the table
     * @param outcomes where trials are taken from
     * @param permuted trials of cells that were permuted before the fit, the control of all rows
     * @param rows one row per comparison
     */
    public ContrastTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @param outcomes where trials are taken from
     * @param permuted trials of cells that were permuted before the fit, the control of all rows
     * @return a table without rows
     */
    public static ContrastTable of(String title, Outcomes outcomes, String permuted) {
        return new ContrastTable(title, outcomes, permuted, List.of());
    }

    /**
     * @param what what is judged
     * @param trials its trials
     * @param control trials of another control
     * @return the table with one more row
     * @throws InputException if there are no such trials, or their cells have no preferred direction
     */
    public ContrastTable with(String what, String trials, String control) {
        Outcomes judged = outcomes.trials(trials);
        double controls = Stream.of(permuted, control)
                .flatMapToDouble(name -> Arrays.stream(DirectionalCouplings.contrasts(outcomes.trials(name))))
                .max()
                .orElseThrow();
        List<CentreSurround> centres = DirectionalCouplings.centres(judged);
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(
                what,
                centres.stream().mapToDouble(CentreSurround::contrast).min().orElseThrow(),
                Math.max(controls, DirectionalCouplings.chance(judged)),
                centres.stream().mapToDouble(CentreSurround::surround).average().orElseThrow()));
        return new ContrastTable(title, outcomes, permuted, more);
    }

    /** {@return the table with columns what, least contrast, largest of the controls, exceeds them, and surround} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("what", Row::what),
                column("least contrast", row -> number(row.least())),
                column("largest of controls", row -> number(row.controls())),
                column("exceeds them", row -> row.exceeds() ? "yes" : "NO"),
                column("surround (negative: inhibition)", row -> number(row.surround())));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

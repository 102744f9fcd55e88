package circuitscope.show;

import circuitscope.InputException;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Scores of held-out spikes, cell by cell: their mean over cells with its standard error. Trials are named by the start of their
 * names, to which a hyphen and the seed are added; the first of them counts.
 *
 * @param title caption of the table
 * @param outcomes where trials are taken from
 * @param rows one row per method or difference
 */
public record CellScores(String title, Outcomes outcomes, List<Row> rows) implements Tabular {
    /**
     * One method, or what it has more than another.
     *
     * @param what what is scored
     * @param natsPerSpike score of each cell, or the difference of two; shape (N)
     */
    public record Row(String what, double... natsPerSpike) {
        /**
         * @param what what is scored
         * @param natsPerSpike score of each cell, at least two
         * @throws InputException if there are fewer
         */
        public Row {
            if (natsPerSpike.length < 2) {
                throw InputException.of("%s has scores of %d cells, expected at least two.", what, natsPerSpike.length);
            }
        }

        /** {@return the mean over cells} */
        public double mean() {
            return new Mean().evaluate(natsPerSpike);
        }

        /** {@return the standard error of the mean} */
        public double error() {
            return new StandardDeviation().evaluate(natsPerSpike) / Math.sqrt(natsPerSpike.length);
        }
    }

    /**
     * @param title caption of the table
     * @param outcomes where trials are taken from
     * @param rows one row per method or difference
     */
    public CellScores {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @param outcomes where trials are taken from
     * @return a table without rows
     */
    public static CellScores of(String title, Outcomes outcomes) {
        return new CellScores(title, outcomes, List.of());
    }

    /**
     * @param trials trials of recorded cells
     * @return score of each cell in the first of them, in nats per spike, shape (N)
     * @throws InputException if there are no such trials, or their cells were not scored
     */
    public double[] of(String trials) {
        return outcomes.trials(trials).all().get(0).requireCells().testScore();
    }

    /**
     * @param what what is scored
     * @param trials its trials
     * @return the table with one more row
     * @throws InputException if there are no such trials, or their cells were not scored
     */
    public CellScores with(String what, String trials) {
        return with(what, of(trials));
    }

    /**
     * @param what what is scored
     * @param trials its trials
     * @param less trials of something else with the same cells
     * @return the table with one more row, of the differences cell by cell
     * @throws InputException if there are no such trials, or cells were not scored, or there are others
     */
    public CellScores withDifference(String what, String trials, String less) {
        double[] own = of(trials);
        double[] base = of(less);
        if (base.length != own.length) {
            throw InputException.of(
                    "%s: scores of %d and %d cells, expected the same cells.", what, own.length, base.length);
        }
        return with(
                what,
                IntStream.range(0, own.length)
                        .mapToDouble(i -> own[i] - base[i])
                        .toArray());
    }

    private CellScores with(String what, double... scores) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(what, scores));
        return new CellScores(title, outcomes, more);
    }

    /** {@return the table with columns what, nats per spike and standard error} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("what", Row::what),
                column("nats per spike", row -> number(row.mean())),
                column("standard error", row -> number(row.error())));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

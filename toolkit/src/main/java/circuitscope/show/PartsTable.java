package circuitscope.show;

import circuitscope.InputException;
import circuitscope.experiment.FitOutcome;
import circuitscope.show.views.OutcomeTables;
import circuitscope.show.views.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What each part of the graph neural network adds: its teacher alone, its embedding with the simplest neurons in place of message
 * passing, and the whole. All are scored at the same steps of the same recordings, so scores are compared trial by trial.
 *
 * @param title caption of the table
 * @param rows one row per circuit
 */
public record PartsTable(String title, List<Row> rows) implements Tabular {
    /**
     * One circuit; trials of the same number are of the same recording.
     *
     * @param circuit what was recorded
     * @param teacher fits of the GLM with a learned link
     * @param embedding fits of the GLM whose weights are a function of an embedding
     * @param network fits of the whole network
     */
    public record Row(String circuit, Outcomes teacher, Outcomes embedding, Outcomes network) {
        /**
         * @param circuit what was recorded
         * @param teacher fits of the GLM with a learned link
         * @param embedding fits of the GLM whose weights are a function of an embedding
         * @param network fits of the whole network
         * @throws InputException if they are not fits of the same recordings in the same order
         */
        public Row {
            List<String> recordings = recordings(network);
            for (Outcomes part : List.of(teacher, embedding)) {
                if (!recordings(part).equals(recordings)) {
                    throw InputException.of(
                            "%s: %s are not fits of the same recordings as %s; run the trials that are missing.",
                            circuit,
                            part.all().stream().map(FitOutcome::name).toList(),
                            network.all().stream().map(FitOutcome::name).toList());
                }
            }
        }

        private static List<String> recordings(Outcomes part) {
            return part.all().stream()
                    .map(outcome -> outcome.provenance().dataSha256())
                    .toList();
        }

        /** {@return score of the whole network less that of the simplest neurons in each trial, in nats per spike} */
        public double[] gain() {
            double[] gain = network.testScore();
            double[] simplest = embedding.testScore();
            Arrays.setAll(gain, k -> gain[k] - simplest[k]);
            return gain;
        }
    }

    /**
     * @param title caption of the table
     * @param rows one row per circuit
     */
    public PartsTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param title caption of the table
     * @return a table without rows
     */
    public static PartsTable of(String title) {
        return new PartsTable(title, List.of());
    }

    /**
     * @param circuit what was recorded
     * @param teacher fits of the GLM with a learned link
     * @param embedding fits of the GLM whose weights are a function of an embedding
     * @param network fits of the whole network
     * @return the table with one more row
     * @throws InputException if they are not fits of the same recordings in the same order
     */
    public PartsTable with(String circuit, Outcomes teacher, Outcomes embedding, Outcomes network) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(circuit, teacher, embedding, network));
        return new PartsTable(title, more);
    }

    /** {@return the table: errors and scores of the parts, mean and standard deviation, and what message passing adds} */
    @Override
    public Table table() {
        return Table.create(
                title,
                column("circuit", Row::circuit),
                column("trials", row -> String.valueOf(row.network().all().size())),
                column("Delta: teacher", row -> spread(row.teacher().delta())),
                column("Delta: embedding", row -> spread(row.embedding().delta())),
                column("Delta: network", row -> spread(row.network().delta())),
                column("score: teacher", row -> spread(row.teacher().testScore())),
                column("score: simplest neurons", row -> spread(row.embedding().testScore())),
                column("score: network", row -> spread(row.network().testScore())),
                column("score: oracle", row -> OutcomeTables.three(row.network().oracle())),
                column("message passing adds", PartsTable::gain));
    }

    private static String gain(Row row) {
        double[] gain = row.gain();
        String mean = String.format(Locale.ROOT, "%+.4f", new Mean().evaluate(gain));
        return gain.length < 2
                ? mean
                : mean
                        + String.format(
                                Locale.ROOT,
                                " ± %.4f (s.e.)",
                                new StandardDeviation().evaluate(gain) / Math.sqrt(gain.length));
    }

    private static String spread(double... values) {
        String mean = OutcomeTables.three(new Mean().evaluate(values));
        return values.length < 2 ? mean : mean + " ± " + OutcomeTables.three(new StandardDeviation().evaluate(values));
    }

    private StringColumn column(String name, Function<Row, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }
}

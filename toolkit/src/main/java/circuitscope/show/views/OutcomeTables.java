package circuitscope.show.views;

import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.experiment.ComputedOutcome;
import circuitscope.experiment.FitOutcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Outcomes of experiments as tables. */
public final class OutcomeTables {
    private static final int LONGEST_TEXT = 90;

    private OutcomeTables() {}

    /**
     * @param all outcomes of fits
     * @return a row for each: error and score beside what is reachable, time and where it comes from
     */
    public static Table ofFits(List<FitOutcome> all) {
        List<StringColumn> columns = new ArrayList<>();
        columns.add(column(all, "outcome", FitOutcome::name));
        columns.add(column(
                all,
                "Delta",
                outcome -> outcome.error() == null ? "–" : three(outcome.error().delta())));
        columns.add(column(all, "limit: directed", outcome -> limit(outcome, CramerRaoLimit::directed)));
        columns.add(column(all, "symmetric", outcome -> limit(outcome, CramerRaoLimit::symmetric)));
        columns.add(column(all, "one profile", outcome -> limit(outcome, CramerRaoLimit::profile)));
        columns.add(column(
                all,
                "test, nats/spike",
                outcome -> outcome.scores() == null
                        ? "–"
                        : three(outcome.scores().test().natsPerSpike())
                                + (outcome.scores().test().standardError() == 0
                                        ? ""
                                        : " ± " + three(outcome.scores().test().standardError()))));
        columns.add(column(
                all,
                "oracle",
                outcome -> outcome.reach() == null
                        ? "–"
                        : three(outcome.reach().oracle().test().natsPerSpike())));
        columns.add(column(all, "converged", outcome -> outcome.convergence().converged() ? "yes" : "no"));
        columns.add(column(
                all,
                "seconds",
                outcome ->
                        String.format(Locale.ROOT, "%.1f", outcome.provenance().seconds())));
        columns.add(
                column(all, "commit", outcome -> outcome.provenance().build().commit()));
        return Table.create("", columns.toArray(StringColumn[]::new));
    }

    private static <T> StringColumn column(List<T> all, String name, Function<T, String> value) {
        return StringColumn.create(name, all.stream().map(value));
    }

    private static String limit(FitOutcome outcome, ToDoubleFunction<CramerRaoLimit> which) {
        return outcome.reach() == null
                ? "–"
                : three(which.applyAsDouble(outcome.reach().limit()));
    }

    /**
     * @param all outcomes of computations
     * @return a row for each: what was found, time and where it comes from
     */
    public static Table ofComputations(List<ComputedOutcome> all) {
        return Table.create(
                "",
                column(all, "outcome", ComputedOutcome::name),
                column(
                        all,
                        "computation",
                        outcome -> outcome.experiment().get("computation").asText()),
                column(all, "found", outcome -> found(outcome.findings())),
                column(all, "seconds", outcome -> String.format(Locale.ROOT, "%.1f", outcome.seconds())),
                column(all, "commit", outcome -> outcome.build().commit()));
    }

    private static String found(JsonNode findings) {
        String text = findings.toString().replaceAll("[\"{}]", "").replaceAll("(\\.\\d{4})\\d+", "$1");
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }

    /**
     * @param value a number
     * @return the number with three decimals, or a dash if there is none
     */
    public static String three(double value) {
        return Double.isNaN(value) ? "–" : Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%.3f", value);
    }
}

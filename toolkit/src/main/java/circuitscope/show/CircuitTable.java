package circuitscope.show;

import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.experiment.FitOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Many methods on many circuits: how well edges are found and weights read, means over the seeds of each. */
public final class CircuitTable {
    private CircuitTable() {}

    /**
     * @param title stands above
     * @param outcomes outcomes of circuits whose weights are known; those whose names differ in the number at their end alone
     *     stand together
     * @return a row for each of them; an edge metric is left out of it where it is not defined
     */
    public static Table of(String title, Outcomes outcomes) {
        Map<String, List<FitOutcome>> groups = new LinkedHashMap<>();
        for (FitOutcome outcome : outcomes.all()) {
            groups.computeIfAbsent(outcome.name().replaceFirst("-\\d+$", ""), name -> new ArrayList<>())
                    .add(outcome);
        }
        List<List<FitOutcome>> rows = List.copyOf(groups.values());
        return Table.create(
                title,
                StringColumn.create("circuit and method", groups.keySet()),
                IntColumn.create("seeds", rows.stream().mapToInt(List::size).toArray()),
                column("AUC", rows, edge(EdgeMetric.AUC)),
                column("AP", rows, edge(EdgeMetric.AVERAGE_PRECISION)),
                column("MCC", rows, edge(EdgeMetric.MCC)),
                column("false", rows, edge(EdgeMetric.FALSE_DISCOVERY_RATE)),
                column("found", rows, edge(EdgeMetric.RECALL)),
                column("Delta", rows, outcome -> outcome.error().deltaLeastSquares()),
                column("s", rows, outcome -> outcome.provenance().seconds()));
    }

    private static ToDoubleFunction<FitOutcome> edge(EdgeMetric metric) {
        return outcome -> outcome.edges() == null ? Double.NaN : outcome.edges().getOrDefault(metric, Double.NaN);
    }

    private static DoubleColumn column(String name, List<List<FitOutcome>> rows, ToDoubleFunction<FitOutcome> value) {
        return DoubleColumn.create(
                name,
                rows.stream()
                        .mapToDouble(
                                row -> row.stream().mapToDouble(value).average().orElseThrow())
                        .toArray());
    }
}

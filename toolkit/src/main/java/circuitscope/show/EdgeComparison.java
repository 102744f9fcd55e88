package circuitscope.show;

import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.show.charts.Figure;
import circuitscope.show.charts.LineChart;
import circuitscope.show.views.Tabular;
import circuitscope.show.views.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How well several methods find the edges of one circuit: a table and curves. */
public final class EdgeComparison implements Tabular {
    private record Row(String name, EdgeDetection detection, double seconds) {}

    private final String title;
    private final double[][] truth;
    private final List<Row> rows;

    private EdgeComparison(String title, double[][] truth, List<Row> rows) {
        this.title = title;
        this.truth = truth;
        this.rows = rows;
    }

    /**
     * @param title stands above
     * @param truth true weights, shape (N, N); 0 where there is no edge
     * @return a comparison without methods
     */
    public static EdgeComparison of(String title, double[][] truth) {
        return new EdgeComparison(title, truth, List.of());
    }

    /**
     * @param inference what a method inferred
     * @param truth true weights, shape (N, N)
     * @return how well it finds the edges, ranked by their probability where the method knows it, else by |weight|
     */
    public static EdgeDetection judged(Inference inference, double[][] truth) {
        return EdgeDetection.of(inference.connectivity(), truth);
    }

    /**
     * @param name name of the method
     * @param inference what it inferred
     * @return a copy with this method
     */
    public EdgeComparison with(String name, Inference inference) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(name, judged(inference, truth), inference.provenance().seconds()));
        return new EdgeComparison(title, truth, List.copyOf(more));
    }

    /** {@return a row for each method} */
    @Override
    public Table table() {
        return Table.create(
                title,
                StringColumn.create("method", rows.stream().map(Row::name).toList()),
                column("AUC", EdgeMetric.AUC),
                column("AP", EdgeMetric.AVERAGE_PRECISION),
                column("MCC", EdgeMetric.MCC),
                column("false", EdgeMetric.FALSE_DISCOVERY_RATE),
                column("found", EdgeMetric.RECALL),
                column("signs", EdgeMetric.SIGN_ACCURACY_OF_ALL),
                DoubleColumn.create("s", rows.stream().mapToDouble(Row::seconds).toArray()));
    }

    /** {@return the table, and the curves below it} */
    @Override
    public View view() {
        return View.of(table()).above(View.of(curves()));
    }

    private DoubleColumn column(String name, EdgeMetric metric) {
        return DoubleColumn.create(
                name,
                rows.stream()
                        .mapToDouble(row ->
                                row.detection.metrics().contains(metric) ? row.detection.value(metric) : Double.NaN)
                        .toArray());
    }

    /** {@return ROC and precision-recall curves side by side} */
    public Figure curves() {
        return Figure.row(
                "",
                chart("ROC", "false positive rate", "true positive rate", EdgeDetection::receiverOperating),
                chart("Precision and recall", "recall", "precision", EdgeDetection::precisionRecall));
    }

    private Figure chart(String name, String xLabel, String yLabel, Function<EdgeDetection, Curve> which) {
        LineChart chart = LineChart.of(title + ": " + name, xLabel, yLabel);
        for (Row row : rows) {
            Curve curve = which.apply(row.detection);
            chart = chart.withLine(row.name, curve.x(), curve.y());
        }
        return chart.withSize(480, 360).figure();
    }
}

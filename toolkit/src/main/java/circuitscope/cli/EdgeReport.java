package circuitscope.cli;

import circuitscope.Workers;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the evaluation tells of edges. */
final class EdgeReport {
    private static final String LATENCIES = "latencies_ms";
    private static final long SEED = 1;

    private EdgeReport() {}

    static Map<String, Object> of(NpzFile inferred, double[][] weights, TrueConnections truth, Workers workers) {
        String rankedBy = Stream.of("score", "edge_probability")
                .filter(name -> inferred.find(name).isPresent())
                .findFirst()
                .orElse("weights");
        EdgeDetection detection =
                EdgeDetection.of(matrix(inferred, rankedBy), truth.weights()).withWeights(weights);
        if (inferred.find("edges").isPresent()) {
            detection = detection.withEdges(edges(inferred.require("edges"), inferred));
        }
        if (inferred.find(LATENCIES).isPresent() && truth.latenciesMs().isPresent()) {
            detection = detection.withLatencies(
                    matrix(inferred, LATENCIES), truth.latenciesMs().get());
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ranked_by", rankedBy);
        report.put("pairs", detection.pairs());
        report.put("unknown_pairs", detection.unknown());
        report.put("edges", detection.edges());
        put(report, detection, detection.metrics());
        detection.excitatory().ifPresent(part -> report.put("excitatory", part(part)));
        detection.inhibitory().ifPresent(part -> report.put("inhibitory", part(part)));
        Map<String, Object> intervals = new LinkedHashMap<>();
        detection
                .intervals(SEED, workers)
                .forEach((metric, interval) -> intervals.put(name(metric), List.of(interval.low(), interval.high())));
        report.put("intervals", intervals);
        return report;
    }

    private static Map<String, Object> part(EdgeDetection detection) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("edges", detection.edges());
        put(
                report,
                detection,
                detection.metrics().stream()
                        .filter(List.of(EdgeMetric.AUC, EdgeMetric.AVERAGE_PRECISION, EdgeMetric.RECALL)::contains)
                        .toList());
        return report;
    }

    /** What is not defined is null. */
    private static void put(Map<String, Object> report, EdgeDetection detection, List<EdgeMetric> metrics) {
        for (EdgeMetric metric : metrics) {
            report.put(
                    name(metric),
                    Optional.of(detection.value(metric))
                            .filter(value -> !value.isNaN())
                            .orElse(null));
        }
    }

    private static String name(EdgeMetric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    private static double[][] matrix(NpzFile file, String name) {
        return TrueConnections.matrix(file.require(name), file.path(), name);
    }

    private static int[][] edges(NpyArray array, NpzFile file) {
        int rows = TrueConnections.matrix(array, file.path(), "edges").length;
        int[] values = array.ints();
        int columns = values.length / Math.max(1, rows);
        return IntStream.range(0, rows)
                .mapToObj(i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns))
                .toArray(int[][]::new);
    }
}

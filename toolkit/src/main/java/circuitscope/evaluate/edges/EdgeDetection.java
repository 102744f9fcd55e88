package circuitscope.evaluate.edges;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Curve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How well true connections are told from pairs without one. Over all ordered pairs of different neurons |score| ranks them;
 * if the method decides by itself which connections exist, its own edges are judged, too. An edge is a pair whose true
 * weight is not 0; pairs of which the truth is not known (NaN) are left out. Unlike {@link circuitscope.evaluate.WeightError}, signs are not
 * free: a positive weight means excitation.
 *
 * <p>Intervals are those of a bootstrap over postsynaptic neurons: N of them are drawn with replacement, each with all pairs
 * into it, because the weights into a neuron are estimated together and err together. Presynaptic neurons stay, and so
 * does the recording: an interval says how far the number depends on which neurons happened to be in the circuit, not how
 * it would vary from one recording to the next. With fewer than some twenty neurons it is too narrow.
 */
public final class EdgeDetection {
    /** How often a bootstrap is drawn. */
    public static final int RESAMPLES = 1000;

    private static final double OUTSIDE_PERCENT = 2.5;

    private final double[][] scores;
    private final double[][] weights;
    private final double[][] truth;
    private final Optional<int[][]> edges;
    private final Optional<double[][]> latencyErrorMs;
    private final EdgePairs pairs;
    private final int unknown;
    private final int excitatory;
    private final int inhibitory;
    private final int others;

    private EdgeDetection(
            double[][] scores,
            double[][] weights,
            double[][] truth,
            Optional<int[][]> edges,
            Optional<double[][]> latencyErrorMs) {
        this.scores = scores;
        this.weights = weights;
        this.truth = truth;
        this.edges = edges;
        this.latencyErrorMs = latencyErrorMs;
        int n = truth.length;
        int known = 0;
        int positive = 0;
        int negative = 0;
        int[] post = new int[n * n];
        double[] score = new double[n * n];
        double[] weight = new double[n * n];
        double[] target = new double[n * n];
        int[] decided = new int[n * n];
        double[] error = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j && !Double.isNaN(truth[i][j])) {
                    post[known] = i;
                    score[known] = scores[i][j];
                    weight[known] = weights[i][j];
                    target[known] = truth[i][j];
                    decided[known] = edges.isPresent() ? edges.get()[i][j] : 0;
                    error[known] = latencyErrorMs.isPresent() ? latencyErrorMs.get()[i][j] : Double.NaN;
                    known++;
                    positive += truth[i][j] > 0 ? 1 : 0;
                    negative += truth[i][j] < 0 ? 1 : 0;
                }
            }
        }
        unknown = n * (n - 1) - known;
        excitatory = positive;
        inhibitory = negative;
        others = known - positive - negative;
        pairs = new EdgePairs(
                Arrays.copyOf(post, known),
                Arrays.copyOf(score, known),
                Arrays.copyOf(weight, known),
                Arrays.copyOf(target, known),
                Arrays.copyOf(decided, known),
                Arrays.copyOf(error, known));
    }

    /**
     * @param scores score of each connection from neuron j to neuron i, shape (N, N): the larger its absolute value, the
     *     surer is an edge; signed scores are also taken for the weights
     * @param truth true weights, shape (N, N); 0 where there is no edge, NaN where it is not known
     * @return how well the scores find the edges
     * @throws InputException if the matrices are not square of one size, a score off the diagonal is not finite, a true
     *     weight is infinite, or there is no edge, or no pair without one
     */
    public static EdgeDetection of(double[][] scores, double[][] truth) {
        int n = requireSquare("True weights", truth, truth.length);
        requireFinite("Scores", scores, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (Double.isInfinite(truth[i][j])) {
                    throw InputException.of(
                            "True weights, row %d, column %d: found %s, expected a finite number, or NaN where it is not"
                                    + " known.",
                            i, j, truth[i][j]);
                }
            }
        }
        EdgeDetection detection = new EdgeDetection(scores, scores, truth, Optional.empty(), Optional.empty());
        if (detection.edges() == 0) {
            throw InputException.of(
                    "True weights have no edge among %d pairs, expected at least one; take a truth with connections.",
                    detection.pairs());
        }
        if (detection.others == 0) {
            throw InputException.of(
                    "True weights have an edge in each of %d pairs, expected at least one pair without; compare weights by"
                            + " their error instead.",
                    detection.pairs());
        }
        return detection;
    }

    /**
     * Ranks by the probability of an edge where it is known, else by the weight; with the method's own edges, if it names any.
     *
     * @param connectivity what a method knows of the connections
     * @param truth true weights, shape (N, N); 0 where there is no edge, NaN where it is not known
     * @return how well it finds the edges
     * @throws InputException if the matrices do not fit, or there is no edge, or no pair without one
     */
    public static EdgeDetection of(Connectivity connectivity, double[][] truth) {
        EdgeDetection detection = of(connectivity.edgeProbability().orElse(connectivity.weights()), truth)
                .withWeights(connectivity.weights());
        return connectivity.edges().map(detection::withEdges).orElse(detection);
    }

    /**
     * @param inferred weights w[i][j] from neuron j to neuron i, shape (N, N), whose signs and sizes are compared with the
     *     true ones, where the scores are something else, such as probabilities
     * @return the same with these weights
     * @throws InputException if the matrix is of another size, or a weight off the diagonal is not finite
     */
    public EdgeDetection withWeights(double[][] inferred) {
        requireFinite("Inferred weights", inferred, truth.length);
        return new EdgeDetection(scores, inferred, truth, edges, latencyErrorMs);
    }

    /**
     * @param decided the method's own edges, shape (N, N): 1 excites, -1 inhibits, 0 is no edge
     * @return the same with these edges
     * @throws InputException if the matrix is of another size, or holds another number off the diagonal
     */
    public EdgeDetection withEdges(int[][] decided) {
        if (decided.length != truth.length) {
            throw InputException.of(
                    "Edges have %d rows, expected %d as the true weights.", decided.length, truth.length);
        }
        for (int i = 0; i < decided.length; i++) {
            if (decided[i].length != decided.length) {
                throw InputException.of(
                        "Edges, row %d: found %d columns, expected %d as there are rows.",
                        i, decided[i].length, decided.length);
            }
            for (int j = 0; j < decided.length; j++) {
                if (i != j && Math.abs(decided[i][j]) > 1) {
                    throw InputException.of(
                            "Edges, row %d, column %d: found %d, expected 1 (excites), -1 (inhibits) or 0 (no edge).",
                            i, j, decided[i][j]);
                }
            }
        }
        return new EdgeDetection(scores, weights, truth, Optional.of(decided), latencyErrorMs);
    }

    /**
     * @param inferredMs inferred latencies in ms, shape (N, N), NaN where not known
     * @param trueMs true latencies in ms, shape (N, N), NaN where not known
     * @return the same with these latencies, which are compared over the edges that the method has found
     * @throws InputException if a matrix is of another size
     */
    public EdgeDetection withLatencies(double[][] inferredMs, double[][] trueMs) {
        int n = truth.length;
        requireSquare("Inferred latencies", inferredMs, n);
        requireSquare("True latencies", trueMs, n);
        double[][] error = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double difference = Math.abs(inferredMs[i][j] - trueMs[i][j]);
                error[i][j] = Double.isFinite(difference) ? difference : Double.NaN;
            }
        }
        return new EdgeDetection(scores, weights, truth, edges, Optional.of(error));
    }

    private static int requireSquare(String name, double[][] matrix, int n) {
        if (n < 2 || matrix.length != n) {
            throw InputException.of("%s have %d rows, expected %d.", name, matrix.length, Math.max(2, n));
        }
        for (int i = 0; i < n; i++) {
            if (matrix[i].length != n) {
                throw InputException.of("%s, row %d: found %d columns, expected %d.", name, i, matrix[i].length, n);
            }
        }
        return n;
    }

    private static void requireFinite(String name, double[][] matrix, int n) {
        requireSquare(name, matrix, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j && !Double.isFinite(matrix[i][j])) {
                    throw InputException.of(
                            "%s, row %d, column %d: found %s, expected a finite number.", name, i, j, matrix[i][j]);
                }
            }
        }
    }

    /** {@return the number of ordered pairs of which the truth is known} */
    public int pairs() {
        return edges() + others;
    }

    /** {@return the number of ordered pairs that are left out because their truth is not known} */
    public int unknown() {
        return unknown;
    }

    /** {@return the number of true edges} */
    public int edges() {
        return excitatory + inhibitory;
    }

    /** {@return the excitatory edges alone against the pairs without an edge, if there are any} */
    public Optional<EdgeDetection> excitatory() {
        return ofSign(1, excitatory);
    }

    /** {@return the inhibitory edges alone against the pairs without an edge, if there are any} */
    public Optional<EdgeDetection> inhibitory() {
        return ofSign(-1, inhibitory);
    }

    private Optional<EdgeDetection> ofSign(int sign, int count) {
        if (count == 0) {
            return Optional.empty();
        }
        double[][] kept = Arrays.stream(truth)
                .map(row -> Arrays.stream(row)
                        .map(weight -> sign * weight < 0 ? Double.NaN : weight)
                        .toArray())
                .toArray(double[][]::new);
        return Optional.of(new EdgeDetection(scores, weights, kept, edges, latencyErrorMs));
    }

    /** {@return the area under the ROC curve} */
    public double auc() {
        return value(EdgeMetric.AUC);
    }

    /** {@return the average precision} */
    public double averagePrecision() {
        return value(EdgeMetric.AVERAGE_PRECISION);
    }

    /**
     * @param metric what to measure
     * @return its value; NaN if it is not defined here, or needs edges or latencies that were not given
     */
    public double value(EdgeMetric metric) {
        return metrics().contains(metric) ? metric.of(pairs, once()) : Double.NaN;
    }

    /** {@return the metrics that what was given allows} */
    public List<EdgeMetric> metrics() {
        return Arrays.stream(EdgeMetric.values())
                .filter(metric -> edges.isPresent() || !metric.needsEdges())
                .filter(metric -> latencyErrorMs.isPresent() || metric != EdgeMetric.LATENCY_ERROR_MS)
                .toList();
    }

    /** {@return true against false positive rate, from (0, 0) to (1, 1), one point per different score} */
    public Curve receiverOperating() {
        return pairs.receiverOperating(once());
    }

    /** {@return precision against recall, one point per different score, from the highest} */
    public Curve precisionRecall() {
        return pairs.precisionRecall(once());
    }

    private int[] once() {
        int[] times = new int[truth.length];
        Arrays.fill(times, 1);
        return times;
    }

    /**
     * Where a number would probably lie with other neurons.
     *
     * @param low 2.5 % of resamples are below
     * @param high 2.5 % of resamples are above
     */
    public record Interval(double low, double high) {}

    /**
     * @param seed seed of the drawn neurons
     * @param workers threads, and who hears of finished resamples
     * @return 95 % interval of each metric by 1000 resamples of postsynaptic neurons; a metric is left out if it is not
     *     defined in more than half of them
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Map<EdgeMetric, Interval> intervals(long seed, Workers workers) {
        List<EdgeMetric> metrics = metrics();
        List<double[]> drawn = workers.map(RESAMPLES, "resampling neurons", k -> {
            int[] times = drawn(RandomStreams.of(seed, "bootstrap", k));
            return metrics.stream()
                    .mapToDouble(metric -> metric.of(pairs, times))
                    .toArray();
        });
        Map<EdgeMetric, Interval> intervals = new EnumMap<>(EdgeMetric.class);
        for (int m = 0; m < metrics.size(); m++) {
            int column = m;
            double[] values = drawn.stream()
                    .mapToDouble(row -> row[column])
                    .filter(Double::isFinite)
                    .toArray();
            if (2 * values.length >= RESAMPLES) {
                intervals.put(
                        metrics.get(m),
                        new Interval(quantile(values, OUTSIDE_PERCENT), quantile(values, 100 - OUTSIDE_PERCENT)));
            }
        }
        return intervals;
    }

    private int[] drawn(UniformRandomProvider random) {
        int[] times = new int[truth.length];
        for (int k = 0; k < times.length; k++) {
            times[random.nextInt(times.length)]++;
        }
        return times;
    }

    private static double quantile(double[] values, double percent) {
        return new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(values, percent);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (EdgeMetric metric : metrics()) {
            double value = value(metric);
            if (!Double.isNaN(value)) {
                parts.add(String.format(
                        Locale.ROOT,
                        "%s %.3f",
                        metric.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        value));
            }
        }
        return String.format(
                Locale.ROOT,
                "%d edges (%d excitatory, %d inhibitory) among %d pairs, %d unknown: %s",
                edges(),
                excitatory,
                inhibitory,
                pairs(),
                unknown,
                parts.stream().collect(Collectors.joining(", ")));
    }
}

package circuitscope.evaluate.edges;

import java.util.function.ToDoubleBiFunction;

/** A number that says how well edges were found; see {@link EdgeDetection}. */
public enum EdgeMetric {
    /** Area under the ROC curve: the probability that an edge has a higher |score| than a pair without; ties count half. */
    AUC(EdgePairs::auc),

    /** Average precision, the sum over thresholds of (R_k - R_(k-1)) P_k with recall R and precision P, as in scikit-learn. */
    AVERAGE_PRECISION(EdgePairs::averagePrecision),

    /** Average precision if pairs without an edge are what is sought, from the lowest |score| on. */
    AVERAGE_PRECISION_OF_ABSENT(EdgePairs::averagePrecisionOfAbsent),

    /** Share of all edges whose weight was inferred with the right sign. */
    SIGN_ACCURACY_OF_ALL(EdgePairs::signAccuracyOfAll),

    /** Pearson correlation of inferred and true weights over edges. */
    PEARSON((pairs, times) -> pairs.overEdges().pearson(times)),

    /** Spearman correlation of inferred and true weights over edges. */
    SPEARMAN((pairs, times) -> pairs.overEdges().spearman(times)),

    /** Pearson correlation of inferred and true weights over all pairs. */
    PEARSON_OF_ALL_PAIRS((pairs, times) -> pairs.overAll().pearson(times)),

    /** Spearman correlation of inferred and true weights over all pairs. */
    SPEARMAN_OF_ALL_PAIRS((pairs, times) -> pairs.overAll().spearman(times)),

    /** Matthews' correlation coefficient of the method's own edges; 0 if it found none, or all. */
    MCC(EdgePairs::mcc),

    /** Harmonic mean of precision and recall. */
    F1(EdgePairs::f1),

    /** Share of the method's own edges that are there; NaN if it found none. */
    PRECISION(EdgePairs::precision),

    /** Share of the edges that the method found. */
    RECALL(EdgePairs::recall),

    /** Share of the method's own edges that are not there; 0 if it found none. */
    FALSE_DISCOVERY_RATE(EdgePairs::falseDiscoveryRate),

    /** Share of the edges found whose sign is right; NaN if none was found. */
    SIGN_ACCURACY(EdgePairs::signAccuracy),

    /** Mean absolute error of the latency in ms over edges found, where both latencies are known; NaN if none is. */
    LATENCY_ERROR_MS(EdgePairs::latencyErrorMs);

    private final ToDoubleBiFunction<EdgePairs, int[]> definition;

    EdgeMetric(ToDoubleBiFunction<EdgePairs, int[]> definition) {
        this.definition = definition;
    }

    /** The metric when the pairs into each neuron are counted so many times. */
    double of(EdgePairs pairs, int[] times) {
        return definition.applyAsDouble(pairs, times);
    }

    /** Whether it judges the method's own edges, as all from MCC on do. */
    boolean needsEdges() {
        return compareTo(MCC) >= 0;
    }
}

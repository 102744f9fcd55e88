package circuitscope.motifs.meanfield;

import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/** Nodes and weights of the Gauss-Hermite rule for averages over N(0, 1); weights that round to nothing are left out. */
final class HermiteNodes {
    private static final int COUNT = 101;
    private static final double NOTHING = 1e-14;

    /** Nodes in standard deviations. */
    static final double[] X;

    /** Weights, sum 1. */
    static final double[] WEIGHT;

    static {
        GaussIntegrator rule = new GaussIntegratorFactory().hermite(COUNT);
        int[] kept = IntStream.range(0, COUNT)
                .filter(k -> rule.getWeight(k) > NOTHING)
                .toArray();
        X = IntStream.of(kept).mapToDouble(k -> Math.sqrt(2) * rule.getPoint(k)).toArray();
        WEIGHT = IntStream.of(kept)
                .mapToDouble(k -> rule.getWeight(k) / Math.sqrt(Math.PI))
                .toArray();
    }

    private HermiteNodes() {}
}

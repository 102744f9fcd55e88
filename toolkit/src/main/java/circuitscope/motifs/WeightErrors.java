package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** How far weights are taken to be known when motifs are measured in them. */
public enum WeightErrors {
    /** Weights are exact, or nothing is known of their errors. */
    NONE("weights taken as they are"),
    /** Standard errors are known. Where errors within a row are correlated after all, convergent strengths are biased. */
    INDEPENDENT("errors of weights taken as independent"),
    /** Covariances of the errors of each neuron's weights are known. */
    WITHIN_ROWS("errors of weights with their covariances");

    private final String label;

    WeightErrors(String label) {
        this.label = label;
    }

    /** {@return what it is, in words} */
    public String label() {
        return label;
    }

    static WeightErrors of(Connectivity inferred) {
        return inferred.covariances().isPresent()
                ? WITHIN_ROWS
                : inferred.deviation().isPresent() ? INDEPENDENT : NONE;
    }

    /**
     * Draws errors of all weights, those of each row together if their covariances are known.
     *
     * @return shape (draws, N, N)
     * @throws InputException if a covariance is none
     */
    static double[][][] draw(Connectivity inferred, int draws, long seed, Workers workers) {
        int n = inferred.neurons();
        double[][][] errors = new double[draws][n][n];
        workers.map(n, "drawing errors of weights", i -> {
            ContinuousSampler normal =
                    ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "errors of weights", i));
            int[] known = IntStream.range(0, n)
                    .filter(j -> inferred.deviation().orElseThrow()[i][j] > 0)
                    .toArray();
            double[][] root = inferred.covariances()
                    .map(all -> root(all[i], known, i))
                    .orElseGet(() -> diagonal(inferred.deviation().orElseThrow()[i], known));
            for (double[][] draw : errors) {
                for (int l = 0; l < known.length; l++) {
                    double white = normal.sample();
                    // the columns of a triangle, or the diagonal alone
                    for (int k = 0; k < root[l].length; k++) {
                        draw[i][known[l + k]] += root[l][k] * white;
                    }
                }
            }
            return null;
        });
        return errors;
    }

    private static double[][] diagonal(double[] deviation, int[] known) {
        double[][] columns = new double[known.length][1];
        for (int l = 0; l < known.length; l++) {
            columns[l][0] = deviation[known[l]];
        }
        return columns;
    }

    /** Columns of the Cholesky factor, from the diagonal down. */
    private static double[][] root(double[][] covariance, int[] known, int neuron) {
        DMatrixRMaj matrix = new DMatrixRMaj(known.length, known.length);
        for (int k = 0; k < known.length; k++) {
            for (int l = 0; l < known.length; l++) {
                matrix.set(k, l, covariance[known[k]][known[l]]);
            }
        }
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(known.length, true);
        if (!cholesky.decompose(matrix)) {
            throw InputException.of(
                    "Covariances of the errors of the weights onto neuron %d are impossible together; expected a matrix"
                            + " without negative eigenvalues.",
                    neuron);
        }
        DMatrixRMaj lower = cholesky.getT(null);
        double[][] columns = new double[known.length][];
        for (int l = 0; l < known.length; l++) {
            columns[l] = new double[known.length - l];
            for (int k = 0; k < columns[l].length; k++) {
                columns[l][k] = lower.get(l + k, l);
            }
        }
        return columns;
    }
}

package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.lowrank.Trajectories;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Latent variables from activity alone: the leading principal components of the inputs h, each with variance 1.
 *
 * @param activity latent variables of each start
 * @param explained share of the variance of each component that was found, from the largest; shape (N)
 */
public record LatentVariables(Trajectories activity, double[] explained) {
    /**
     * Without inputs from outside, whose share of h would be taken for one of z.
     *
     * @param h input of each neuron, shape (starts, steps + 1, N)
     * @param rank number R of latent variables
     * @param step step a of the network
     * @return the latent variables
     * @throws InputException if shapes do not fit, or there are fewer components that vary
     */
    public static LatentVariables principal(double[][][] h, int rank, double step) {
        int neurons = h[0][0].length;
        InputException.requireBetween("Rank", rank, 1, neurons);
        double[] mean = new double[neurons];
        long count = 0;
        for (double[][] start : h) {
            for (double[] row : start) {
                for (int i = 0; i < neurons; i++) {
                    mean[i] += row[i];
                }
                count++;
            }
        }
        for (int i = 0; i < neurons; i++) {
            mean[i] /= count;
        }
        RowProducts products = new RowProducts(neurons);
        for (double[][] start : h) {
            for (double[] row : start) {
                double[] centred = products.next();
                for (int i = 0; i < neurons; i++) {
                    centred[i] = row[i] - mean[i];
                }
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(neurons, true, true);
        if (!decomposition.decompose(new DMatrixRMaj(products.sum()))) {
            throw InputException.of("The principal components of %d neurons can't be found.", neurons);
        }
        double[] values = IntStream.range(0, neurons)
                .mapToDouble(k -> Math.max(0, decomposition.getEigenvalue(k).getReal()))
                .toArray();
        int[] order = IntStream.range(0, neurons)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -values[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        if (!(values[order[rank - 1]] > 1e-12 * values[order[0]])) {
            throw InputException.of("Activity has fewer than %d components that vary; ask for a lower rank.", rank);
        }
        double[][][] z = new double[h.length][][];
        for (int s = 0; s < h.length; s++) {
            z[s] = new double[h[s].length][rank];
            for (int r = 0; r < rank; r++) {
                double[] axis = decomposition.getEigenVector(order[r]).data;
                double scale = Math.sqrt(count / values[order[r]]);
                // an axis has no direction of its own: its largest entry is made positive
                double largest = 0;
                for (double entry : axis) {
                    largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
                }
                for (int t = 0; t < h[s].length; t++) {
                    double sum = 0;
                    for (int i = 0; i < neurons; i++) {
                        sum += (h[s][t][i] - mean[i]) * axis[i];
                    }
                    z[s][t][r] = Math.signum(largest) * scale * sum;
                }
            }
        }
        double total = Arrays.stream(values).sum();
        return new LatentVariables(
                Trajectories.of(z, step),
                Arrays.stream(order).mapToDouble(k -> values[k] / total).toArray());
    }
}

package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.lowrank.Trajectories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
     * Without inputs from outside.
     *
     * @param h input of each neuron, shape (starts, steps + 1, N)
     * @param rank number R of latent variables
     * @param step step a of the network
     * @return the latent variables
     * @throws InputException if shapes do not fit, or there are fewer components that vary
     */
    public static LatentVariables principal(double[][][] h, int rank, double step) {
        double[][][] none = new double[h.length][][];
        for (int s = 0; s < h.length; s++) {
            none[s] = new double[Math.max(0, h[s].length - 1)][0];
        }
        return principal(h, none, rank, step);
    }

    /**
     * With inputs from outside: components are those of the steps without input, for its share of h would be taken for one of
     * z. Where the input acts along them, z includes a multiple of it.
     *
     * @param h input of each neuron, shape (starts, steps + 1, N)
     * @param u inputs from outside during each step, shape (starts, steps, U)
     * @param rank number R of latent variables
     * @param step step a of the network
     * @return the latent variables
     * @throws InputException if shapes do not fit, or there are fewer components that vary, or no step is without input
     */
    public static LatentVariables principal(double[][][] h, double[][][] u, int rank, double step) {
        int neurons = h[0][0].length;
        InputException.requireBetween("Rank", rank, 1, neurons);
        double[] mean = new double[neurons];
        long count = 0;
        List<double[]> quiet = quiet(h, u);
        for (double[] row : quiet) {
            for (int i = 0; i < neurons; i++) {
                mean[i] += row[i];
            }
            count++;
        }
        for (int i = 0; i < neurons; i++) {
            mean[i] /= count;
        }
        RowProducts products = new RowProducts(neurons);
        for (double[] row : quiet) {
            double[] centred = products.next();
            for (int i = 0; i < neurons; i++) {
                centred[i] = row[i] - mean[i];
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
                new Trajectories(z, u, step),
                Arrays.stream(order).mapToDouble(k -> values[k] / total).toArray());
    }

    /** Rows of the steps without input. */
    private static List<double[]> quiet(double[][][] h, double[][][] u) {
        List<double[]> quiet = new ArrayList<>();
        for (int s = 0; s < h.length; s++) {
            for (int t = 0; t < h[s].length; t++) {
                double[] input = u[s].length == 0 ? new double[0] : u[s][Math.min(t, u[s].length - 1)];
                if (Arrays.stream(input).allMatch(value -> value == 0)) {
                    quiet.add(h[s][t]);
                }
            }
        }
        if (quiet.size() < 2) {
            throw InputException.of("%d steps without input, expected at least 2; record some.", quiet.size());
        }
        return quiet;
    }
}

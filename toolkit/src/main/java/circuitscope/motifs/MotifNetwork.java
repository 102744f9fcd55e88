package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Workers;
import java.util.Arrays;

/**
 * Weights of a network that was drawn, stored as their structure allows: factors of each neuron, and what has no structure
 * as a full or a sparse matrix in single precision.
 */
public final class MotifNetwork {
    /** Most neurons of a network. */
    public static final int MAX_NEURONS = 50_000;

    /** Rows that are worth a piece of work of their own. */
    private static final int LEAST_WORK = 500_000;

    private final Populations populations;
    private final int[][] members;
    private final double[][] mean;
    private final double[][] receiving;
    private final double[][] sending;
    private final WeightNoise noise;

    /**
     * @param mean Jbar, shape (P, P)
     * @param receiving U[q][i], shape (P, N)
     * @param sending V[p][j], shape (P, N)
     */
    MotifNetwork(
            Populations populations, double[][] mean, double[][] receiving, double[][] sending, WeightNoise noise) {
        this.populations = populations;
        this.members = populations.members();
        this.mean = mean;
        this.receiving = receiving;
        this.sending = sending;
        this.noise = noise;
    }

    static MotifNetwork draw(MotifModel model, int neurons, long seed, FactorSampling sampling, Workers workers) {
        InputException.requireBetween("Number of neurons", neurons, 3, MAX_NEURONS);
        Populations populations = Populations.sideBySide(model.names(), model.shares(), neurons);
        int count = populations.count();
        double[][] receiving = new double[count][neurons];
        double[][] sending = new double[count][neurons];
        for (int p = 0; p < count; p++) {
            int[] members = populations.members(p);
            double[][] factors = sampling.draw(
                    model.factors()[p], members.length, model.names().get(p), seed, p);
            for (int k = 0; k < members.length; k++) {
                for (int q = 0; q < count; q++) {
                    receiving[q][members[k]] = factors[q][k];
                    sending[q][members[k]] = factors[count + q][k];
                }
            }
        }
        boolean silent =
                Arrays.stream(model.spread()).flatMapToDouble(Arrays::stream).allMatch(g -> g == 0);
        WeightNoise noise = new WeightNoise.None();
        if (!silent) {
            boolean dense = model.density() == 1;
            Memory.require(
                    "A network of " + neurons + " neurons",
                    (double) neurons * neurons * (dense ? 4 : 6 * model.density()));
            noise = dense
                    ? WeightNoise.Dense.draw(model, populations, seed, workers)
                    : WeightNoise.Sparse.draw(model, populations, seed, workers);
        }
        return new MotifNetwork(populations, model.mean(), receiving, sending, noise);
    }

    /** {@return which population each neuron belongs to} */
    public Populations populations() {
        return populations;
    }

    /** {@return the number of neurons N} */
    public int neurons() {
        return populations.neurons();
    }

    /** {@return the number of weights that are stored one by one} */
    public long storedWeights() {
        return noise.stored();
    }

    /**
     * The recurrent input J r of all neurons.
     *
     * @param rates rate of each neuron, shape (N)
     * @param input filled with the input of each neuron, shape (N)
     * @param workers threads; the input does not depend on their number
     */
    public void input(double[] rates, double[] input, Workers workers) {
        int n = rates.length;
        float[] single = new float[n];
        for (int j = 0; j < n; j++) {
            single[j] = (float) rates[j];
        }
        float[] sum = new float[n];
        int pieces = (int) Math.min(workers.threads(), 1 + noise.stored() / LEAST_WORK);
        workers.silently().map(pieces, "summing input", piece -> {
            noise.addTo(single, sum, (int) ((long) n * piece / pieces), (int) ((long) n * (piece + 1) / pieces));
            return null;
        });
        int count = members.length;
        double[] latent = new double[count];
        double[] common = new double[count];
        for (int q = 0; q < count; q++) {
            for (int j : members[q]) {
                latent[q] += rates[j];
                for (int p = 0; p < count; p++) {
                    common[p] += sending[p][j] * rates[j] / members[q].length;
                }
            }
            latent[q] /= members[q].length;
        }
        for (int p = 0; p < count; p++) {
            for (int q = 0; q < count; q++) {
                common[p] += mean[p][q] * latent[q];
            }
            for (int i : members[p]) {
                double received = common[p];
                for (int q = 0; q < count; q++) {
                    received += receiving[q][i] * latent[q];
                }
                input[i] = received + sum[i];
            }
        }
    }

    /**
     * @return all weights J[i][j] from neuron j to neuron i, shape (N, N), self-connections included
     * @throws InputException if memory will not do
     */
    public double[][] weights() {
        int n = neurons();
        Memory.require("The matrix of all weights of " + n + " neurons", 8.0 * n * n);
        int[] of = populations.of();
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            noise.addRow(i, weights[i]);
            for (int j = 0; j < n; j++) {
                weights[i][j] += (mean[of[i]][of[j]] + receiving[of[j]][i] + sending[of[i]][j]) / members[of[j]].length;
            }
        }
        return weights;
    }
}

package circuitscope.infer.posterior;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * What a recording says of each ordered pair of neurons, before anything is assumed of the circuit: for each shape that a
 * synapse may have, the likeliest weight, its standard error, and how much likelier it makes the spikes than no synapse. The
 * pair of presynaptic neuron j and postsynaptic neuron i has the number i N + j; rows are empty where i = j, and of pairs that
 * nobody looked at.
 *
 * @param neurons number of neurons N
 * @param weight likeliest weight, shape (N N, shapes)
 * @param error its standard error, shape (N N, shapes)
 * @param gain log-likelihood with this weight less that without, in nats, shape (N N, shapes)
 */
public record PairEvidence(int neurons, double[][] weight, double[][] error, double[][] gain) {
    /**
     * @param neurons number of neurons N
     * @param weight likeliest weight, shape (N N, shapes)
     * @param error its standard error, shape (N N, shapes)
     * @param gain log-likelihood with this weight less that without, shape (N N, shapes)
     * @throws InputException if an array has not N N rows
     */
    public PairEvidence {
        InputException.requireBetween(
                "Rows of the weights of pairs", weight.length, neurons * neurons, neurons * neurons);
        InputException.requireBetween("Rows of their errors", error.length, neurons * neurons, neurons * neurons);
        InputException.requireBetween("Rows of their gains", gain.length, neurons * neurons, neurons * neurons);
    }

    /**
     * @param weights weights with one shape for all synapses, shape (N, N)
     * @param errors their standard errors, shape (N, N); above 0 off the diagonal
     * @return the evidence, as if each weight had a normal likelihood
     */
    public static PairEvidence normal(double[][] weights, double[][] errors) {
        int n = weights.length;
        double[][] weight = new double[n * n][0];
        double[][] error = new double[n * n][0];
        double[][] gain = new double[n * n][0];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double z = weights[i][j] / errors[i][j];
                    weight[i * n + j] = new double[] {weights[i][j]};
                    error[i * n + j] = new double[] {errors[i][j]};
                    gain[i * n + j] = new double[] {z * z / 2};
                }
            }
        }
        return new PairEvidence(n, weight, error, gain);
    }

    /** {@return the number of shapes that a synapse may have} */
    public int shapes() {
        return Arrays.stream(weight).mapToInt(row -> row.length).max().orElse(0);
    }

    /** Whether a pair was looked at. */
    boolean has(int pair) {
        return weight[pair].length > 0;
    }
}

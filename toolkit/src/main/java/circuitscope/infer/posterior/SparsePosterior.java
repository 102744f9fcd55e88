package circuitscope.infer.posterior;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What is believed of each pair under {@link SparsePrior}. Row i, column j is the synapse from neuron j to neuron i.
 *
 * @param mean posterior mean of the weight, no synapse counting as 0, shape (N, N)
 * @param deviation its posterior standard deviation, shape (N, N)
 * @param excitatory probability of an excitatory synapse, shape (N, N)
 * @param inhibitory probability of an inhibitory synapse, shape (N, N)
 * @param shapes probability of a synapse of each shape, shape (N, N, shapes)
 * @param nullScale how much wider than their errors say the weights of pairs without a synapse scatter, 1 or more
 * @param logEvidence log of the probability of all pairs' evidence under the prior, over that without any synapse, in nats
 * @param converged whether the search for the prior arrived
 * @param iterations how many iterations it took
 */
public record SparsePosterior(
        double[][] mean,
        double[][] deviation,
        double[][] excitatory,
        double[][] inhibitory,
        double[][][] shapes,
        double nullScale,
        double logEvidence,
        boolean converged,
        int iterations) {
    /** {@return the probability that each pair has a synapse, shape (N, N)} */
    public double[][] probability() {
        int n = mean.length;
        double[][] sum = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum[i][j] = Math.min(1, excitatory[i][j] + inhibitory[i][j]);
            }
        }
        return sum;
    }

    /**
     * As many of the likeliest synapses as keep the expected share of false ones among them at a rate.
     *
     * @param falseDiscovery expected share of false ones, such as 0.05
     * @return 1 for an excitatory synapse, -1 for an inhibitory one, 0 for none, shape (N, N)
     */
    public int[][] edges(double falseDiscovery) {
        int n = mean.length;
        double[][] probability = probability();
        int[] order = IntStream.range(0, n * n)
                .filter(p -> p / n != p % n)
                .boxed()
                .sorted(Comparator.comparingDouble(p -> -probability[p / n][p % n]))
                .mapToInt(Integer::intValue)
                .toArray();
        int taken = 0;
        double wrong = 0;
        for (int count = 1; count <= order.length; count++) {
            int p = order[count - 1];
            wrong += 1 - probability[p / n][p % n];
            if (wrong <= falseDiscovery * count) {
                taken = count;
            }
        }
        int[][] edges = new int[n][n];
        for (int k = 0; k < taken; k++) {
            int i = order[k] / n;
            int j = order[k] % n;
            edges[i][j] = excitatory[i][j] >= inhibitory[i][j] ? 1 : -1;
        }
        return edges;
    }
}

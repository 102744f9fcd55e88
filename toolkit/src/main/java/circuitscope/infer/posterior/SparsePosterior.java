package circuitscope.infer.posterior;

import circuitscope.infer.Connectivity;
import java.util.Optional;

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
 * @param signs which signs synapses may have
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
        Signs signs,
        boolean converged,
        int iterations) {
    /** Density, mean, variance, and as much for the shapes. */
    private static final double PARAMETERS = 6;

    /** {@return the log evidence less half the log of the number of pairs for each parameter of a kind's weights and density} */
    public double penalizedEvidence() {
        double pairs = mean.length * (mean.length - 1.0);
        return logEvidence - PARAMETERS / 2 * signs.kinds() * Math.log(pairs);
    }

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
        double[][] sign = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sign[i][j] = excitatory[i][j] - inhibitory[i][j];
            }
        }
        return NormalDeviations.signs(sign, probability(), falseDiscovery);
    }

    /**
     * @param falseDiscovery expected share of false synapses among those that are taken to exist
     * @return the posterior of each pair, without latencies
     */
    public Connectivity connectivity(double falseDiscovery) {
        return new Connectivity.Posterior(mean, deviation, probability(), edges(falseDiscovery), Optional.empty());
    }
}

package circuitscope.infer.correlogram;

import circuitscope.infer.posterior.SparsePosterior;
import java.util.List;

/**
 * The shape of each pair's synapse as far as its correlogram tells; where that says nothing of a synapse, the mean shape of the
 * presynaptic neuron's other synapses.
 */
final class PairKernels {
    /** Shapes of this many synapses of all neurons stand beside a neuron's own. */
    private static final double SHARED = 1;

    private final List<SynapticKernel> kernels;
    /** Shape (N, N, kernels); the sum over kernels is 1. */
    private final double[][][] shares;

    private PairKernels(List<SynapticKernel> kernels, double[][][] shares) {
        this.kernels = kernels;
        this.shares = shares;
    }

    static PairKernels of(List<SynapticKernel> kernels, SparsePosterior posterior) {
        int n = posterior.mean().length;
        int count = kernels.size();
        double[] all = new double[count];
        double[][] own = new double[n][count];
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < posterior.shapes()[i][j].length; k++) {
                    double share = posterior.shapes()[i][j][k];
                    all[k] += share;
                    own[j][k] += share;
                    total += share;
                }
            }
        }
        double[][] probability = posterior.probability();
        double[][][] shares = new double[n][n][count];
        for (int j = 0; j < n; j++) {
            double weight = SHARED;
            for (int k = 0; k < count; k++) {
                // without any synapse all shapes are alike
                own[j][k] += SHARED * (all[k] + 1e-3 / count) / (total + 1e-3);
                weight += own[j][k];
            }
            weight -= SHARED;
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < count && i != j; k++) {
                    shares[i][j][k] = posterior.shapes()[i][j][k] + (1 - probability[i][j]) * own[j][k] / weight;
                }
            }
        }
        return new PairKernels(kernels, shares);
    }

    /**
     * @param to postsynaptic neuron i
     * @param dtMs time step in ms
     * @param window longest lag in steps
     * @return kernel of each presynaptic neuron at lags of 1 step to {@code window} steps, shape (N, window)
     */
    float[][] table(int to, double dtMs, int window) {
        float[][] table = new float[shares.length][window];
        for (int k = 0; k < kernels.size(); k++) {
            float[] shape = new float[window];
            for (int lag = 1; lag <= window; lag++) {
                shape[lag - 1] = (float) kernels.get(k).at(lag * dtMs);
            }
            for (int j = 0; j < shares.length; j++) {
                float share = (float) shares[to][j][k];
                if (share > 1e-4) {
                    for (int lag = 0; lag < window; lag++) {
                        table[j][lag] += share * shape[lag];
                    }
                }
            }
        }
        return table;
    }
}

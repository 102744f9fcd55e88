package circuitscope.infer.gnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * w_ij = MLP([z_i, z_j]) (Eq. 2), two hidden layers of 32, symmetric and without diagonal. The embedding is standardised over
 * the neurons first: raw z_i are nearly equal, and learning would hardly start.
 *
 * <ul>
 *   <li>input: z (N, dimensions)
 *   <li>output: w (N, N)
 * </ul>
 */
final class PairwiseMlp {
    static final List<String> NAMES = List.of(
            Parameters.MLP_TO,
            Parameters.MLP_FROM,
            Parameters.MLP_BIAS,
            Parameters.MLP_HIDDEN,
            Parameters.MLP_HIDDEN_BIAS,
            Parameters.MLP_OUT,
            Parameters.MLP_OUT_BIAS);
    private static final int MOST_PAIRS = 800;
    private static final int HIDDEN = Architecture.HIDDEN;

    private PairwiseMlp() {}

    static void initialize(Parameters p, int dimensions, UniformRandomProvider random) {
        p.put(Parameters.MLP_TO, uniform(HIDDEN * dimensions, 2 * dimensions, random));
        p.put(Parameters.MLP_FROM, uniform(HIDDEN * dimensions, 2 * dimensions, random));
        p.put(Parameters.MLP_BIAS, uniform(HIDDEN, 2 * dimensions, random));
        p.put(Parameters.MLP_HIDDEN, uniform(HIDDEN * HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_HIDDEN_BIAS, uniform(HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_OUT, uniform(HIDDEN, HIDDEN, random));
        p.put(Parameters.MLP_OUT_BIAS, uniform(1, HIDDEN, random));
    }

    /** Uniform between plus and minus 1 / sqrt(inputs), as is usual for layers. */
    static float[] uniform(int count, int inputs, UniformRandomProvider random) {
        float[] values = new float[count];
        double bound = 1 / Math.sqrt(inputs);
        for (int k = 0; k < count; k++) {
            values[k] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    static NDArray weights(Graph graph, Parameters p, NDArray z) {
        long n = z.getShape().get(0);
        long dimensions = z.getShape().get(1);
        NDArray centred = z.sub(z.mean(new int[] {0}, true));
        NDArray standard = centred.div(
                centred.mul(centred).mean(new int[] {0}, true).add(1e-8f).sqrt());
        NDArray to = standard.matMul(
                leaf(graph, p, Parameters.MLP_TO, HIDDEN, dimensions).transpose());
        NDArray from = standard.matMul(
                leaf(graph, p, Parameters.MLP_FROM, HIDDEN, dimensions).transpose());
        NDArray firstBias = leaf(graph, p, Parameters.MLP_BIAS, HIDDEN);
        NDArray hidden = leaf(graph, p, Parameters.MLP_HIDDEN, HIDDEN, HIDDEN).transpose();
        NDArray hiddenBias = leaf(graph, p, Parameters.MLP_HIDDEN_BIAS, HIDDEN);
        NDArray out = leaf(graph, p, Parameters.MLP_OUT, 1, HIDDEN).transpose();
        NDArray outBias = leaf(graph, p, Parameters.MLP_OUT_BIAS, 1);
        // a few rows at a time: memory for large arrays is fetched from the system and returned again and again
        int rows = (int) Math.max(1, MOST_PAIRS / n);
        NDList parts = new NDList();
        long[] cuts =
                LongStream.range(1, (n + rows - 1) / rows).map(k -> k * rows).toArray();
        for (NDArray some : cuts.length == 0 ? new NDList(to) : to.split(cuts)) {
            NDArray first = Activation.relu(
                    some.expandDims(1).add(from.expandDims(0)).add(firstBias).reshape(-1, HIDDEN));
            NDArray second = Activation.relu(first.matMul(hidden).add(hiddenBias));
            parts.add(second.matMul(out).add(outBias).reshape(-1, n));
        }
        // joining a single part would copy it, and cut the graph
        NDArray w = parts.size() == 1 ? parts.head() : NDArrays.concat(parts, 0);
        // half of the sum with the transpose, and nothing on the diagonal
        float[] half = new float[(int) (n * n)];
        for (int k = 0; k < half.length; k++) {
            half[k] = k % (n + 1) == 0 ? 0 : 0.5f;
        }
        return w.add(w.transpose()).mul(graph.constant(half, n, n));
    }

    private static NDArray leaf(Graph graph, Parameters p, String name, long... shape) {
        return graph.leaf(name, p.get(name), shape);
    }
}

package circuitscope.infer.messagepassing;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.engine.Graph;

/** Weights from the embedding (Eq. 2) with the engine's operators alone. What {@link PairwiseMlp} is compared with. */
final class OperatorWeights {
    private static final int HIDDEN = PairwiseMlp.UNITS;

    private OperatorWeights() {}

    /**
     * @param graph pass that the weights belong to; the parameters of {@link PairwiseMlp#NAMES} become leaves of it
     * @param p parameters
     * @param z embedding, shape (N, dimensions)
     * @return w, shape (N, N)
     */
    static NDArray of(Graph graph, Parameters p, NDArray z) {
        long n = z.getShape().get(0);
        long dimensions = z.getShape().get(1);
        NDArray centred = z.sub(z.mean(new int[] {0}, true));
        NDArray standard = centred.div(
                centred.mul(centred).mean(new int[] {0}, true).add(1e-8f).sqrt());
        NDArray to = standard.matMul(
                leaf(graph, p, PairwiseMlp.TO, HIDDEN, dimensions).transpose());
        NDArray from = standard.matMul(
                leaf(graph, p, PairwiseMlp.FROM, HIDDEN, dimensions).transpose());
        NDArray first = Activation.relu(to.expandDims(1)
                .add(from.expandDims(0))
                .add(leaf(graph, p, PairwiseMlp.BIAS, HIDDEN))
                .reshape(-1, HIDDEN));
        NDArray second = Activation.relu(
                first.matMul(leaf(graph, p, PairwiseMlp.HIDDEN, HIDDEN, HIDDEN).transpose())
                        .add(leaf(graph, p, PairwiseMlp.HIDDEN_BIAS, HIDDEN)));
        NDArray w = second.matMul(leaf(graph, p, PairwiseMlp.OUT, 1, HIDDEN).transpose())
                .add(leaf(graph, p, PairwiseMlp.OUT_BIAS, 1))
                .reshape(n, n);
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

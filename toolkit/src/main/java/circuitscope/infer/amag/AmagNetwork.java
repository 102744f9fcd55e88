package circuitscope.infer.amag;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.engine.Graph;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The network. Each channel has a state h_i from a GRU over its own counts; channels exchange messages,
 *
 * <pre>
 *   a_i = sum_j s_ij A_ij h_j,  s_ij = sigmoid(MLP[h_i, h_j]),     m_i = sum_j M_ij h_i h_j,
 *   log expected count_i = readout of (h_i + F a_i + G m_i) / 3,
 * </pre>
 *
 * with adjacency matrices A and M that have no diagonal.
 *
 * @param neurons number N of channels
 * @param hidden size H of a state
 */
record AmagNetwork(int neurons, int hidden) implements EpochTraining.Learner {
    static final String ADDITIVE = "additive";
    static final String MULTIPLICATIVE = "multiplicative";
    private static final int BLOCK = 32;

    /** Random layers, given adjacency matrices, flat, and the log of the mean count. */
    Parameters start(float[] additive, float[] multiplicative, double logMean, UniformRandomProvider random) {
        int h = hidden;
        return new Parameters()
                .put("gru.input", PairwiseMlp.uniform(3 * h, h, random))
                .put("gru.state", PairwiseMlp.uniform(3 * h * h, h, random))
                .put("gru.input_bias", PairwiseMlp.uniform(3 * h, h, random))
                .put("gru.state_bias", PairwiseMlp.uniform(3 * h, h, random))
                .put("gate.target", PairwiseMlp.uniform(h * h, 2 * h, random))
                .put("gate.sender", PairwiseMlp.uniform(h * h, 2 * h, random))
                .put("gate.bias", PairwiseMlp.uniform(h, 2 * h, random))
                .put("gate.out", PairwiseMlp.uniform(h, h, random))
                .put("gate.out_bias", PairwiseMlp.uniform(1, h, random))
                .put(ADDITIVE, additive)
                .put(MULTIPLICATIVE, multiplicative)
                .put("additive.layer", PairwiseMlp.uniform(h * h, h, random))
                .put("additive.bias", PairwiseMlp.uniform(h, h, random))
                .put("multiplicative.layer", PairwiseMlp.uniform(h * h, h, random))
                .put("multiplicative.bias", PairwiseMlp.uniform(h, h, random))
                .put("readout", PairwiseMlp.uniform(h, h, random))
                .put("readout_bias", new float[] {(float) logMean});
    }

    private Map<String, NDArray> leaves(Graph graph, Parameters p) {
        int n = neurons;
        int h = hidden;
        Map<String, NDArray> leaves = new LinkedHashMap<>();
        for (String name : p.names()) {
            float[] values = p.get(name);
            long[] shape;
            if (values.length == n * n && (name.equals(ADDITIVE) || name.equals(MULTIPLICATIVE))) {
                shape = new long[] {n, n};
            } else if (name.contains("bias")) {
                shape = new long[] {values.length};
            } else {
                long columns = name.equals("gru.input") ? 1 : h;
                shape = new long[] {values.length / columns, columns};
            }
            leaves.put(name, graph.leaf(name, values, shape));
        }
        return leaves;
    }

    private static NDArray linear(NDArray x, NDArray layer, NDArray bias) {
        return x.matMul(layer.transpose()).add(bias);
    }

    /** States of all channels after their windows, shape (times, N, H). */
    private NDArray encoded(Graph graph, Map<String, NDArray> leaves, Windows windows) {
        int times = windows.size();
        int rows = times * neurons;
        NDArray state = graph.constant(new float[rows * hidden], rows, hidden);
        for (int k = 0; k < windows.history(); k++) {
            float[] counts = new float[rows];
            for (int b = 0; b < times; b++) {
                System.arraycopy(windows.past()[b], k * neurons, counts, b * neurons, neurons);
            }
            NDList in = linear(graph.constant(counts, rows, 1), leaves.get("gru.input"), leaves.get("gru.input_bias"))
                    .split(3, 1);
            NDList back = linear(state, leaves.get("gru.state"), leaves.get("gru.state_bias"))
                    .split(3, 1);
            NDArray reset = Activation.sigmoid(in.get(0).add(back.get(0)));
            NDArray update = Activation.sigmoid(in.get(1).add(back.get(1)));
            NDArray fresh = Activation.tanh(in.get(2).add(reset.mul(back.get(2))));
            state = fresh.add(update.mul(state.sub(fresh)));
        }
        return state.reshape(times, neurons, hidden);
    }

    /** Log expected counts, shape (times, N). */
    private NDArray logCounts(Graph graph, Map<String, NDArray> leaves, Windows windows) {
        NDArray h = encoded(graph, leaves, windows);
        float[] pairs = new float[neurons * neurons];
        Arrays.fill(pairs, 1);
        for (int i = 0; i < neurons; i++) {
            pairs[i * neurons + i] = 0;
        }
        NDArray others = graph.constant(pairs, neurons, neurons);
        NDArray ofTarget = h.matMul(leaves.get("gate.target").transpose()).expandDims(2);
        NDArray ofSender = h.matMul(leaves.get("gate.sender").transpose()).expandDims(1);
        NDArray gate = Activation.sigmoid(linear(
                        Activation.relu(ofTarget.add(ofSender).add(leaves.get("gate.bias"))),
                        leaves.get("gate.out"),
                        leaves.get("gate.out_bias"))
                .squeeze(3));
        NDArray additive = gate.mul(leaves.get(ADDITIVE).mul(others)).matMul(h);
        NDArray multiplicative =
                leaves.get(MULTIPLICATIVE).mul(others).matMul(h).mul(h);
        NDArray sum = h.add(linear(additive, leaves.get("additive.layer"), leaves.get("additive.bias")))
                .add(linear(multiplicative, leaves.get("multiplicative.layer"), leaves.get("multiplicative.bias")));
        return linear(sum.mul(graph.constant(1f / 3)), leaves.get("readout"), leaves.get("readout_bias"))
                .squeeze(2);
    }

    @Override
    public double gradient(Parameters p, Windows some, long step, Parameters gradient) {
        int count = some.size();
        float[] targets = new float[count * neurons];
        for (int b = 0; b < count; b++) {
            System.arraycopy(some.target()[b], 0, targets, b * neurons, neurons);
        }
        try (Graph graph = Graph.training()) {
            NDArray y = logCounts(graph, leaves(graph, p), some);
            NDArray loss = y.exp()
                    .sub(y.mul(graph.constant(targets, count, neurons)))
                    .mul(graph.constant(1f / (count * neurons)))
                    .sum();
            graph.backward(loss);
            graph.addGradients(gradient, p.names());
            return loss.getFloat();
        }
    }

    /** Log expected counts of the bins after some windows, shape (times, N). */
    float[][] predict(Parameters p, Windows windows) {
        float[][] predicted = new float[windows.size()][];
        for (int from = 0; from < predicted.length; from += BLOCK) {
            Windows some = windows.at(IntStream.range(from, Math.min(predicted.length, from + BLOCK))
                    .toArray());
            try (Graph graph = Graph.inference()) {
                float[] flat = logCounts(graph, leaves(graph, p), some).toFloatArray();
                for (int b = 0; b < some.size(); b++) {
                    predicted[from + b] = Arrays.copyOfRange(flat, b * neurons, (b + 1) * neurons);
                }
            }
        }
        return predicted;
    }

    @Override
    public double loss(Parameters p, Windows all) {
        float[][] predicted = predict(p, all);
        double sum = 0;
        for (int b = 0; b < predicted.length; b++) {
            for (int i = 0; i < neurons; i++) {
                sum += Math.exp(predicted[b][i]) - all.target()[b][i] * predicted[b][i];
            }
        }
        return sum / predicted.length / neurons;
    }
}

package circuitscope.infer.nri;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.engine.Graph;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Neural relational inference with two kinds of relation, none and an edge (Kipf et al., ICML 2018). An encoder of perceptrons
 * passes messages from nodes to pairs and back, and gives each ordered pair the log odds of an edge; a decoder predicts the
 * states ahead from messages along the edges. The loss is
 *
 * <pre>
 *   sum (x - predicted x)^2 / (2 variance) / N + sum_pairs KL(edge || even odds) / N,
 * </pre>
 *
 * a mean over windows, with edges drawn from the binary case of the Gumbel softmax distribution. Without batch normalisation.
 *
 * <p>Columns of the windows are features within nodes, (N * F). Each training step draws new edges.
 */
public final class RelationNetwork implements EpochTraining.Learner {
    private static final int BLOCK = 32;

    private final int nodes;
    private final int features;
    private final int length;
    private final NriOptions.Shape shape;
    private final long seed;
    private final boolean drawn;
    private final Map<String, long[]> layers = new LinkedHashMap<>();

    /**
     * @param nodes number N of nodes
     * @param features features F of a node
     * @param length steps of a window
     * @param shape sizes and loss
     * @param seed seed of the start and of the drawn edges
     * @throws InputException if windows are shorter than the decoder goes ahead
     */
    public RelationNetwork(int nodes, int features, int length, NriOptions.Shape shape, long seed) {
        this(nodes, features, length, shape, seed, true);
    }

    RelationNetwork(int nodes, int features, int length, NriOptions.Shape shape, long seed, boolean drawn) {
        this.nodes = InputException.requireBetween("Number of nodes", nodes, 2, 10_000);
        this.features = InputException.requireBetween("Features of a node", features, 1, 10_000);
        this.length = InputException.requireBetween("Steps of a window", length, shape.ahead(), 100_000);
        this.shape = shape;
        this.seed = seed;
        this.drawn = drawn;
        int h = shape.hidden();
        layer("in", h, length * features);
        layer("in.second", h, h);
        pairs("pair", h, h);
        layer("node", h, h);
        layer("node.second", h, h);
        layers.put("again.skip", new long[] {h, h});
        pairs("again", h, h);
        layer("edge", 1, h);
        pairs("message", h, features);
        layers.put("out.state", new long[] {h, features});
        layer("out", h, h);
        layer("out.second", h, h);
        layer("out.third", features, h);
    }

    private void layer(String name, int out, int in) {
        layers.put(name, new long[] {out, in});
        layers.put(name + ".bias", new long[] {out});
    }

    /** A perceptron of two layers on both nodes of a pair, the first layer cut in two. */
    private void pairs(String name, int out, int in) {
        layers.put(name + ".receiver", new long[] {out, in});
        layers.put(name + ".sender", new long[] {out, in});
        layers.put(name + ".bias", new long[] {out});
        layer(name + ".second", out, out);
    }

    /** {@return random layers, uniform within the usual bounds} */
    public Parameters start() {
        UniformRandomProvider random = RandomStreams.of(seed, "start of NRI");
        Parameters p = new Parameters();
        layers.forEach((name, size) -> {
            int inputs = (int) (size.length == 2 ? size[1] : shape.hidden());
            p.put(name, PairwiseMlp.uniform((int) Arrays.stream(size).reduce(1, (a, b) -> a * b), inputs, random));
        });
        return p;
    }

    private Map<String, NDArray> leaves(Graph graph, Parameters p) {
        Map<String, NDArray> leaves = new LinkedHashMap<>();
        layers.forEach((name, size) -> leaves.put(name, graph.leaf(name, p.get(name), size)));
        return leaves;
    }

    private static NDArray linear(Map<String, NDArray> leaves, String name, NDArray x) {
        return x.matMul(leaves.get(name).transpose());
    }

    private static NDArray layer(Map<String, NDArray> leaves, String name, NDArray x) {
        return linear(leaves, name, x).add(leaves.get(name + ".bias"));
    }

    private static NDArray elu(NDArray x) {
        return Activation.elu(x, 1);
    }

    /** Both nodes of each pair in the first layer: x of shape (.., N, c) gives (.., receivers, senders, h). */
    private static NDArray first(Map<String, NDArray> leaves, String name, NDArray x) {
        int axis = x.getShape().dimension() - 1;
        return linear(leaves, name + ".receiver", x)
                .expandDims(axis)
                .add(linear(leaves, name + ".sender", x).expandDims(axis - 1))
                .add(leaves.get(name + ".bias"));
    }

    /** 1 for every pair of different nodes, shape (N, N). */
    private NDArray others(Graph graph) {
        float[] pairs = new float[nodes * nodes];
        Arrays.fill(pairs, 1);
        for (int i = 0; i < nodes; i++) {
            pairs[i * nodes + i] = 0;
        }
        return graph.constant(pairs, nodes, nodes);
    }

    /** Log odds of an edge from j to i, shape (windows, N, N). */
    private NDArray logOdds(Graph graph, Map<String, NDArray> leaves, NDArray others, Windows windows) {
        int count = windows.size();
        int columns = nodes * features;
        float[] x = new float[count * length * columns];
        for (int b = 0; b < count; b++) {
            for (int t = 0; t < length; t++) {
                for (int i = 0; i < nodes; i++) {
                    System.arraycopy(
                            windows.past()[b],
                            t * columns + i * features,
                            x,
                            ((b * nodes + i) * length + t) * features,
                            features);
                }
            }
        }
        NDArray node = elu(layer(leaves, "in", graph.constant(x, count, nodes, (long) length * features)));
        node = elu(layer(leaves, "in.second", node));
        NDArray pair = elu(layer(leaves, "pair.second", elu(first(leaves, "pair", node))));
        NDArray sum = pair.mul(others.expandDims(2)).sum(new int[] {2}).mul(graph.constant(1f / nodes));
        node = elu(layer(leaves, "node.second", elu(layer(leaves, "node", sum))));
        NDArray again = elu(first(leaves, "again", node).add(linear(leaves, "again.skip", pair)));
        again = elu(layer(leaves, "again.second", again));
        return layer(leaves, "edge", again).squeeze(3);
    }

    /** One step ahead: states (windows, chunks, N, F), edges (windows, 1, N, N, 1). */
    private static NDArray ahead(Map<String, NDArray> leaves, NDArray state, NDArray edges) {
        NDArray message = Activation.relu(first(leaves, "message", state));
        message = Activation.relu(layer(leaves, "message.second", message));
        NDArray sum = message.mul(edges).sum(new int[] {3});
        NDArray out = Activation.relu(layer(leaves, "out", sum).add(linear(leaves, "out.state", state)));
        out = Activation.relu(layer(leaves, "out.second", out));
        return state.add(layer(leaves, "out.third", out));
    }

    /** States some steps after the start of each chunk, shape (windows, chunks, N, F). */
    private NDArray states(Graph graph, Windows windows, int later) {
        int columns = nodes * features;
        int chunks = length / shape.ahead();
        float[] x = new float[windows.size() * chunks * columns];
        for (int b = 0; b < windows.size(); b++) {
            for (int c = 0; c < chunks; c++) {
                int step = c * shape.ahead() + later;
                float[] from = step < length ? windows.past()[b] : windows.target()[b];
                System.arraycopy(from, step < length ? step * columns : 0, x, (b * chunks + c) * columns, columns);
            }
        }
        return graph.constant(x, windows.size(), chunks, nodes, features);
    }

    private NDArray loss(Graph graph, Map<String, NDArray> leaves, Windows windows, OptionalLong step) {
        int count = windows.size();
        NDArray others = others(graph);
        NDArray odds = logOdds(graph, leaves, others, windows);
        float[] noise = new float[count * nodes * nodes];
        if (step.isPresent()) {
            UniformRandomProvider random = RandomStreams.of(seed, "edges of NRI", step.getAsLong());
            for (int k = 0; k < noise.length; k++) {
                double u = (random.nextDouble() * (1 << 24) + 0.5) / ((1 << 24) + 1);
                noise[k] = (float) Math.log(u / (1 - u));
            }
        }
        NDArray edges = Activation.sigmoid(odds.add(graph.constant(noise, count, nodes, nodes))
                        .mul(graph.constant((float) (1 / shape.temperature()))))
                .mul(others)
                .reshape(count, 1, nodes, nodes, 1);
        NDArray state = states(graph, windows, 0);
        NDArray squares = graph.constant(0f);
        for (int m = 1; m <= shape.ahead(); m++) {
            state = ahead(leaves, state, edges);
            NDArray difference = state.sub(states(graph, windows, m));
            squares = squares.add(difference.mul(difference).sum());
        }
        NDArray chance = Activation.sigmoid(odds);
        NDArray information = chance.mul(Activation.softPlus(odds.neg()))
                .add(chance.neg().add(1).mul(Activation.softPlus(odds)))
                .neg()
                .add((float) Math.log(2))
                .mul(others)
                .sum();
        return squares.mul(graph.constant((float) (1 / (2 * shape.variance() * count * nodes))))
                .add(information.mul(graph.constant(1f / (count * nodes))))
                .sum();
    }

    @Override
    public double gradient(Parameters p, Windows some, long step, Parameters gradient) {
        try (Graph graph = Graph.training()) {
            NDArray loss = loss(graph, leaves(graph, p), some, drawn ? OptionalLong.of(step) : OptionalLong.empty());
            graph.backward(loss);
            graph.addGradients(gradient, p.names());
            return loss.getFloat();
        }
    }

    private Windows block(Windows all, int from) {
        return all.at(IntStream.range(from, Math.min(all.size(), from + BLOCK)).toArray());
    }

    /** With edges at their log odds over the temperature, without noise. */
    @Override
    public double loss(Parameters p, Windows all) {
        double sum = 0;
        for (int from = 0; from < all.size(); from += BLOCK) {
            Windows some = block(all, from);
            try (Graph graph = Graph.inference()) {
                sum += some.size()
                        * (double) loss(graph, leaves(graph, p), some, OptionalLong.empty())
                                .getFloat();
            }
        }
        return sum / all.size();
    }

    /**
     * @param p parameters
     * @param all windows
     * @return probability of an edge from j to i in each window, shape (windows, N, N), with zero diagonal
     */
    public double[][][] edges(Parameters p, Windows all) {
        double[][][] edges = new double[all.size()][nodes][nodes];
        for (int from = 0; from < all.size(); from += BLOCK) {
            Windows some = block(all, from);
            try (Graph graph = Graph.inference()) {
                NDArray others = others(graph);
                float[] flat = Activation.sigmoid(logOdds(graph, leaves(graph, p), others, some))
                        .mul(others)
                        .toFloatArray();
                for (int k = 0; k < flat.length; k++) {
                    edges[from + k / (nodes * nodes)][k / nodes % nodes][k % nodes] = flat[k];
                }
            }
        }
        return edges;
    }
}

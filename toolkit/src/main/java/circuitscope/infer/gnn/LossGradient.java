package circuitscope.infer.gnn;

import ai.djl.ndarray.NDArray;
import circuitscope.infer.gnn.MessagePassing.Messages;
import circuitscope.spikes.Recording;

/**
 * Loss (Eq. 9) and gradients of one batch. The engine has no way to call a kernel of ours on the way back, so they are joined
 * in two pieces: the head goes back to the messages, the kernel from there to w, and the engine again from w to z.
 */
final class LossGradient {
    static final String Z = "z";
    private static final String SUMS = "sums";
    private static final String STATES = "states";

    private final MessagePassing messages;
    /** Not null if the engine's operators do all the work. */
    private final OperatorMessages operators;

    private final PredictionHead head;
    private final int n;
    private final int d;
    private final int size;

    private LossGradient(MessagePassing messages, OperatorMessages operators, Architecture shape, int neurons) {
        this.messages = messages;
        this.operators = operators;
        head = new PredictionHead(shape);
        n = neurons;
        d = shape.kernels();
        size = shape.messageSize();
    }

    /**
     * With given weights.
     *
     * @param batch rows
     * @param p parameters
     * @param w weights, flat, shape (N, N), zero diagonal
     * @param gradient gradients of all prediction parameters are added here
     * @return loss in nats per spike
     */
    double prediction(RowBatch batch, Parameters p, float[] w, Parameters gradient) {
        try (Graph graph = Graph.training()) {
            if (operators != null) {
                NDArray loss = operatorLoss(graph, batch, p, graph.constant(w, n, n));
                graph.backward(loss);
                graph.addGradients(gradient, OperatorMessages.NAMES);
                graph.addGradients(gradient, PredictionHead.AFTER_MESSAGES);
                return loss.getFloat();
            }
            return toWeights(graph, batch, p, w, gradient).loss();
        }
    }

    private NDArray operatorLoss(Graph graph, RowBatch batch, Parameters p, NDArray w) {
        OperatorMessages.Summed summed = operators.of(graph, batch, p, w);
        return loss(graph, batch, head.logRatesOf(graph, p, summed.message(), summed.state()));
    }

    private record Back(double loss, float[] weightGradient) {}

    private Back toWeights(Graph graph, RowBatch batch, Parameters p, float[] w, Parameters gradient) {
        Messages m = messages.forward(batch, p, w);
        int rows = batch.rows();
        NDArray sums = graph.leaf(SUMS, m.sums(), rows, size + 1);
        NDArray states = graph.leaf(STATES, m.states(), rows, d);
        NDArray loss = loss(graph, batch, head.logRates(graph, p, sums, states));
        graph.backward(loss);
        graph.addGradients(gradient, PredictionHead.NAMES);
        float[] weightGradient = messages.backward(batch, p, graph.gradient(SUMS), graph.gradient(STATES), gradient);
        return new Back(loss.getFloat(), weightGradient);
    }

    private static NDArray loss(Graph graph, RowBatch batch, NDArray logRates) {
        int rows = batch.rows();
        return logRates.exp()
                .mul(graph.constant(batch.rateWeight(), rows))
                .sub(logRates.mul(graph.constant(batch.spikeWeight(), rows)))
                .sum();
    }

    /**
     * With weights from an embedding.
     *
     * @param batch rows
     * @param p parameters
     * @param z embedding, flat, shape (N, dimensions)
     * @param dimensions size of z_i
     * @param gradient gradients of all parameters but those that z depends on are added here
     * @return loss in nats per spike, and the gradient of z
     */
    Step throughWeights(RowBatch batch, Parameters p, float[] z, int dimensions, Parameters gradient) {
        try (Graph graph = Graph.training()) {
            NDArray leaf = graph.leaf(Z, z, n, dimensions);
            NDArray w = PairwiseMlp.weights(graph, p, leaf);
            if (operators != null) {
                NDArray loss = operatorLoss(graph, batch, p, w);
                graph.backward(loss);
                graph.addGradients(gradient, OperatorMessages.NAMES);
                graph.addGradients(gradient, PredictionHead.AFTER_MESSAGES);
                graph.addGradients(gradient, PairwiseMlp.NAMES);
                return new Step(loss.getFloat(), graph.gradient(Z));
            }
            Back back = toWeights(graph, batch, p, w.toFloatArray(), gradient);
            graph.backward(w.mul(graph.constant(back.weightGradient(), n, n)).sum());
            graph.addGradients(gradient, PairwiseMlp.NAMES);
            return new Step(back.loss(), graph.gradient(Z));
        }
    }

    /**
     * One step.
     *
     * @param loss loss in nats per spike
     * @param zGradient gradient of z, flat, shape (N, dimensions)
     */
    record Step(double loss, float[] zGradient) {}

    /** A network for one thread. */
    static LossGradient sequential(Recording recording, Architecture shape) {
        return new LossGradient(new MessagePassing(recording, shape, 1), null, shape, recording.neurons());
    }

    /** A network for all processors. */
    static LossGradient parallel(Recording recording, Architecture shape) {
        return new LossGradient(
                new MessagePassing(recording, shape, MessagePassing.LANES), null, shape, recording.neurons());
    }

    /** A network whose gradients come from the engine alone. */
    static LossGradient operators(Recording recording, Architecture shape) {
        return new LossGradient(
                new MessagePassing(recording, shape, MessagePassing.LANES),
                new OperatorMessages(recording, shape),
                shape,
                recording.neurons());
    }

    /**
     * Effects of spikes on the log rates of some rows, each with one target.
     *
     * @return derivative of the log rate by a spike in each lag bin, times the weight of its synapse, summed over rows and
     *     neurons
     */
    double[] spikeEffects(RowBatch batch, Parameters p, float[] w) {
        Messages m = messages.forward(batch, p, w);
        try (Graph graph = Graph.training()) {
            NDArray sums = graph.leaf(SUMS, m.sums(), batch.rows(), size + 1);
            NDArray states = graph.leaf(STATES, m.states(), batch.rows(), d);
            graph.backward(head.logRates(graph, p, sums, states).sum());
            messages.backward(batch, p, graph.gradient(SUMS), graph.gradient(STATES), p.zeros());
        }
        return messages.spikeEffects(batch, p);
    }

    /** Log rates of some rows; log expected counts per step, shape (rows). */
    float[] logRates(RowBatch batch, Parameters p, float[] w) {
        Messages m = messages.forward(batch, p, w);
        try (Graph graph = Graph.inference()) {
            return head.logRates(
                            graph,
                            p,
                            graph.constant(m.sums(), batch.rows(), size + 1),
                            graph.constant(m.states(), batch.rows(), d))
                    .toFloatArray();
        }
    }

    /** Weights that the MLP reads from an embedding, flat, shape (N, N). */
    static float[] weights(Parameters p, float[] z, int neurons) {
        try (Graph graph = Graph.inference()) {
            return PairwiseMlp.weights(graph, p, graph.constant(z, neurons, z.length / neurons))
                    .toFloatArray();
        }
    }
}

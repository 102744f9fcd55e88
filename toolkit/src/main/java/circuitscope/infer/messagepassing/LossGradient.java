package circuitscope.infer.messagepassing;

import ai.djl.ndarray.NDArray;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.engine.Graph;
import circuitscope.infer.messagepassing.MessagePassing.Messages;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;

/**
 * Loss (Eq. 9) and gradients of one batch. The engine has no way to call a kernel of ours on the way back, so they are joined
 * in pieces: the engine goes back through the head to the messages, our kernels from there to w and from w to z.
 */
public final class LossGradient {
    private static final String SUMS = "sums";
    private static final String STATES = "states";
    private static final String WEIGHTS = "weights";

    private final MessagePassing messages;
    /** Not null if the engine's operators do all the work. */
    private final OperatorMessages operators;

    private final PairwiseMlp mlp;
    private final PredictionHead head;
    private final AngleEncoder angle;
    private final Architecture shape;
    private final Recording recording;
    private final int n;
    private final int d;
    private final int size;

    private LossGradient(
            MessagePassing messages,
            OperatorMessages operators,
            Architecture shape,
            Recording recording,
            AngleHarmonics tuning) {
        this.messages = messages;
        this.operators = operators;
        this.shape = shape;
        this.recording = recording;
        angle = new AngleEncoder(recording, tuning);
        head = new PredictionHead(shape, angle.any() ? AngleEncoder.SIZE : 0);
        n = recording.neurons();
        mlp = new PairwiseMlp(n);
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
    public double prediction(RowBatch batch, Parameters p, float[] w, Parameters gradient) {
        if (operators == null) {
            return toWeights(batch, p, w, gradient, null).loss();
        }
        try (Graph graph = Graph.training()) {
            return throughOperators(graph, batch, p, graph.constant(w, n, n), gradient);
        }
    }

    /**
     * With free weights.
     *
     * @param batch rows
     * @param p parameters
     * @param w weights, flat, shape (N, N), zero diagonal
     * @param gradient gradients of all prediction parameters are added here
     * @param rowGradients receives, for each time with one target, the gradient of its row by the weights to it, shape
     *     (times, N); null if not wanted
     * @return loss in nats per spike, and the gradient of the weights
     */
    public Back pairs(RowBatch batch, Parameters p, float[] w, Parameters gradient, float[][] rowGradients) {
        if (operators == null) {
            return toWeights(batch, p, w, gradient, rowGradients);
        }
        try (Graph graph = Graph.training()) {
            double loss = throughOperators(graph, batch, p, graph.leaf(WEIGHTS, w, n, n), gradient);
            return new Back(loss, graph.gradient(WEIGHTS));
        }
    }

    private double throughOperators(Graph graph, RowBatch batch, Parameters p, NDArray w, Parameters gradient) {
        OperatorMessages.Summed summed = operators.of(graph, batch, p, w);
        NDArray states = angle.join(graph, batch, p, summed.state());
        NDArray loss = loss(graph, batch, head.logRatesOf(graph, p, summed.message(), states));
        graph.backward(loss);
        graph.addGradients(gradient, OperatorMessages.NAMES);
        graph.addGradients(gradient, PredictionHead.AFTER_MESSAGES);
        addAngleGradients(graph, gradient);
        return loss.getFloat();
    }

    private void addAngleGradients(Graph graph, Parameters gradient) {
        if (angle.any()) {
            graph.addGradients(gradient, AngleEncoder.NAMES);
        }
    }

    /** Log rates from the leaves of a pass. */
    private NDArray logRates(Graph graph, RowBatch batch, Parameters p, NDArray sums, NDArray states) {
        return head.logRates(graph, p, sums, angle.join(graph, batch, p, states));
    }

    /**
     * One step down to the weights.
     *
     * @param loss loss in nats per spike
     * @param weightGradient gradient of the weights, flat, shape (N, N)
     */
    public record Back(double loss, float[] weightGradient) {}

    private Back toWeights(RowBatch batch, Parameters p, float[] w, Parameters gradient, float[][] rowGradients) {
        Messages m = messages.forward(batch, p, w);
        int rows = batch.rows();
        try (Graph graph = Graph.training()) {
            NDArray sums = graph.leaf(SUMS, m.sums(), rows, size + 1);
            NDArray states = graph.leaf(STATES, m.states(), rows, d);
            NDArray loss = loss(graph, batch, logRates(graph, batch, p, sums, states));
            graph.backward(loss);
            graph.addGradients(gradient, PredictionHead.NAMES);
            addAngleGradients(graph, gradient);
            float[] weightGradient =
                    messages.backward(batch, p, graph.gradient(SUMS), graph.gradient(STATES), gradient, rowGradients);
            return new Back(loss.getFloat(), weightGradient);
        }
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
     * @param gradient gradients of all parameters but those that z depends on are added here
     * @return loss in nats per spike, and the gradient of z
     */
    public Step throughWeights(RowBatch batch, Parameters p, float[] z, Parameters gradient) {
        if (operators == null) {
            Back back = toWeights(batch, p, mlp.forward(p, z), gradient, null);
            return new Step(back.loss(), mlp.backward(p, back.weightGradient(), gradient));
        }
        try (Graph graph = Graph.training()) {
            NDArray w = OperatorWeights.of(graph, p, graph.leaf(PairwiseMlp.Z, z, n, z.length / n));
            double loss = throughOperators(graph, batch, p, w, gradient);
            graph.addGradients(gradient, PairwiseMlp.NAMES);
            return new Step(loss, graph.gradient(PairwiseMlp.Z));
        }
    }

    /**
     * One step.
     *
     * @param loss loss in nats per spike
     * @param zGradient gradient of z, flat, shape (N, dimensions)
     */
    public record Step(double loss, float[] zGradient) {}

    /**
     * @param recording the spikes
     * @param shape shape of the network
     * @return a network for one thread
     */
    public static LossGradient sequential(Recording recording, Architecture shape) {
        return of(new MessagePassing(recording, shape, 1, Workers.of(1)), null, recording, shape);
    }

    /**
     * @param recording the spikes
     * @param shape shape of the network
     * @param workers threads
     * @return a network for several threads
     */
    public static LossGradient parallel(Recording recording, Architecture shape, Workers workers) {
        return of(new MessagePassing(recording, shape, MessagePassing.LANES, workers), null, recording, shape);
    }

    /**
     * @param recording the spikes
     * @param shape shape of the network
     * @param workers threads for the encoder
     * @return a network whose gradients come from the engine alone
     */
    public static LossGradient operators(Recording recording, Architecture shape, Workers workers) {
        return of(
                new MessagePassing(recording, shape, MessagePassing.LANES, workers),
                new OperatorMessages(recording, shape),
                recording,
                shape);
    }

    private static LossGradient of(
            MessagePassing messages, OperatorMessages operators, Recording recording, Architecture shape) {
        return new LossGradient(messages, operators, shape, recording, AngleHarmonics.none());
    }

    /**
     * @param tuning terms of the recording's angle; those of parameters that were begun with it
     * @return the same network with the angle as an input of every neuron
     */
    public LossGradient with(AngleHarmonics tuning) {
        return new LossGradient(messages, operators, shape, recording, tuning);
    }

    /**
     * Effects of spikes on the log rates of some rows, each with one target.
     *
     * @param batch rows
     * @param p parameters
     * @param w weights, flat, shape (N, N), zero diagonal
     * @return derivative of the log rate by a spike in each lag bin, times the weight of its synapse, summed over rows and
     *     neurons
     */
    public double[] spikeEffects(RowBatch batch, Parameters p, float[] w) {
        Messages m = messages.forward(batch, p, w);
        try (Graph graph = Graph.training()) {
            NDArray sums = graph.leaf(SUMS, m.sums(), batch.rows(), size + 1);
            NDArray states = graph.leaf(STATES, m.states(), batch.rows(), d);
            graph.backward(logRates(graph, batch, p, sums, states).sum());
            messages.backward(batch, p, graph.gradient(SUMS), graph.gradient(STATES), p.zeros(), null);
        }
        return messages.spikeEffects(batch, p);
    }

    /**
     * @param batch rows
     * @param p parameters
     * @param w weights, flat, shape (N, N), zero diagonal
     * @return log of the expected counts per step, shape (rows)
     */
    public float[] logRates(RowBatch batch, Parameters p, float[] w) {
        Messages m = messages.forward(batch, p, w);
        try (Graph graph = Graph.inference()) {
            return logRates(
                            graph,
                            batch,
                            p,
                            graph.constant(m.sums(), batch.rows(), size + 1),
                            graph.constant(m.states(), batch.rows(), d))
                    .toFloatArray();
        }
    }
}

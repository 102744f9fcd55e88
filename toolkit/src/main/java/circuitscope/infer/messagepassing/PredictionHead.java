package circuitscope.infer.messagepassing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.engine.Graph;
import java.util.List;

/**
 * From summed messages to log rates: last layer of phi, GRU cell psi (Eq. 6) and decoder f_dec (Eq. 7). States are those of the
 * spikes, or of spikes and angle.
 *
 * <ul>
 *   <li>input: sums (rows, D + 1), states (rows, d)
 *   <li>output: log lambda (rows)
 * </ul>
 */
final class PredictionHead {
    static final List<String> NAMES = List.of(
            Layers.PHI_OUT,
            Layers.GRU_INPUT,
            Layers.GRU_STATE,
            Layers.GRU_INPUT_BIAS,
            Layers.GRU_STATE_BIAS,
            Layers.DECODER,
            Layers.DECODER_BIAS,
            Layers.DECODER_OUT,
            Layers.DECODER_OUT_BIAS);

    /** The same without the last layer of phi. */
    static final List<String> AFTER_MESSAGES = NAMES.subList(1, NAMES.size());

    private final int d;
    private final int size;
    private final int hidden;

    PredictionHead(Architecture shape, int ofAngle) {
        d = shape.kernels() + ofAngle;
        size = shape.messageSize();
        hidden = Architecture.HIDDEN;
    }

    NDArray logRates(Graph graph, Parameters p, NDArray sums, NDArray states) {
        return logRatesOf(graph, p, linear(graph, p, Layers.PHI_OUT, size, size + 1, sums), states);
    }

    /** From summed messages (rows, D). */
    NDArray logRatesOf(Graph graph, Parameters p, NDArray message, NDArray states) {
        NDArray input = linear(graph, p, Layers.GRU_INPUT, 3 * d, size, message)
                .add(graph.leaf(Layers.GRU_INPUT_BIAS, p.get(Layers.GRU_INPUT_BIAS), 3L * d));
        NDArray recurrent = linear(graph, p, Layers.GRU_STATE, 3 * d, d, states)
                .add(graph.leaf(Layers.GRU_STATE_BIAS, p.get(Layers.GRU_STATE_BIAS), 3L * d));
        NDList in = input.split(3, 1);
        NDList back = recurrent.split(3, 1);
        NDArray reset = Activation.sigmoid(in.get(0).add(back.get(0)));
        NDArray update = Activation.sigmoid(in.get(1).add(back.get(1)));
        NDArray fresh = Activation.tanh(in.get(2).add(reset.mul(back.get(2))));
        NDArray next = fresh.add(update.mul(states.sub(fresh)));
        NDArray decoded = Activation.relu(linear(graph, p, Layers.DECODER, hidden, d, next)
                .add(graph.leaf(Layers.DECODER_BIAS, p.get(Layers.DECODER_BIAS), hidden)));
        return linear(graph, p, Layers.DECODER_OUT, 1, hidden, decoded)
                .add(graph.leaf(Layers.DECODER_OUT_BIAS, p.get(Layers.DECODER_OUT_BIAS), 1))
                .squeeze(1);
    }

    private static NDArray linear(Graph graph, Parameters p, String name, int out, int in, NDArray x) {
        return x.matMul(graph.leaf(name, p.get(name), out, in).transpose());
    }
}

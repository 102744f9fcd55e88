package circuitscope.infer.gnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * From summed messages to log rates: last layer of phi, GRU cell psi (Eq. 6) and decoder f_dec (Eq. 7).
 *
 * <ul>
 *   <li>input: sums (rows, D + 1), states (rows, d)
 *   <li>output: log lambda (rows)
 * </ul>
 */
final class PredictionHead {
    static final List<String> NAMES = List.of(
            Parameters.PHI_OUT,
            Parameters.GRU_INPUT,
            Parameters.GRU_STATE,
            Parameters.GRU_INPUT_BIAS,
            Parameters.GRU_STATE_BIAS,
            Parameters.DECODER,
            Parameters.DECODER_BIAS,
            Parameters.DECODER_OUT,
            Parameters.DECODER_OUT_BIAS);

    /** The same without the last layer of phi. */
    static final List<String> AFTER_MESSAGES = NAMES.subList(1, NAMES.size());

    private final int d;
    private final int size;
    private final int hidden;

    PredictionHead(Architecture shape) {
        d = shape.kernels();
        size = shape.messageSize();
        hidden = Architecture.HIDDEN;
    }

    NDArray logRates(Graph graph, Parameters p, NDArray sums, NDArray states) {
        return logRatesOf(graph, p, linear(graph, p, Parameters.PHI_OUT, size, size + 1, sums), states);
    }

    /** From summed messages (rows, D). */
    NDArray logRatesOf(Graph graph, Parameters p, NDArray message, NDArray states) {
        NDArray input = linear(graph, p, Parameters.GRU_INPUT, 3 * d, size, message)
                .add(graph.leaf(Parameters.GRU_INPUT_BIAS, p.get(Parameters.GRU_INPUT_BIAS), 3L * d));
        NDArray recurrent = linear(graph, p, Parameters.GRU_STATE, 3 * d, d, states)
                .add(graph.leaf(Parameters.GRU_STATE_BIAS, p.get(Parameters.GRU_STATE_BIAS), 3L * d));
        NDList in = input.split(3, 1);
        NDList back = recurrent.split(3, 1);
        NDArray reset = Activation.sigmoid(in.get(0).add(back.get(0)));
        NDArray update = Activation.sigmoid(in.get(1).add(back.get(1)));
        NDArray fresh = Activation.tanh(in.get(2).add(reset.mul(back.get(2))));
        NDArray next = fresh.add(update.mul(states.sub(fresh)));
        NDArray decoded = Activation.relu(linear(graph, p, Parameters.DECODER, hidden, d, next)
                .add(graph.leaf(Parameters.DECODER_BIAS, p.get(Parameters.DECODER_BIAS), hidden)));
        return linear(graph, p, Parameters.DECODER_OUT, 1, hidden, decoded)
                .add(graph.leaf(Parameters.DECODER_OUT_BIAS, p.get(Parameters.DECODER_OUT_BIAS), 1))
                .squeeze(1);
    }

    private static NDArray linear(Graph graph, Parameters p, String name, int out, int in, NDArray x) {
        return x.matMul(graph.leaf(name, p.get(name), out, in).transpose());
    }
}

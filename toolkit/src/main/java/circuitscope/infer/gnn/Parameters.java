package circuitscope.infer.gnn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Named arrays of trained numbers, in a fixed order. Matrices are flat, row after row. */
final class Parameters {
    /** Embedding (Eq. 1), shape (N, dimensions). */
    static final String Z = "z";
    /** f_Conv1D and f_enc (Eqs. 1 and 4), shape (bins, d), and its bias (d). */
    static final String KERNEL = "conv.kernel";

    static final String KERNEL_BIAS = "conv.bias";
    /** Scale and shift of batch normalisation, shape (d). */
    static final String NORM_SCALE = "norm.scale";

    static final String NORM_SHIFT = "norm.shift";
    /** Statistics of batch normalisation, shape (d); not trained. */
    static final String NORM_MEAN = "norm.mean";

    static final String NORM_DEVIATION = "norm.deviation";
    /** First layer of phi (Eq. 5), cut in two: A for the target, C for the sender, shape (D, d), and its bias (D). */
    static final String PHI_TARGET = "phi.target";

    static final String PHI_SENDER = "phi.sender";
    static final String PHI_BIAS = "phi.bias";
    /** Last layer of phi with its bias as the last column, shape (D, D + 1). */
    static final String PHI_OUT = "phi.out";
    /** GRU cell psi (Eq. 6), gates in the order reset, update, new: shapes (3 d, D), (3 d, d), (3 d), (3 d). */
    static final String GRU_INPUT = "gru.input";

    static final String GRU_STATE = "gru.state";
    static final String GRU_INPUT_BIAS = "gru.input_bias";
    static final String GRU_STATE_BIAS = "gru.state_bias";
    /** Decoder f_dec (Eq. 7): shapes (L, d), (L), (1, L), (1). */
    static final String DECODER = "decoder.hidden";

    static final String DECODER_BIAS = "decoder.hidden_bias";
    static final String DECODER_OUT = "decoder.out";
    static final String DECODER_OUT_BIAS = "decoder.out_bias";
    /** f_out (Eq. 1), shape (dimensions, features). */
    static final String OUT = "out";
    /** MLP (Eq. 2), its first layer cut in two for z_i and z_j: (32, dims), (32, dims), (32), (32, 32), (32), (1, 32), (1). */
    static final String MLP_TO = "mlp.to";

    static final String MLP_FROM = "mlp.from";
    static final String MLP_BIAS = "mlp.bias";
    static final String MLP_HIDDEN = "mlp.hidden";
    static final String MLP_HIDDEN_BIAS = "mlp.hidden_bias";
    static final String MLP_OUT = "mlp.out";
    static final String MLP_OUT_BIAS = "mlp.out_bias";

    /** Weights of free pairs or, if whitened, v; shape (N, N). */
    static final String PAIRS = "pairs";
    /** Running mean of each neuron's Fisher information of its free pairs per spike of its own, shape (N, N, N); not trained. */
    static final String INFORMATION = "pairs.information";

    /** The inverse of its root, now and then, up to a factor; shape (N, N, N); not trained. */
    static final String INVERSE_ROOT = "pairs.inverse_root";

    private final Map<String, float[]> arrays = new LinkedHashMap<>();

    Parameters put(String name, float[] values) {
        arrays.put(name, values);
        return this;
    }

    float[] get(String name) {
        float[] values = arrays.get(name);
        if (values == null) {
            throw new IllegalArgumentException("No parameter " + name + " among " + arrays.keySet());
        }
        return values;
    }

    /** Puts copies of other arrays in the place of those of the same name. */
    void putCopies(Parameters other) {
        other.arrays.forEach((name, values) -> arrays.put(name, values.clone()));
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    void remove(String name) {
        arrays.remove(name);
    }

    Set<String> names() {
        return arrays.keySet();
    }

    Collection<float[]> values() {
        return arrays.values();
    }

    /** Arrays of the same names and sizes, all 0. */
    Parameters zeros() {
        Parameters zeros = new Parameters();
        arrays.forEach((name, values) -> zeros.put(name, new float[values.length]));
        return zeros;
    }

    Parameters copy() {
        Parameters copy = new Parameters();
        copy.putCopies(this);
        return copy;
    }

    /** Adds other values to those of the same name here. */
    void add(Parameters other) {
        other.arrays.forEach((name, values) -> {
            float[] own = get(name);
            for (int k = 0; k < own.length; k++) {
                own[k] += values[k];
            }
        });
    }
}

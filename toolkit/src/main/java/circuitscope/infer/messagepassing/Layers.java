package circuitscope.infer.messagepassing;

/** Names and shapes of the trained layers of the message-passing network; d kernels, messages of size D, decoder of size L. */
public final class Layers {
    /** f_Conv1D and f_enc (Eqs. 1 and 4), shape (bins, d), and its bias (d). */
    public static final String KERNEL = "conv.kernel";

    static final String KERNEL_BIAS = "conv.bias";
    /** Scale and shift of batch normalisation, shape (d). */
    static final String NORM_SCALE = "norm.scale";

    static final String NORM_SHIFT = "norm.shift";
    /** Mean of batch normalisation, shape (d); not trained. */
    public static final String NORM_MEAN = "norm.mean";

    /** Standard deviation of batch normalisation, shape (d); not trained. */
    public static final String NORM_DEVIATION = "norm.deviation";

    /** First layer of phi (Eq. 5), cut in two: A for the target, C for the sender, shape (D, d), and its bias (D). */
    static final String PHI_TARGET = "phi.target";

    static final String PHI_SENDER = "phi.sender";
    static final String PHI_BIAS = "phi.bias";
    /** Last layer of phi with its bias as the last column, shape (D, D + 1). */
    public static final String PHI_OUT = "phi.out";

    /** f_enc,theta (Eq. 17), shape (angle's state, angle's terms), and its bias; only with an angle. */
    static final String ANGLE = "angle";

    static final String ANGLE_BIAS = "angle.bias";
    /**
     * GRU cell psi (Eq. 6), gates in the order reset, update, new: shapes (3 d, D), (3 d, d), (3 d), (3 d). Here and in the
     * decoder d counts the angle's state, too.
     */
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
    public static final String OUT = "out";

    private Layers() {}
}

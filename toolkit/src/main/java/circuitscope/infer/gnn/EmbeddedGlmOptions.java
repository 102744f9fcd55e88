package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.linkglm.LinkGlmOptions;
import java.util.List;

/**
 * Settings of the GLM whose weights are a function of an embedding.
 *
 * @param teacher settings of the GLM with a learned link
 * @param dimensions sizes of z to try
 */
public record EmbeddedGlmOptions(LinkGlmOptions teacher, List<Integer> dimensions) {
    /**
     * @param teacher settings of the GLM with a learned link
     * @param dimensions sizes of z to try
     * @throws InputException if there is no size, or one of them is out of range
     */
    public EmbeddedGlmOptions {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty()) {
            throw InputException.of("There is no size of the embedding, expected one or more, such as 2.");
        }
        for (int size : dimensions) {
            InputException.requireBetween("Size of the embedding", size, 1, 64);
        }
    }

    /** {@return those of the network's teacher} */
    public static EmbeddedGlmOptions standard() {
        GnnOptions network = GnnOptions.standard();
        return new EmbeddedGlmOptions(network.teacher(), network.dimensions());
    }
}

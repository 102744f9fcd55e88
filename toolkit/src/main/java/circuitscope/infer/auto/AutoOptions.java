package circuitscope.infer.auto;

import circuitscope.InputException;
import circuitscope.infer.correlogram.CorrelogramOptions;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.linkglm.LinkGlmOptions;
import java.util.List;

/**
 * Settings of {@link Auto}.
 *
 * @param falseDiscovery expected share of false ones among the synapses that are taken to exist
 * @param correlograms settings of the correlogram model; its own false discovery rate is not used
 * @param glm settings of the GLM
 * @param linkGlm settings of the GLM with a learned link
 * @param dimensions sizes of the embedding to choose from
 */
public record AutoOptions(
        double falseDiscovery,
        CorrelogramOptions correlograms,
        GlmOptions glm,
        LinkGlmOptions linkGlm,
        List<Integer> dimensions) {
    /**
     * @param falseDiscovery expected share of false synapses
     * @param correlograms settings of the correlogram model
     * @param glm settings of the GLM
     * @param linkGlm settings of the GLM with a learned link
     * @param dimensions sizes of the embedding to choose from
     * @throws InputException if the rate is out of range, or there is no size of the embedding, or one below 1
     */
    public AutoOptions {
        InputException.requireBetween("False discovery rate", falseDiscovery, 1e-6, 0.5);
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || dimensions.stream().anyMatch(k -> k < 1)) {
            throw InputException.of("Sizes of the embedding are %s, expected one or more sizes from 1 on.", dimensions);
        }
    }

    /** {@return 5 % false discoveries, two or three dimensions, and the standard settings of all methods} */
    public static AutoOptions standard() {
        return new AutoOptions(
                0.05, CorrelogramOptions.standard(), GlmOptions.standard(), LinkGlmOptions.standard(), List.of(2, 3));
    }

    /**
     * @param rate expected share of false synapses among those that are taken to exist
     * @return the same settings at another rate
     */
    public AutoOptions withFalseDiscovery(double rate) {
        return new AutoOptions(rate, correlograms, glm, linkGlm, dimensions);
    }
}

package circuitscope.infer.glm;

import circuitscope.InputException;

/**
 * Settings of the GLM that is stopped early.
 *
 * @param glm settings of the GLM whose coupling filter is taken
 * @param iterations quasi-Newton iterations of each neuron
 */
public record EarlyStoppedGlmOptions(GlmOptions glm, int iterations) {
    /**
     * @param glm settings of the GLM whose coupling filter is taken, with one ridge and no angle
     * @param iterations quasi-Newton iterations of each neuron
     * @throws InputException if a setting is out of range
     */
    public EarlyStoppedGlmOptions {
        InputException.requireBetween("Iterations of each neuron", iterations, 1, 1000);
        if (glm.harmonics() > 0 || glm.penalty().terms().size() != 1) {
            throw InputException.of(
                    "The GLM that is stopped early has %d penalties and %d harmonics, expected 1 and 0: it reproduces a"
                            + " shortcut and has no other use.",
                    glm.penalty().terms().size(), glm.harmonics());
        }
    }

    /** {@return the standard GLM, and 8 iterations} */
    public static EarlyStoppedGlmOptions standard() {
        return new EarlyStoppedGlmOptions(GlmOptions.standard(), 8);
    }
}

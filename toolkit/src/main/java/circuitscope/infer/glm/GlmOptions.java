package circuitscope.infer.glm;

import circuitscope.InputException;

/**
 * Settings of the GLM.
 *
 * @param windowMs longest lag of the coupling filter in ms; 2 tau in the paper
 * @param cosines number of raised cosines that make up the coupling filter, from 2 to 200
 * @param stride the integral of the rate is a sum over one step in every {@code stride}, drawn at random within each; 1 for
 *     all steps
 * @param penalty penalty on the couplings of each neuron, its strength given or chosen by the validation part
 * @param harmonics harmonics of the recording's angle that drive every neuron beside the spikes, as cosine and sine terms
 *     (paper, Appendix B.1); 0 for none
 * @param tolerance the fit ends when the log-likelihood of no neuron can rise by more than this, in nats
 * @param rounds most rounds of solving for weights and filter in turn
 */
public record GlmOptions(
        double windowMs, int cosines, int stride, GlmPenalty penalty, int harmonics, double tolerance, int rounds) {
    /**
     * @param windowMs longest lag of the coupling filter in ms; 2 tau in the paper
     * @param cosines number of raised cosines that make up the coupling filter, from 2 to 200
     * @param stride one step in so many is used for the integral of the rate; 1 for all steps
     * @param penalty penalty on the couplings of each neuron, its strength given or chosen by the validation part
     * @param harmonics harmonics of the recording's angle that drive every neuron beside the spikes; 0 for none
     * @param tolerance the fit ends when the log-likelihood of no neuron can rise by more than this, in nats
     * @param rounds most rounds of solving for weights and filter in turn
     * @throws InputException if a setting is out of range
     */
    public GlmOptions {
        InputException.requirePositive("GLM window in ms", windowMs);
        InputException.requireBetween("GLM cosines", cosines, 2, 200);
        InputException.requireBetween("GLM stride", stride, 1, 1000);
        if (penalty == null) {
            throw InputException.of("GLM penalty is missing, expected GlmPenalty.ridge(0) for none.");
        }
        InputException.requireBetween("GLM harmonics", harmonics, 0, 100);
        InputException.requirePositive("GLM tolerance in nats", tolerance);
        InputException.requireBetween("GLM rounds", rounds, 1, 1000);
    }

    /** {@return the paper's settings, 32 cosines over 20 ms, with a ridge of 1 and no angle} */
    public static GlmOptions standard() {
        return new GlmOptions(20, 32, 10, GlmPenalty.ridge(1), 0, 0.5, 20);
    }

    /**
     * @param ms longest lag of the coupling filter in ms
     * @param count number of raised cosines
     * @return the same settings with another filter
     */
    public GlmOptions withFilter(double ms, int count) {
        return new GlmOptions(ms, count, stride, penalty, harmonics, tolerance, rounds);
    }

    /**
     * @param steps one step in so many is used for the integral of the rate
     * @return the same settings with another stride
     */
    public GlmOptions withStride(int steps) {
        return new GlmOptions(windowMs, cosines, steps, penalty, harmonics, tolerance, rounds);
    }

    /**
     * @param other penalty on the couplings of each neuron
     * @return the same settings with another penalty
     */
    public GlmOptions withPenalty(GlmPenalty other) {
        return new GlmOptions(windowMs, cosines, stride, other, harmonics, tolerance, rounds);
    }

    /**
     * @param count harmonics of the recording's angle that drive every neuron beside the spikes; 0 for none
     * @return the same settings with another drive by the angle
     */
    public GlmOptions withHarmonics(int count) {
        return new GlmOptions(windowMs, cosines, stride, penalty, count, tolerance, rounds);
    }

    /**
     * @param nats the fit ends when the log-likelihood of no neuron can rise by more than this
     * @return the same settings with another tolerance
     */
    public GlmOptions withTolerance(double nats) {
        return new GlmOptions(windowMs, cosines, stride, penalty, harmonics, nats, rounds);
    }
}

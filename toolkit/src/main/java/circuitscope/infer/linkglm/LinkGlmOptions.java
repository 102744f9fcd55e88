package circuitscope.infer.linkglm;

import circuitscope.InputException;

/**
 * Settings of the GLM with a learned link.
 *
 * @param stride the integral of the rate is a sum over one step in every {@code stride}, drawn at random within each; 1 for
 *     all steps
 * @param ridge penalty ridge / 2 * sum of squared weights, per neuron
 * @param damping relative damping of the Fisher matrix's diagonal
 * @param tolerance the fit of a neuron ends when its log-likelihood can rise by no more than this, in nats
 * @param iterations most Newton steps per neuron
 * @param shortestTauMs lower end of the range in which the synaptic time constant is sought, in ms
 * @param longestTauMs upper end of this range, in ms
 */
public record LinkGlmOptions(
        int stride,
        double ridge,
        double damping,
        double tolerance,
        int iterations,
        double shortestTauMs,
        double longestTauMs) {
    /**
     * @param stride one step in so many is used for the integral of the rate; 1 for all steps
     * @param ridge penalty ridge / 2 * sum of squared weights, per neuron
     * @param damping relative damping of the Fisher matrix's diagonal
     * @param tolerance the fit of a neuron ends when its log-likelihood can rise by no more than this, in nats
     * @param iterations most Newton steps per neuron
     * @param shortestTauMs lower end of the range in which the synaptic time constant is sought, in ms
     * @param longestTauMs upper end of this range, in ms
     * @throws InputException if a setting is out of range
     */
    public LinkGlmOptions {
        InputException.requireBetween("GLM stride", stride, 1, 1000);
        InputException.requireBetween("GLM ridge", ridge, 0, 1e12);
        InputException.requireBetween("GLM damping", damping, 0, 1);
        InputException.requirePositive("GLM tolerance in nats", tolerance);
        InputException.requireBetween("GLM iterations", iterations, 1, 1000);
        InputException.requirePositive("Shortest time constant in ms", shortestTauMs);
        InputException.requireBetween(
                "Longest time constant in ms", longestTauMs, Math.nextUp(shortestTauMs), Double.MAX_VALUE);
    }

    /** {@return settings for recordings at a fine time step} */
    public static LinkGlmOptions standard() {
        return new LinkGlmOptions(10, 1e-2, 1e-4, 0.2, 40, 2, 50);
    }

    /**
     * @param steps one step in so many is used for the integral of the rate
     * @return the same settings with another stride
     */
    public LinkGlmOptions withStride(int steps) {
        return new LinkGlmOptions(steps, ridge, damping, tolerance, iterations, shortestTauMs, longestTauMs);
    }

    /**
     * @param shortest lower end of the range in which the synaptic time constant is sought, in ms
     * @param longest upper end of this range, in ms
     * @return the same settings with another range
     */
    public LinkGlmOptions withTau(double shortest, double longest) {
        return new LinkGlmOptions(stride, ridge, damping, tolerance, iterations, shortest, longest);
    }

    /**
     * @param penalty penalty ridge / 2 * sum of squared weights, per neuron
     * @return the same settings with another penalty
     */
    LinkGlmOptions withRidge(double penalty) {
        return new LinkGlmOptions(stride, penalty, damping, tolerance, iterations, shortestTauMs, longestTauMs);
    }
}

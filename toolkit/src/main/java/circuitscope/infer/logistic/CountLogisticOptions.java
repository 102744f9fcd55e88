package circuitscope.infer.logistic;

import circuitscope.InputException;
import java.util.List;

/**
 * Settings of logistic regression on spike counts.
 *
 * @param binMs length of a bin in ms
 * @param ridges penalties ridge / 2 * sum of squared weights per neuron, in nats, to choose from by the validation part
 * @param tolerance the fit of a neuron ends when its next step promises less than this, in nats
 * @param iterations most Newton steps per neuron and penalty
 */
public record CountLogisticOptions(double binMs, List<Double> ridges, double tolerance, int iterations) {
    /**
     * @param binMs length of a bin in ms
     * @param ridges penalties to choose from
     * @param tolerance the fit of a neuron ends when its next step promises less than this, in nats
     * @param iterations most Newton steps per neuron and penalty
     * @throws InputException if a setting is out of range, or there is no penalty
     */
    public CountLogisticOptions {
        InputException.requirePositive("Logistic bin in ms", binMs);
        ridges = List.copyOf(ridges);
        if (ridges.isEmpty()) {
            throw InputException.of("There is no logistic penalty, expected one or more, such as 1.");
        }
        for (double ridge : ridges) {
            InputException.requirePositive("Logistic penalty", ridge);
        }
        InputException.requirePositive("Logistic tolerance in nats", tolerance);
        InputException.requireBetween("Logistic iterations", iterations, 1, 1000);
    }

    /** {@return bins of 10 ms, the synaptic time constant, and penalties from 100 down to 0.1} */
    public static CountLogisticOptions standard() {
        return new CountLogisticOptions(10, List.of(100.0, 10.0, 1.0, 0.1), 0.01, 50);
    }
}

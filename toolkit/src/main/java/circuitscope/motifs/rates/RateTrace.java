package circuitscope.motifs.rates;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A simulated network over time.
 *
 * @param times times in units of the time constant, shape (T)
 * @param rates mean rate of each population, shape (P, T)
 * @param variances variance of the input x over the neurons of each population, shape (P, T)
 * @param state input x of each neuron at the end, shape (N)
 * @param phi how input becomes a rate
 */
public record RateTrace(double[] times, double[][] rates, double[][] variances, double[] state, Nonlinearity phi) {
    /** Part of the time that counts as its end. */
    private static final double LAST = 0.1;

    /** {@return mean rate of each population over the last tenth of the time, shape (P)} */
    public double[] lastRates() {
        return Arrays.stream(rates).mapToDouble(this::late).toArray();
    }

    /** {@return mean variance of the input of each population over the last tenth of the time, shape (P)} */
    public double[] lastVariances() {
        return Arrays.stream(variances).mapToDouble(this::late).toArray();
    }

    /** {@return rate of each neuron at the end, shape (N)} */
    public double[] neuronRates() {
        return Arrays.stream(state).map(phi::rate).toArray();
    }

    /**
     * @param steps number of steps, at least 1
     * @return the first of every so many times alone
     */
    public RateTrace every(int steps) {
        return new RateTrace(every(times, steps), every(rates, steps), every(variances, steps), state, phi);
    }

    private static double[][] every(double[][] rows, int steps) {
        return Arrays.stream(rows).map(row -> every(row, steps)).toArray(double[][]::new);
    }

    private static double[] every(double[] values, int steps) {
        return IntStream.iterate(0, k -> k < values.length, k -> k + steps)
                .mapToDouble(k -> values[k])
                .toArray();
    }

    private double late(double[] values) {
        int from = (int) Math.floor(values.length * (1 - LAST));
        return Arrays.stream(values, from, values.length).average().orElseThrow();
    }
}

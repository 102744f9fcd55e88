package circuitscope.motifs.rates;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.motifs.MotifNetwork;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Simulates x_i' = -x_i + I_p(t) + sum_j J_ij phi(x_j) from x = 0, by the classical Runge-Kutta method of order 4. The same
 * network gives the same rates on every machine, whatever the number of threads.
 *
 * @param network weights
 * @param phi how input becomes a rate
 * @param input external input to each population
 * @param duration simulated time in units of the time constant
 * @param step length of a step, at most 0.5; jumps of the input should fall on steps
 */
public record RateSimulation(
        MotifNetwork network, Nonlinearity phi, ExternalInput input, double duration, double step) {
    private static final double STEP = 0.2;
    private static final double UNBOUNDED = 1e9;

    /**
     * @param network weights
     * @param phi how input becomes a rate
     * @param input external input to each population
     * @param duration simulated time in units of the time constant
     * @param step length of a step
     * @throws InputException if a number is out of range
     */
    public RateSimulation {
        InputException.requirePositive("Simulated time", duration);
        InputException.requireBetween("Time step", step, 1e-6, Math.min(0.5, duration));
    }

    /**
     * Steps of 0.2.
     *
     * @param network weights
     * @param phi how input becomes a rate
     * @param input external input to each population
     * @param duration simulated time in units of the time constant
     * @return the simulation
     * @throws InputException if the duration is out of range
     */
    public static RateSimulation of(MotifNetwork network, Nonlinearity phi, ExternalInput input, double duration) {
        return new RateSimulation(network, phi, input, duration, STEP);
    }

    /** {@return the rates over time, computed on all processors} */
    public RateTrace run() {
        return run(Workers.all());
    }

    /**
     * @param workers threads, and who hears how far it has come
     * @return the rates over time
     * @throws InputException if rates grow without bounds
     * @throws CancellationException if the thread is interrupted
     */
    public RateTrace run(Workers workers) {
        int steps = (int) Math.ceil(duration / step - 1e-9);
        int n = network.neurons();
        int[] of = network.populations().of();
        int[][] members = network.populations().members();
        double[] state = new double[n];
        double[] rates = new double[n];
        double[] recurrent = new double[n];
        double[] stage = new double[n];
        double[] sum = new double[n];
        double[] times = new double[steps + 1];
        double[][] means = new double[members.length][steps + 1];
        double[][] variances = new double[members.length][steps + 1];
        record(state, members, means, variances, 0);
        for (int k = 0; k < steps; k++) {
            Progress.stopIfInterrupted("simulating rates");
            double from = k * step;
            double last = Math.nextDown((k + 1) * step);
            Arrays.fill(sum, 0);
            System.arraycopy(state, 0, stage, 0, n);
            for (int part = 0; part < 4; part++) {
                double time = Math.min(last, part == 0 ? from : part == 3 ? from + step : from + step / 2);
                for (int i = 0; i < n; i++) {
                    rates[i] = phi.rate(stage[i]);
                }
                network.input(rates, recurrent, workers);
                double[] level = new double[members.length];
                Arrays.setAll(level, p -> input.at(p, time));
                double weight = part == 0 || part == 3 ? step / 6 : step / 3;
                double ahead = part == 2 ? step : step / 2;
                for (int i = 0; i < n; i++) {
                    double change = recurrent[i] + level[of[i]] - stage[i];
                    sum[i] += weight * change;
                    stage[i] = state[i] + ahead * change;
                }
            }
            for (int i = 0; i < n; i++) {
                state[i] += sum[i];
            }
            times[k + 1] = (k + 1) * step;
            record(state, members, means, variances, k + 1);
            int now = k + 1;
            if (!Arrays.stream(variances).allMatch(variance -> variance[now] < UNBOUNDED)) {
                throw InputException.of(
                        "Rates grow without bounds until time %s; weaken excitation or the chains.", times[now]);
            }
            workers.progress().update("simulating rates", k + 1L, steps);
        }
        return new RateTrace(times, means, variances, state, phi);
    }

    private void record(double[] state, int[][] members, double[][] means, double[][] variances, int at) {
        for (int p = 0; p < members.length; p++) {
            double rate = 0;
            double mean = 0;
            for (int i : members[p]) {
                rate += phi.rate(state[i]);
                mean += state[i];
            }
            mean /= members[p].length;
            double squares = 0;
            for (int i : members[p]) {
                squares += (state[i] - mean) * (state[i] - mean);
            }
            means[p][at] = rate / members[p].length;
            variances[p][at] = squares / members[p].length;
        }
    }
}

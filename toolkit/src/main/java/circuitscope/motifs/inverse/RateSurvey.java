package circuitscope.motifs.inverse;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Means and standard deviations of the rates of excitatory and inhibitory neurons under several inputs.
 *
 * @param source where the numbers come from; of a stand-in it says so
 * @param shares share of excitatory and of inhibitory neurons in all, shape (2), sum 1
 * @param inputs external input to both populations, shape (K, 2)
 * @param rates mean rate of both, shape (K, 2)
 * @param deviations s.d. of the rate over their neurons, shape (K, 2)
 * @param error standard error of each of these numbers
 */
public record RateSurvey(
        String source, double[] shares, double[][] inputs, double[][] rates, double[][] deviations, double error) {
    /** Time in which a network settles. */
    private static final double SETTLING = 30;

    /** Long steps do not change where the rates end. */
    private static final double STEP = 0.5;

    /**
     * @param source where the numbers come from
     * @param shares share of excitatory and of inhibitory neurons in all, shape (2), sum 1
     * @param inputs external input to both populations, shape (K, 2)
     * @param rates mean rate of both, shape (K, 2)
     * @param deviations s.d. of the rate over their neurons, shape (K, 2)
     * @param error standard error of each of these numbers
     * @throws InputException if shapes differ, there are fewer than two inputs, or a number is out of range
     */
    public RateSurvey {
        InputException.requireBetween("Number of inputs", inputs.length, 2, 10_000);
        InputException.requirePositive("Standard error of the rates", error);
        for (double[][] part : List.of(inputs, rates, deviations)) {
            for (int k = 0; k < Math.max(part.length, inputs.length); k++) {
                if (part.length != inputs.length || part[k].length != 2) {
                    throw InputException.of(
                            "Found %d rows%s, expected one of 2 numbers (excitatory, inhibitory) for each of %d inputs.",
                            part.length, k < part.length ? ", one of " + part[k].length : "", inputs.length);
                }
                for (double value : part[k]) {
                    InputException.requireBetween("Number of input " + k, value, -1e6, 1e6);
                }
            }
        }
    }

    /**
     * Inputs in one proportion. Threshold-linear rates would be in proportion, too, and tell four numbers in all.
     *
     * @return six inputs from a half to twice that of the test case, shape (6, 2)
     */
    public static double[][] sixInputs() {
        double[] scale = {0.5, 0.75, 1, 1.25, 1.6, 2};
        return Arrays.stream(scale).mapToObj(s -> new double[] {s, 0.8 * s}).toArray(double[][]::new);
    }

    /**
     * A stand-in for a recording: the theory of a known circuit with independent errors.
     *
     * @param circuit the circuit
     * @param phi how input becomes a rate
     * @param inputs external input to both populations, shape (K, 2)
     * @param error standard error that is stated
     * @param seed seed of the errors; 0 for none
     * @return the survey
     * @throws InputException if the circuit does not settle
     */
    public static RateSurvey ofTheory(Circuit circuit, Nonlinearity phi, double[][] inputs, double error, long seed) {
        List<FixedPoint> points = circuit.settled(phi, inputs, List.of())
                .orElseThrow(() -> InputException.of(
                        "The circuit does not settle under one of the inputs; take weaker excitation or chains."));
        ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "errors of rates"));
        double size = seed == 0 ? 0 : error;
        double[][] rates = new double[inputs.length][2];
        double[][] deviations = new double[inputs.length][2];
        for (int k = 0; k < inputs.length; k++) {
            for (int p = 0; p < 2; p++) {
                rates[k][p] = points.get(k).rates()[p] + size * normal.sample();
                deviations[k][p] = points.get(k).deviations()[p] + size * normal.sample();
            }
        }
        return new RateSurvey(
                "stand-in: theory of a known circuit", circuit.shares(), inputs, rates, deviations, error);
    }

    /**
     * A stand-in for a recording: a simulated network.
     *
     * @param network excitatory and inhibitory neurons
     * @param phi how input becomes a rate
     * @param inputs external input to both populations, shape (K, 2)
     * @param error standard error that is stated
     * @return means and s.d. of the rates of its neurons
     * @throws InputException if the network has other populations or does not settle
     */
    public static RateSurvey ofNetwork(MotifNetwork network, Nonlinearity phi, double[][] inputs, double error) {
        int[][] members = network.populations().members();
        if (members.length != 2) {
            throw InputException.of(
                    "The network has %d populations, expected 2: excitatory and inhibitory.", members.length);
        }
        double[][] rates = new double[inputs.length][2];
        double[][] deviations = new double[inputs.length][2];
        for (int k = 0; k < inputs.length; k++) {
            double[] settled = new RateSimulation(network, phi, ExternalInput.constant(inputs[k]), SETTLING, STEP)
                    .run()
                    .neuronRates();
            for (int p = 0; p < 2; p++) {
                double[] own =
                        Arrays.stream(members[p]).mapToDouble(i -> settled[i]).toArray();
                double mean = Arrays.stream(own).average().orElseThrow();
                rates[k][p] = mean;
                deviations[k][p] = Math.sqrt(Arrays.stream(own)
                        .map(rate -> (rate - mean) * (rate - mean))
                        .average()
                        .orElseThrow());
            }
        }
        return new RateSurvey(
                "stand-in: simulation of " + network.neurons() + " neurons",
                Arrays.stream(members)
                        .mapToDouble(own -> (double) own.length / network.neurons())
                        .toArray(),
                inputs,
                rates,
                deviations,
                error);
    }
}

package circuitscope.lowrank.spikes;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.MixtureLaw;
import circuitscope.lowrank.Trajectories;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A synthetic stand-in for recordings of a choice between two sides, which are not public: a network of rank one that is
 * bistable, evidence u for one side during the first part of a trial, and memory of the choice in the rest.
 */
public final class ChoiceTask {
    /** Steps of a trial, and how many of them have evidence. */
    public static final int STEPS = 120;

    /** Steps with evidence. */
    public static final int EVIDENCE = 40;

    private static final double SPREAD = 0.06;

    private ChoiceTask() {}

    /**
     * Two kinds of neurons, equally many: some hold the choice (m about 1.5, b about 0), others bring the evidence (m about 0,
     * b about 1.5). Both send n about 2.4.
     *
     * @return the law of their loadings
     */
    public static MixtureLaw law() {
        double[][] covariance = {{SPREAD, 0, 0}, {0, SPREAD, 0}, {0, 0, 0}};
        double[][] slope = new double[1][3];
        double[][] residual = {{0.25}};
        return new MixtureLaw(
                1,
                List.of(
                        new MixtureLaw.Component(
                                0.5, new double[] {1.5, 0, 0}, covariance, new double[] {2.4}, slope, residual),
                        new MixtureLaw.Component(
                                0.5, new double[] {0, 1.5, 0}, covariance, new double[] {2.4}, slope, residual)),
                -1);
    }

    /**
     * @param network a network of rank one with one input
     * @param trials number of trials; evidence is evenly spread over -0.6 to 0.6
     * @param seed seed of the starts, z ~ N(0, 0.2^2)
     * @param workers threads
     * @return latent variables and evidence of each trial
     * @throws InputException if the number is out of range
     */
    public static Trajectories run(LowRankNetwork network, int trials, long seed, Workers workers) {
        InputException.requireBetween("Number of trials", trials, 2, 1_000_000);
        UniformRandomProvider random = RandomStreams.of(seed, "choice");
        var normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[][] starts = new double[trials][1];
        double[][][] u = new double[trials][STEPS][1];
        for (int trial = 0; trial < trials; trial++) {
            starts[trial][0] = 0.2 * normal.sample();
            double evidence = 0.6 * (2.0 * trial / (trials - 1) - 1);
            for (int t = 0; t < EVIDENCE; t++) {
                u[trial][t][0] = evidence;
            }
        }
        return network.run(starts, u, workers);
    }

    /**
     * @param latent latent variables and evidence of each trial
     * @return share of the trials whose choice, the sign of z at the end, is the side of the evidence
     */
    public static double right(Trajectories latent) {
        long right = 0;
        for (int trial = 0; trial < latent.z().length; trial++) {
            double[][] z = latent.z()[trial];
            right += z[z.length - 1][0] * latent.u()[trial][0][0] > 0 ? 1 : 0;
        }
        return right / (double) latent.z().length;
    }

    /**
     * @param latent latent variables of each trial
     * @return mean |z| at the end of a trial: how firmly the choice is remembered
     */
    public static double memory(Trajectories latent) {
        return Arrays.stream(latent.z())
                .mapToDouble(z -> Math.abs(z[z.length - 1][0]))
                .average()
                .orElseThrow();
    }
}

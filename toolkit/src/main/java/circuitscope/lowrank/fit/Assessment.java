package circuitscope.lowrank.fit;

import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.lowrank.LoadingLaw;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.compare.Discrepancy;
import circuitscope.lowrank.compare.Explained;
import circuitscope.lowrank.flow.ConnectivityFlow;
import circuitscope.lowrank.inverse.NormalEquations;
import circuitscope.lowrank.inverse.RidgeSolution;
import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Ridge solution and flows of one network whose law is known, with how near they come to it. Fields are compared on a 20 x 20
 * grid from -2.4 to 2.4.
 *
 * @param test the law of the network
 * @param network the network, of rank two
 * @param activity its activity, from 20 x 20 starts
 * @param equations what the activity says of what neurons send
 * @param ridge ridge solution
 * @param flows the flows about it
 * @param samples neurons drawn from the flows
 * @param scores how near they come
 */
public record Assessment(
        TestCase test,
        LowRankNetwork network,
        Activity activity,
        NormalEquations equations,
        RidgeSolution ridge,
        ConnectivityFit.Flows flows,
        Loadings samples,
        Scores scores) {
    private static final int STEPS = 100;
    private static final int DRAWN = 20_000;
    private static final int COMPARED = 2000;
    /** Share of neurons that counts as tail. */
    static final double TAIL = 0.02;

    /**
     * How near an estimate comes.
     *
     * @param networkError relative difference of the network's field from that of many neurons: its own finite size
     * @param ridgeError relative error of the field of the ridge solution, for the network's neurons
     * @param ridgeErrorOfOthers the same for other neurons, drawn from the law
     * @param ridgeExplained R^2 of what neurons send on average, E[n | m]
     * @param flowError relative error of the field of neurons drawn from the flows, against the network
     * @param flowErrorOfMany the same against the field of many neurons
     * @param residual s.d. of n about the true E[n | m], for neurons drawn from the flows
     * @param discrepancy squared maximum mean discrepancy of (m, n) from the law with the noise that was asked for
     * @param shuffled the same for drawn neurons whose n are exchanged
     * @param tailIndex Hill index of |m| of neurons drawn from the flows, from the largest 2 %
     */
    public record Scores(
            double networkError,
            double ridgeError,
            double ridgeErrorOfOthers,
            double ridgeExplained,
            double flowError,
            double flowErrorOfMany,
            double residual,
            double discrepancy,
            double shuffled,
            double tailIndex) {}

    /**
     * @param test the law of the network
     * @param neurons number of neurons
     * @param options choices
     * @param seed seed of network, fit and comparison
     * @param workers threads, and who hears how far it has come
     * @return the fit and its scores
     */
    public static Assessment of(TestCase test, int neurons, FitOptions options, long seed, Workers workers) {
        LoadingLaw law = test.law();
        LowRankNetwork network = LowRankNetwork.of(law.draw(neurons, seed));
        Activity activity = Activity.of(network, network.run(TestCase.starts(), STEPS, workers));
        NormalEquations equations = NormalEquations.of(activity.latent(), activity.received(), activity.phi(), workers);
        RidgeSolution ridge = equations.ridge(options.rho(), workers);
        var flows = new ConnectivityFit.Flows(
                ConnectivityFlow.fit(ridge.c(), ridge.n(), options.noise(), options.flow(), seed, workers));
        Loadings samples = flows.sample(DRAWN, seed, workers);
        double[][] grid = VectorField.grid(TestCase.LIMIT, 20);
        VectorField many = law.meanField(network.phi());
        // the law's draws for comparison are others than those of the network
        Loadings others = law.draw(DRAWN, RandomStreams.of(seed, "others").nextLong());
        Loadings truth = least(others, law, options.noise(), seed);
        Loadings predicted = others.withN(ridge.conditionalMean(others.received(), workers));
        return new Assessment(
                test,
                network,
                activity,
                equations,
                ridge,
                flows,
                samples,
                new Scores(
                        many.relativeError(network, grid),
                        network.relativeError(
                                LowRankNetwork.of(network.loadings().withN(ridge.n())), grid),
                        network.relativeError(LowRankNetwork.of(predicted), grid),
                        Explained.share(law.average(network.loadings()).n(), ridge.n()),
                        network.relativeError(LowRankNetwork.of(samples), grid),
                        many.relativeError(LowRankNetwork.of(samples), grid),
                        residual(samples, law.average(samples).n()),
                        Discrepancy.meanDiscrepancy(joined(samples, 0), joined(truth, 0)),
                        Discrepancy.meanDiscrepancy(joined(samples, COMPARED), joined(truth, 0)),
                        Discrepancy.tailIndex(samples.m(), TAIL)));
    }

    /** Neurons of a law whose n are normal about their mean with the given s.d. */
    private static Loadings least(Loadings others, LoadingLaw law, double noise, long seed) {
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "noise"));
        double[][] n = law.average(others).n();
        for (double[] one : n) {
            for (int r = 0; r < one.length; r++) {
                one[r] += noise * normal.sample();
            }
        }
        return others.withN(n);
    }

    private static double residual(Loadings samples, double[][] means) {
        double squares = 0;
        int rank = samples.rank();
        for (int i = 0; i < means.length; i++) {
            for (int r = 0; r < rank; r++) {
                squares += Math.pow(samples.n()[i][r] - means[i][r], 2);
            }
        }
        return Math.sqrt(squares / ((double) rank * means.length));
    }

    /** Rows (m, n), n those of neurons further on in the list. */
    private static double[][] joined(Loadings loadings, int shift) {
        double[][] rows = new double[COMPARED][];
        for (int i = 0; i < COMPARED; i++) {
            rows[i] = Arrays.copyOf(loadings.m()[i], 2 * loadings.rank());
            System.arraycopy(loadings.n()[i + shift], 0, rows[i], loadings.rank(), loadings.rank());
        }
        return rows;
    }
}

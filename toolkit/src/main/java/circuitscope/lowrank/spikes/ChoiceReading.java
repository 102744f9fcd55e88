package circuitscope.lowrank.spikes;

import circuitscope.Workers;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.compare.GaussianMixture;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.inverse.AffineAlignment;
import circuitscope.lowrank.inverse.NormalEquations;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A network of the choice task, and what its spikes alone tell of it: latent variable, loadings, and two kinds of neurons.
 *
 * @param network the network
 * @param kinds true kind of each neuron, 0 for those that hold the choice and 1 for those that bring evidence, shape (N)
 * @param truth its latent variable and the evidence of each trial
 * @param smoothed activity by smoothing alone
 * @param activity the likelier activity
 * @param gauge brings the latent variable of the activity to that of the network
 * @param loadings ridge solution, on the latent variable of the network
 * @param selection how many kinds of neurons there are, by what they receive
 * @param holding whether each neuron is in the cluster that is taken to hold the choice, shape (N)
 */
public record ChoiceReading(
        LowRankNetwork network,
        int[] kinds,
        Trajectories truth,
        Activity smoothed,
        Activity activity,
        AffineAlignment gauge,
        Loadings loadings,
        MixtureSelection selection,
        boolean[] holding) {
    /** Mean count of a neuron in a step at h = 0. */
    public static final double COUNT = 0.5;

    /** S.d. of the smoothing kernel in steps. */
    public static final double KERNEL = 3;

    /** Strength of the ridge. */
    static final double RHO = 1e-4;

    private static final int MOST_KINDS = 6;
    private static final int JUDGED = 200;

    /**
     * How near the reading comes; choices are those of 200 other trials, the same for all networks.
     *
     * @param explained share of the variance of z that is explained
     * @param explainedBySmoothing the same by smoothing alone
     * @param components number of kinds of neurons that were found
     * @param rightKind share of neurons in the right cluster
     * @param right share of right choices of the network that was read
     * @param rightOfTruth the same of the true network
     * @param rightWithoutEvidence share of right choices of the network that was read where evidence neurons are silent
     * @param rightWithoutEvidenceOfTruth the same of the true network with the same neurons silent
     * @param rightWithoutEvidenceGivenShare as {@code rightWithoutEvidence}, after the share of u in z has been set by the true z
     * @param shareOfInput share of u that the latent variable of the reading has beyond the true one
     * @param memory mean |z| at the end of trials of the network that was read
     * @param memoryOfTruth the same of the true network
     * @param memoryWithoutHolding the same of the network that was read where neurons that hold the choice are silent
     */
    public record Scores(
            double explained,
            double explainedBySmoothing,
            int components,
            double rightKind,
            double right,
            double rightOfTruth,
            double rightWithoutEvidence,
            double rightWithoutEvidenceOfTruth,
            double rightWithoutEvidenceGivenShare,
            double shareOfInput,
            double memory,
            double memoryOfTruth,
            double memoryWithoutHolding) {}

    /**
     * @param neurons number of neurons
     * @param trials number of trials
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @return network and reading
     */
    public static ChoiceReading of(int neurons, int trials, long seed, Workers workers) {
        int[] kinds = new int[neurons];
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(neurons, seed, kinds));
        Trajectories truth = ChoiceTask.run(network, trials, seed, workers);
        PoissonSpikes spikes = PoissonSpikes.of(network, truth, COUNT, seed, workers);
        Activity smoothed = spikes.activity(1, KERNEL);
        Activity activity = spikes.likelier(smoothed, KERNEL, workers);
        AffineAlignment gauge = aligned(activity, truth);
        Loadings loadings =
                gauge.apply(NormalEquations.of(activity.latent(), activity.received(), activity.phi(), workers)
                        .ridge(RHO, workers)
                        .loadings());
        double[][] received = received(loadings);
        int[] cluster = GaussianMixture.fit(received, 2, seed).assign(received);
        int holding = strength(received, cluster, 0) > strength(received, cluster, 1) ? 0 : 1;
        boolean[] holds = new boolean[neurons];
        for (int i = 0; i < neurons; i++) {
            holds[i] = cluster[i] == holding;
        }
        return new ChoiceReading(
                network,
                kinds,
                truth,
                smoothed,
                activity,
                gauge,
                loadings,
                MixtureSelection.of(received, MOST_KINDS, seed, workers),
                holds);
    }

    /** Brings the latent variable of an activity to the true one. */
    static AffineAlignment aligned(Activity activity, Trajectories truth) {
        return AffineAlignment.fit(latent(activity.latent()), latent(truth));
    }

    private static double[][] latent(Trajectories some) {
        return Arrays.stream(some.states())
                .map(state -> Arrays.copyOf(state, some.rank()))
                .toArray(double[][]::new);
    }

    private static double[][] received(Loadings loadings) {
        return IntStream.range(0, loadings.neurons())
                .mapToObj(i -> new double[] {loadings.m()[i][0], loadings.b()[i][0]})
                .toArray(double[][]::new);
    }

    /** Mean |m| of a cluster. */
    private static double strength(double[][] received, int[] cluster, int number) {
        return IntStream.range(0, cluster.length)
                .filter(i -> cluster[i] == number)
                .mapToDouble(i -> Math.abs(received[i][0]))
                .average()
                .orElse(0);
    }

    /** {@return the network that was read} */
    public LowRankNetwork read() {
        return LowRankNetwork.of(loadings);
    }

    /**
     * @param kind whether those that hold the choice are meant, or those that bring evidence
     * @return what the reading says that neurons of this cluster receive and send
     */
    public Loadings cluster(boolean kind) {
        return loadings.only(IntStream.range(0, holding.length)
                .filter(i -> holding[i] == kind)
                .toArray());
    }

    /**
     * @param some the true network or that which was read
     * @param kind whether the cluster that holds the choice is to be silent, or that which brings evidence
     * @return the network without what that cluster sends
     */
    public LowRankNetwork silencing(LowRankNetwork some, boolean kind) {
        boolean[] silent = new boolean[holding.length];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = holding[i] == kind;
        }
        return some.silencing(silent);
    }

    /**
     * @param trial number of a trial
     * @return its latent variable as read from spikes, on the scale of the true one, shape (steps + 1)
     */
    public double[] path(int trial) {
        return Arrays.stream(activity.latent().z()[trial])
                .mapToDouble(z -> gauge.apply(z)[0])
                .toArray();
    }

    /**
     * Share of u that the latent variable of the reading lacks: h = m z + b u + d stays the same if z + s u takes the place of z
     * and b - s m that of b, and only the one step of a trial in which u changes tells s.
     */
    private double missingShare() {
        double products = 0;
        double squares = 0;
        double[][] read = activity.latent().states();
        double[][] states = truth.states();
        for (int t = 0; t < states.length; t++) {
            double u = states[t][1];
            products += u * (states[t][0] - gauge.apply(new double[] {read[t][0]})[0]);
            squares += u * u;
        }
        return products / squares;
    }

    private LowRankNetwork withShare(double share) {
        double[][] b = new double[loadings.neurons()][1];
        for (int i = 0; i < b.length; i++) {
            b[i][0] = loadings.b()[i][0] - share * loadings.m()[i][0];
        }
        return LowRankNetwork.of(new Loadings(loadings.m(), loadings.n(), b, loadings.d()));
    }

    /**
     * @param seed seed of the 200 trials in which networks are judged
     * @param workers threads
     * @return how near the reading comes
     */
    public Scores scores(long seed, Workers workers) {
        double missing = missingShare();
        Trajectories own = ChoiceTask.run(read(), JUDGED, seed, workers);
        Trajectories whole = ChoiceTask.run(network, JUDGED, seed, workers);
        long right = IntStream.range(0, kinds.length)
                .filter(i -> holding[i] == (kinds[i] == 0))
                .count();
        return new Scores(
                gauge.explained(),
                aligned(smoothed, truth).explained(),
                selection.components(),
                right / (double) kinds.length,
                ChoiceTask.right(own),
                ChoiceTask.right(whole),
                rightWithoutEvidence(read(), seed, workers),
                rightWithoutEvidence(network, seed, workers),
                rightWithoutEvidence(withShare(missing), seed, workers),
                -missing,
                ChoiceTask.memory(own),
                ChoiceTask.memory(whole),
                ChoiceTask.memory(ChoiceTask.run(silencing(read(), true), JUDGED, seed, workers)));
    }

    private double rightWithoutEvidence(LowRankNetwork some, long seed, Workers workers) {
        return ChoiceTask.right(ChoiceTask.run(silencing(some, false), JUDGED, seed, workers));
    }
}

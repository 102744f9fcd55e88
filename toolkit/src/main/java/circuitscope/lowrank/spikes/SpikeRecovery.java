package circuitscope.lowrank.spikes;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.inverse.AffineAlignment;
import circuitscope.lowrank.inverse.NormalEquations;
import java.util.Arrays;

/** How near the field of a network of the choice task is read from spikes of some of its neurons in some trials. */
public final class SpikeRecovery implements Computation<SpikeRecovery.Options, SpikeRecovery.Found> {
    /** Steps that a GLM looks back, and its number of filter functions. */
    private static final int WINDOW = 12;

    private static final int FUNCTIONS = 4;

    /** The field is compared at 31 points from -1.5 to 1.5, without input. */
    private static final double[][] POINTS = new double[31][1];

    static {
        Arrays.setAll(POINTS, k -> new double[] {(k - 15) / 10.0});
    }

    /** How inputs of neurons follow from spikes. */
    public enum Rates {
        /** Likelihood of the counts. */
        LIKELIER,
        /** Smoothing alone. */
        SMOOTHED,
        /** Rates of a GLM. */
        GLM
    }

    /**
     * How much is recorded.
     *
     * @param neurons number of neurons of the network
     * @param recorded number of neurons whose spikes are recorded, the first ones
     * @param trials number of trials
     * @param rates how inputs follow from spikes
     */
    public record Options(int neurons, int recorded, int trials, Rates rates) {
        /**
         * @param neurons number of neurons of the network
         * @param recorded number of neurons whose spikes are recorded
         * @param trials number of trials
         * @param rates how inputs follow from spikes
         * @throws InputException if a number is out of range, or nothing says how inputs follow
         */
        public Options {
            InputException.requireBetween("Number of neurons", neurons, 2, 100_000);
            InputException.requireBetween("Number of recorded neurons", recorded, 2, neurons);
            InputException.requireBetween("Number of trials", trials, 2, 1_000_000);
            if (rates == null) {
                throw InputException.of("Rates are missing; give a way to find them, such as LIKELIER.");
            }
        }
    }

    /**
     * What was found.
     *
     * @param fieldError relative error of the field G(z, 0) for |z| up to 1.5, after alignment
     * @param explained share of the variance of z that is explained
     */
    public record Found(double fieldError, double explained) {}

    @Override
    public String name() {
        return "lowrank-spikes";
    }

    @Override
    public Options standard() {
        return new Options(400, 400, 150, Rates.LIKELIER);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(options.neurons(), seed));
        Trajectories truth = ChoiceTask.run(network, options.trials(), seed, workers);
        PoissonSpikes spikes = PoissonSpikes.of(network, truth, ChoiceReading.COUNT, seed, workers)
                .only(options.recorded(), options.trials());
        Activity activity = activity(spikes, options.rates(), seed, workers);
        AffineAlignment gauge = ChoiceReading.aligned(activity, truth);
        Loadings read = NormalEquations.of(activity.latent(), activity.received(), activity.phi(), workers)
                .ridge(ChoiceReading.RHO, workers)
                .loadings();
        return new Found(network.relativeError(LowRankNetwork.of(gauge.apply(read)), POINTS, 0), gauge.explained());
    }

    private static Activity activity(PoissonSpikes spikes, Rates rates, long seed, Workers workers) {
        if (rates == Rates.GLM) {
            GlmOptions glm = GlmOptions.standard().withFilter(WINDOW, FUNCTIONS).withStride(1);
            return spikes.activity(1, spikes.inputs(glm, seed, workers));
        }
        Activity smoothed = spikes.activity(1, ChoiceReading.KERNEL);
        return rates == Rates.SMOOTHED ? smoothed : spikes.likelier(smoothed, ChoiceReading.KERNEL, workers);
    }
}

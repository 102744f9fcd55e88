package circuitscope.experiment;

import circuitscope.data.Source;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;

/** Experiments that are done at once. */
public final class SmallExperiments {
    /** The network of all of them. */
    public static final Network RING = Network.linearNonlinearPoisson().withNeurons(8);

    private SmallExperiments() {}

    /** {@return correlations of twenty seconds of eight neurons} */
    public static FitExperiment correlation(double binMs, long seed) {
        return Experiment.of(
                "correlation-" + seed,
                new Source.Simulated(new Simulation(RING, 20, seed)),
                new PairwiseCorrelation(),
                CorrelationOptions.standard().withBin(binMs),
                seed);
    }
}

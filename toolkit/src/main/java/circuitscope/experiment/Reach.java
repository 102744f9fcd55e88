package circuitscope.experiment;

import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.evaluate.FisherInformation;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.edges.AbsenceLimit;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.wiring.UnevenRing;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.Split;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What is reachable at best on a simulated recording, split 80/10/10: the limit that stands beside every result.
 *
 * @param limit least delta that the training part allows, by what is assumed of the weights
 * @param oracle scores of the rates that generated the spikes, at the steps at which methods are scored
 * @param absence how well the missing connections of an uneven ring can be found; null for other wiring
 */
public record Reach(
        CramerRaoLimit limit,
        SplitScores oracle,
        @JsonInclude(JsonInclude.Include.NON_NULL) AbsenceLimit absence) {
    private static final int STRIDE = 400;

    /**
     * @param dataset a dataset
     * @param seed seed of the drawn steps, that of the experiments beside which it stands
     * @param workers threads, and who hears how far it has come
     * @return what is reachable, if the dataset was simulated here by a network whose rates have a closed form
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Optional<Reach> of(Dataset dataset, long seed, Workers workers) {
        return dataset.truth()
                .flatMap(truth -> truth.wholeSimulation())
                .filter(simulation -> simulation.network().spiking() instanceof SpikeGeneration.Instantaneous
                        && !simulation.network().synapse().hasLatency())
                .map(simulation -> of(dataset, simulation, seed, workers));
    }

    private static Reach of(Dataset dataset, Simulation simulation, long seed, Workers workers) {
        Split split = Split.of(dataset.recording());
        FisherInformation information =
                FisherInformation.of(simulation, dataset.recording(), split.training(), STRIDE, seed, workers);
        double[][] weights = simulation.network().weights();
        AbsenceLimit absence = simulation.network().wiring() instanceof UnevenRing ring && ring.cut() > 0
                ? AbsenceLimit.of(ring.complete().weights(), weights, CramerRaoLimit.deviations(information), seed)
                : null;
        int stride = FitExperiment.scoreStride(dataset.recording().steps());
        return new Reach(
                CramerRaoLimit.of(information, weights),
                SplitScores.sampled(dataset.recording(), split, new TrueRates(simulation), stride, seed, workers),
                absence);
    }
}

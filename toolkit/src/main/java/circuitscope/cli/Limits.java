package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.DatasetFile;
import circuitscope.data.GroundTruth;
import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.evaluate.FisherInformation;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what is reachable at best on a simulated recording. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what is reachable at best on a simulated recording (JSON): the oracle score of the true rates,",
            "and the Cramer-Rao limits of delta from all of the recording and from its training part."
        },
        footer = {"", "Example:", "  circuitscope limits --truth lnp.npz"})
final class Limits implements Callable<Integer> {
    static final int STRIDE = 400;
    static final long SEED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--truth", required = true, description = "NPZ file of a simulation.")
    private Path truth;

    @Option(
            names = "--stride",
            defaultValue = STRIDE + "",
            description = "One step in so many is used for the Fisher information (default ${DEFAULT-VALUE}).")
    private int stride;

    @Option(
            names = "--seed",
            defaultValue = SEED + "",
            description = "Seed of the drawn steps (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Dataset dataset = simulated(truth);
        Recording recording = dataset.recording();
        Split split = Split.of(recording);
        Map<String, Object> report = new LinkedHashMap<>();
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = Workers.all().telling(progress);
            SplitScores oracle = SplitScores.of(recording, split, new TrueRates(simulation(dataset)), workers);
            report.put("oracle_nats_per_spike", Report.bySplit(oracle, LikelihoodScore::natsPerSpike));
            FisherInformation training = information(dataset, split.training(), stride, seed, workers);
            FisherInformation rest = information(dataset, split.validation(), stride, seed, workers)
                    .plus(information(dataset, split.test(), stride, seed, workers));
            report.put("delta_limit", limit(dataset, training.plus(rest)));
            report.put("delta_limit_training", limit(dataset, training));
        }
        report.put("seconds", (System.nanoTime() - start) / 1e9);
        Report.print(spec, report);
        return 0;
    }

    /** A dataset that says how it was simulated. */
    static Dataset simulated(Path path) {
        Dataset dataset = DatasetFile.read(path);
        if (dataset.truth().flatMap(GroundTruth::simulation).isEmpty()) {
            throw InputException.of(
                    "%s has no array 'simulation', so it does not say which network generated its spikes; use a file that"
                            + " was simulated here.",
                    path);
        }
        return dataset;
    }

    private static Simulation simulation(Dataset dataset) {
        return dataset.truth().flatMap(GroundTruth::simulation).orElseThrow();
    }

    static FisherInformation information(
            Dataset dataset, List<Segment> stretches, int stride, long seed, Workers workers) {
        return FisherInformation.of(simulation(dataset), dataset.recording(), stretches, stride, seed, workers);
    }

    /** Limits that do not apply to a circuit are left out. */
    static Map<String, Object> limit(Dataset dataset, FisherInformation information) {
        CramerRaoLimit limit =
                CramerRaoLimit.of(information, dataset.truth().orElseThrow().weights());
        if (Double.isInfinite(limit.directed())) {
            throw InputException.of(
                    "The spikes tell nothing about some weight, so no estimate of it has a limit; take a longer recording.");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("free_directed", limit.directed());
        if (!Double.isNaN(limit.symmetric())) {
            values.put("free_symmetric", limit.symmetric());
        }
        if (!Double.isNaN(limit.profile())) {
            values.put("one_profile", limit.profile());
        }
        return values;
    }
}

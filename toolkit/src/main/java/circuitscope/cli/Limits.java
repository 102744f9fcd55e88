package circuitscope.cli;

import circuitscope.Progress;
import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.evaluate.FisherInformation;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.show.ProgressDisplay;
import circuitscope.show.Show;
import circuitscope.simulate.SimulationFile;
import circuitscope.simulate.TrueRates;
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
        SimulationFile file = SimulationFile.read(truth);
        Split split = Split.of(file.recording());
        Map<String, Object> report = new LinkedHashMap<>();
        try (ProgressDisplay progress = Show.progress()) {
            SplitScores oracle = SplitScores.of(file.recording(), split, new TrueRates(file.network()), progress);
            report.put("oracle_nats_per_spike", Report.bySplit(oracle, LikelihoodScore::natsPerSpike));
            FisherInformation training = information(file, split.training(), stride, seed, progress);
            FisherInformation rest = information(file, split.validation(), stride, seed, progress)
                    .plus(information(file, split.test(), stride, seed, progress));
            report.put("delta_limit", limit(training.plus(rest), file));
            report.put("delta_limit_training", limit(training, file));
        }
        report.put("seconds", (System.nanoTime() - start) / 1e9);
        Report.print(spec, report);
        return 0;
    }

    static FisherInformation information(
            SimulationFile file, List<Segment> stretches, int stride, long seed, Progress progress) {
        return FisherInformation.of(file.network(), file.recording(), stretches, stride, seed, progress);
    }

    static Map<String, Object> limit(FisherInformation information, SimulationFile file) {
        CramerRaoLimit limit = CramerRaoLimit.of(information, file.network().weights());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("free_directed", limit.directed());
        values.put("free_symmetric", limit.symmetric());
        values.put("one_profile", limit.profile());
        return values;
    }
}

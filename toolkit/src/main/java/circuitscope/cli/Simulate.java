package circuitscope.cli;

import circuitscope.show.ProgressDisplay;
import circuitscope.show.Show;
import circuitscope.simulate.RingNetwork;
import circuitscope.simulate.RingSimulator;
import circuitscope.simulate.SimulationFile;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates a ring attractor network. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Simulates a ring attractor network and writes its spikes and true weights.",
        footer = {
            "",
            "Example:",
            "  circuitscope simulate --model lnp --neurons 100 --seconds 480 --seed 1 --out lnp.npz"
        })
final class Simulate implements Callable<Integer> {
    /** How input becomes spikes. */
    enum Model {
        THRESHOLD,
        LNP
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, description = "${COMPLETION-CANDIDATES}: how input becomes spikes.")
    private Model model;

    @Option(names = "--neurons", defaultValue = "100", description = "Number of neurons (default ${DEFAULT-VALUE}).")
    private int neurons;

    @Option(names = "--seconds", defaultValue = "480", description = "Simulated time (default ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random numbers (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--strength",
            defaultValue = "0.025",
            description = "Recurrent strength r, 0.0005 to 0.025; the threshold follows it (default ${DEFAULT-VALUE}).")
    private double strength;

    @Option(names = "--out", required = true, description = "NPZ file to write.")
    private Path out;

    @Override
    public Integer call() {
        Report.requireWritable(out);
        RingNetwork network = (model == Model.THRESHOLD
                        ? RingNetwork.thresholdCrossing()
                        : RingNetwork.linearNonlinearPoisson())
                .withNeurons(neurons)
                .withStrength(strength);
        long start = System.nanoTime();
        Recording recording;
        try (ProgressDisplay progress = Show.progress()) {
            recording = RingSimulator.simulate(network, seconds, seed, progress);
        }
        new SimulationFile(network, recording).write(out);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", out.toString());
        report.put("neurons", recording.neurons());
        report.put("steps", recording.steps());
        report.put("spikes", recording.spikes());
        report.put("mean_rate_hz", recording.meanRateHz());
        report.put("sha256", recording.sha256());
        report.put("seconds", (System.nanoTime() - start) / 1e9);
        Report.print(spec, report);
        return 0;
    }
}

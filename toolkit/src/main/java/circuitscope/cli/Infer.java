package circuitscope.cli;

import circuitscope.AtomicFile;
import circuitscope.Progress;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.show.ProgressDisplay;
import circuitscope.show.Show;
import circuitscope.spikes.NpyArray;
import circuitscope.spikes.NpzFile;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Infers weights from spikes. */
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        description = {
            "Infers weights from spikes: learns from the first 80 %% of the recorded time.",
            "Writes the weights, and a report (JSON) beside them and on standard output."
        },
        footer = {"", "Example:", "  circuitscope infer --method glm --spikes lnp.npz --seed 1 --out weights.npz"})
final class Infer implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--method", required = true, description = "${COMPLETION-CANDIDATES}")
    private Method method;

    @Option(names = "--spikes", required = true, description = "NPZ file with the recording.")
    private Path spikes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random numbers (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--checkpoint",
            description = {
                "File that keeps the state of a gnn fit every half minute;",
                "the same command goes on from there."
            })
    private Path checkpoint;

    @Option(names = "--out", required = true, description = "NPZ file to write.")
    private Path out;

    @Override
    public Integer call() {
        Report.requireWritable(out);
        Recording recording = SpikeFile.read(spikes).recording();
        try (ProgressDisplay progress = Show.progress()) {
            Method.Fitted fitted = checkpoint == null
                    ? method.fit(recording, seed, progress)
                    : method.fit(recording, seed, checkpoint, progress);
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("weights", NpyArray.of(fitted.inference().weights()));
            arrays.putAll(new TreeMap<>(fitted.arrays()));
            NpzFile.write(out, arrays);
            Map<String, Object> report = report(recording, fitted.inference(), progress);
            AtomicFile.write(reportBeside(out), Report.json(report));
            Report.print(spec, report);
        }
        return 0;
    }

    private static Path reportBeside(Path out) {
        String name = out.getFileName().toString();
        return out.resolveSibling((name.endsWith(".npz") ? name.substring(0, name.length() - 4) : name) + ".json");
    }

    private Map<String, Object> report(Recording recording, Inference result, Progress progress) {
        Provenance provenance = result.provenance();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("method", method.toString());
        report.put("weights", out.toString());
        result.rates().ifPresent(model -> {
            SplitScores scores =
                    SplitScores.sampled(recording, provenance.split(), model, method.scoreStride(), seed, progress);
            report.put("scored_one_step_in", method.scoreStride());
            report.put("nats_per_spike", Report.bySplit(scores, LikelihoodScore::natsPerSpike));
            report.put("bits_per_spike", Report.bySplit(scores, LikelihoodScore::bitsPerSpike));
            report.put("silent_neurons", Report.bySplit(scores, LikelihoodScore::silent));
        });
        report.put("seconds", provenance.seconds());
        report.put("seed", provenance.seed());
        report.put("options", provenance.options());
        report.put("spikes_file", spikes.toString());
        report.put("data_sha256", provenance.dataSha256());
        report.put("version", provenance.version());
        report.put("java", provenance.java());
        return report;
    }
}

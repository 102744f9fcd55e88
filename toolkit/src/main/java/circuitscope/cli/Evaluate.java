package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.evaluate.WeightError;
import circuitscope.files.NpzFile;
import circuitscope.show.ProgressDisplay;
import circuitscope.show.Show;
import circuitscope.spikes.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares inferred with true weights. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Compares inferred with true weights, scale and sign left free, and prints the errors (JSON).",
        footer = {"", "Example:", "  circuitscope evaluate --weights weights.npz --truth lnp.npz"})
final class Evaluate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--weights", required = true, description = "NPZ file with inferred weights.")
    private Path weights;

    @Option(names = "--truth", required = true, description = "NPZ file with true weights, such as a simulation.")
    private Path truth;

    @Option(
            names = "--limits",
            description = "Also tell the least delta that the training part of a simulated recording allows.")
    private boolean limits;

    @Override
    public Integer call() {
        WeightError error;
        try {
            error = WeightError.of(
                    NpzFile.read(weights).require("weights").matrix(),
                    NpzFile.read(truth).require("weights").matrix());
        } catch (InputException e) {
            throw e.getMessage().contains(".npz")
                    ? e
                    : InputException.of("%s against %s: %s", weights, truth, e.getMessage(), e);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("delta", error.delta());
        report.put("profile_error", error.profileError());
        report.put("delta_least_squares", error.deltaLeastSquares());
        report.put("scale", error.scale());
        if (limits) {
            try (ProgressDisplay progress = Show.progress()) {
                Dataset dataset = Limits.simulated(truth);
                report.put(
                        "delta_limit_training",
                        Limits.limit(
                                dataset,
                                Limits.information(
                                        dataset,
                                        Split.of(dataset.recording()).training(),
                                        Limits.STRIDE,
                                        Limits.SEED,
                                        Workers.all().telling(progress))));
            }
        }
        Report.print(spec, report);
        return 0;
    }
}

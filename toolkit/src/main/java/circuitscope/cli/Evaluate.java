package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.evaluate.WeightError;
import circuitscope.files.NpzFile;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.spikes.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares inferred with true weights. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Compares inferred with true weights, scale and sign left free, and prints the errors (JSON).",
            "Where some true weights are zero, also tells how well true connections were found: pairs are ranked by the",
            "array score of the weights file, else by edge_probability, else by |weights|; its arrays edges (-1, 0, 1) and",
            "latencies_ms are judged if they are there. Intervals (95 %%) resample the postsynaptic neurons."
        },
        footer = {"", "Example:", "  circuitscope evaluate --weights weights.npz --truth lnp.npz"})
final class Evaluate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--weights", required = true, description = "NPZ file with inferred weights.")
    private Path weights;

    @Option(names = "--truth", required = true, description = "File with true weights, such as a simulation.")
    private Path truth;

    @Option(
            names = "--limits",
            description = "Also tell the least delta that the training part of a simulated recording allows.")
    private boolean limits;

    @Override
    public Integer call() {
        Map<String, Object> report = new LinkedHashMap<>();
        try {
            NpzFile inferred = NpzFile.read(weights);
            TrueConnections connections = TrueConnections.read(truth);
            double[][] values = inferred.require("weights").matrix();
            Optional<WeightError> error = connections.anyUnknown()
                    ? Optional.empty()
                    : Optional.of(WeightError.of(values, connections.weights()));
            report.put("delta", error.map(WeightError::delta).orElse(null));
            report.put("profile_error", error.map(WeightError::profileError).orElse(null));
            report.put(
                    "delta_least_squares",
                    error.map(WeightError::deltaLeastSquares).orElse(null));
            report.put("scale", error.map(WeightError::scale).orElse(null));
            if (connections.isSparse()) {
                try (ProgressDisplay progress = Show.progress()) {
                    report.putAll(EdgeReport.of(
                            inferred, values, connections, Workers.all().telling(progress)));
                }
            }
        } catch (InputException e) {
            throw e.getMessage().contains(weights.toString()) || e.getMessage().contains(truth.toString())
                    ? e
                    : InputException.of("%s against %s: %s", weights, truth, e.getMessage(), e);
        }
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

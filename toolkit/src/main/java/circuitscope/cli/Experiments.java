package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.OutcomeStore;
import circuitscope.show.ProgressDisplay;
import circuitscope.show.Show;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs experiments and looks after their outcomes. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Runs experiments that are written down as JSON, and looks after their outcomes.",
        footer = {
            "",
            "Example:",
            "  circuitscope experiment run data/experiments/table1.json --results data/results",
            "",
            "An experiment: {\"name\": \"glm-lnp-11\", \"method\": \"glm\", \"seed\": 11, \"options\": {\"stride\": 20},",
            "\"data\": {\"type\": \"simulation\", \"simulation\": {\"network\": ..., \"seconds\": 480, \"seed\": 11}}}"
        })
final class Experiments implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without one of its own commands it says which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give one of list, run, status, verify.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Prints the outcomes in a folder.")
    int list(@Option(names = "--results", required = true, description = "Folder of outcomes.") Path results) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%-28s %-12s %8s %8s %10s %8s  %s%n",
                "name", "key", "delta", "limit", "nats/spike", "seconds", "commit");
        for (Outcome outcome : OutcomeStore.at(results).all()) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %-12s %8s %8s %10s %8.1f  %s%n",
                    outcome.name(),
                    outcome.key().substring(0, 12),
                    outcome.error() == null ? "-" : number(outcome.error().delta()),
                    outcome.reach() == null
                            ? "-"
                            : number(outcome.reach().limit().directed()),
                    outcome.prediction()
                            .map(scores -> number(scores.test().natsPerSpike()))
                            .orElse("-"),
                    outcome.provenance().seconds(),
                    outcome.provenance().build().commit());
        }
        out.flush();
        return 0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = {
                "Runs the experiments of a list that have no outcome yet, and keeps each as soon as it is there;",
                "the same command goes on where it was stopped."
            })
    int run(
            @Parameters(paramLabel = "FILE", description = "JSON file with a list of experiments.") Path file,
            @Option(names = "--results", required = true, description = "Folder of outcomes.") Path results,
            @Option(names = "--threads", description = "Number of threads (default: all processors).")
                    Integer threads) {
        List<Experiment> experiments = Experiment.read(file);
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = (threads == null ? Workers.all() : Workers.of(threads)).telling(progress);
            OutcomeStore.at(results).complete(experiments, workers);
        }
        return status(file, results);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Says how many experiments of a list have an outcome (JSON), and which have none.")
    int status(
            @Parameters(paramLabel = "FILE", description = "JSON file with a list of experiments.") Path file,
            @Option(names = "--results", required = true, description = "Folder of outcomes.") Path results) {
        List<Experiment> experiments = Experiment.read(file);
        OutcomeStore store = OutcomeStore.at(results);
        List<String> missing = experiments.stream()
                .filter(experiment -> !store.has(experiment))
                .map(Experiment::name)
                .toList();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("experiments", experiments.size());
        report.put("done", experiments.size() - missing.size());
        report.put("missing", missing);
        Report.print(spec, report);
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Reads all outcomes of a folder and compares them with their checksums and keys (JSON).")
    int verify(@Option(names = "--results", required = true, description = "Folder of outcomes.") Path results) {
        List<String> faults = new ArrayList<>();
        List<Path> files = OutcomeStore.at(results).files();
        for (Path file : files) {
            try {
                OutcomeStore.read(file);
            } catch (InputException e) {
                faults.add(e.getMessage());
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("outcomes", files.size());
        report.put("faults", faults);
        Report.print(spec, report);
        return faults.isEmpty() ? 0 : 1;
    }
}

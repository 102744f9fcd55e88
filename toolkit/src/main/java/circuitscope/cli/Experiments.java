package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitOutcome;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.Part;
import circuitscope.experiment.store.Cluster;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.experiment.store.Status;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
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
            "\"data\": {\"type\": \"simulation\", \"simulation\": {\"network\": ..., \"seconds\": 480, \"seed\": 11}}}",
            "or, of what is no fit: {\"name\": \"motifs-11\", \"computation\": \"motifs-rates\", \"seed\": 11,",
            "\"options\": {\"chain\": 0.7}}. A sweep is many at once: see data/README.md."
        })
final class Experiments implements Runnable {
    /** So many missing experiments are named. */
    private static final int SHOWN = 20;

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
            FitOutcome fit = outcome instanceof FitOutcome one ? one : null;
            out.printf(
                    Locale.ROOT,
                    "%-28s %-12s %8s %8s %10s %8.1f  %s%n",
                    outcome.name(),
                    outcome.key().substring(0, 12),
                    fit == null || fit.error() == null
                            ? "-"
                            : number(fit.error().delta()),
                    fit == null || fit.reach() == null
                            ? "-"
                            : number(fit.reach().limit().directed()),
                    fit == null
                            ? "-"
                            : fit.prediction()
                                    .map(scores -> number(scores.test().natsPerSpike()))
                                    .orElse("-"),
                    outcome.seconds(),
                    outcome.build().commit());
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
                "Runs the experiments of a list or sweep that have no outcome yet, and keeps each as soon as it is there;",
                "the same command goes on where it was stopped. Several at once share the work, on one machine or on",
                "several with a common folder. One that fails does not stop the others; the exit code is 1 then."
            })
    int run(
            @Parameters(paramLabel = "FILE", description = "JSON file with experiments and sweeps.") Path file,
            @Option(names = "--results", required = true, description = "Folder of outcomes.") String results,
            @Option(
                            names = "--threads",
                            description =
                                    "Number of threads (default: all processors; of each experiment on a cluster: 1).")
                    Integer threads,
            @Option(names = "--part", description = "Only a part of the list, such as 3/16, for array jobs.")
                    String part,
            @Option(
                            names = "--on",
                            description = "Run on a cluster: spark. Results may be in any Hadoop file system then.")
                    String on,
            @Option(
                            names = "--master",
                            defaultValue = "",
                            description = "Address of the cluster (default: what spark-submit says, or else local[*]).")
                    String master) {
        List<Experiment> experiments = experiments(file, part);
        if (on != null) {
            Cluster cluster = Cluster.named(on);
            Cluster.Settings settings = new Cluster.Settings(master, threads == null ? 1 : threads);
            try (ProgressDisplay progress = Show.progress()) {
                return report(cluster.run(experiments, results, settings, progress));
            }
        }
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = (threads == null ? Workers.all() : Workers.of(threads)).telling(progress);
            return report(OutcomeStore.at(Path.of(results)).run(experiments, workers));
        }
    }

    private static List<Experiment> experiments(Path file, String part) {
        List<Experiment> all = Experiment.read(file);
        return part == null ? all : Part.of(part).of(all);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Says how many experiments of a list or sweep are done, which are running, failed and missing, and how long",
                "the rest will take (JSON)."
            })
    int status(
            @Parameters(paramLabel = "FILE", description = "JSON file with experiments and sweeps.") Path file,
            @Option(names = "--results", required = true, description = "Folder of outcomes.") Path results,
            @Option(names = "--part", description = "Only a part of the list, such as 3/16.") String part) {
        report(OutcomeStore.at(results).status(experiments(file, part)));
        return 0;
    }

    private int report(Status status) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("experiments", status.experiments());
        report.put("done", status.done());
        report.put("running", status.running());
        report.put("failed", status.failed());
        report.put("missing", status.missing().stream().limit(SHOWN).toList());
        report.put("missing_in_all", status.missing().size());
        status.secondsLeft().ifPresent(seconds -> report.put("minutes_left", Math.round(seconds / 6) / 10.0));
        Report.print(spec, report);
        return status.failed().isEmpty() ? 0 : 1;
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

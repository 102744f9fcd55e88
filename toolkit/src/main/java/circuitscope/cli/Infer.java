package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.experiment.Methods;
import circuitscope.files.AtomicFile;
import circuitscope.files.Json;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.auto.AutoResult;
import circuitscope.infer.drive.Driven;
import circuitscope.infer.drive.Rotating;
import circuitscope.infer.drive.SteeredResult;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnResult;
import circuitscope.infer.gnn.PartialGnn;
import circuitscope.sessions.Session;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.spikes.Recording;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
        footer = {
            "",
            "Examples:",
            "  circuitscope infer --method glm --spikes lnp.npz --seed 1 --out weights.npz",
            "  circuitscope infer --method glm --spikes session.nwb --units region=ADn --epoch wake --out weights.npz"
        })
final class Infer implements Callable<Integer> {
    /** Spike prediction of a network is scored at one step in so many. */
    private static final int NETWORK_STRIDE = 25;

    private static final String FALSE_DISCOVERY = "false_discovery";

    /** Names for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Methods.names().iterator();
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--method",
            defaultValue = "auto",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--false-discovery",
            description = {
                "Expected share of false ones among the synapses that auto and ccg take to exist",
                "(default 0.05)."
            })
    private Double falseDiscovery;

    @Option(
            names = "--spikes",
            required = true,
            description = {
                "File or folder with the recording: NPZ or MAT of a simulation; or a session, as NWB, a th-1 folder, a",
                "phy or Kilosort folder, CSV, NPZ or MAT."
            })
    private Path spikes;

    @Option(
            names = "--units",
            defaultValue = "",
            description = {
                "Units to take of a session: names, facts such as region=ADn or quality=good, and rate>=0.5 (Hz in the",
                "epoch), with commas between them (default: all)."
            })
    private String units;

    @Option(
            names = "--epoch",
            defaultValue = "",
            description = "Epoch to take of a session, such as wake (default: all of it).")
    private String epoch;

    @Option(
            names = "--step-ms",
            defaultValue = "0",
            description = "Time step for a session in ms (default: 1, or the bin of its counts).")
    private double stepMs;

    @Option(
            names = "--hidden",
            description = {
                "Hidden units of the gnn beside the recorded neurons, whose preferred angles are their places on a ring",
                "of 100 (other rings: --method partial-gnn --options)."
            })
    private Integer hidden;

    @Option(
            names = "--ignore-angle",
            description = {
                "Leave out the angle of the recording. Otherwise it turns the couplings of a whole ring (glm, link-glm and gnn",
                "find its gain), and drives the cells of anything else (link-glm, gnn and partial-gnn)."
            })
    private boolean ignoreAngle;

    @Option(
            names = "--covariances",
            description = {
                "Write the covariances of the errors of each neuron's weights, too (glm; array 'covariances', shape",
                "(N, N, N)), as 'motifs measure' takes them."
            })
    private boolean covariances;

    @Option(
            names = "--options",
            description = "JSON file with options of the method; what it leaves out stays as it is by default.")
    private Path options;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random numbers (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--threads", description = "Number of threads (default: all processors).")
    private Integer threads;

    @Option(
            names = "--checkpoint",
            description = {
                "File that keeps the state of a fit (auto, gnn, partial-gnn, netformer, amag, nri) on the way; the same command",
                "goes on from there."
            })
    private Path checkpoint;

    @Option(names = "--out", required = true, description = "NPZ file to write.")
    private Path out;

    @Override
    public Integer call() {
        Report.requireWritable(out);
        Estimator<?, ?> named = estimator();
        JsonNode changes = changes(named);
        Recording recording =
                Dataset.open(spikes, new Session.Options(units, epoch, stepMs)).recording();
        Estimator<?, ?> estimator = steered(named, recording);
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = (threads == null ? Workers.all() : Workers.of(threads)).telling(progress);
            Inference inference =
                    fit(estimator, changes, Request.of(recording).withSeed(seed).with(workers));
            NpzFile.write(out, arrays(inference));
            Map<String, Object> report = report(estimator.name(), recording, inference, workers);
            AtomicFile.write(reportBeside(out), Json.indented(report));
            Report.print(spec, report);
        }
        return 0;
    }

    /** An angle turns the couplings of a whole ring, and drives the neurons of anything else. */
    private Estimator<?, ?> steered(Estimator<?, ?> named, Recording recording) {
        if (ignoreAngle || recording.angle().isEmpty()) {
            return named;
        }
        return Rotating.suits(recording) ? Rotating.orItself(named) : Driven.orItself(named);
    }

    private Estimator<?, ?> estimator() {
        Estimator<?, ?> named = Methods.named(method);
        if (covariances) {
            if (!(named instanceof Glm glm)) {
                throw InputException.of(
                        "--covariances: the method %s keeps none; take glm, or leave the option out.", named.name());
            }
            named = glm.withCovariances();
        }
        if (hidden != null) {
            if (!(named instanceof Gnn || named instanceof PartialGnn)) {
                throw InputException.of(
                        "--hidden %d: only the gnn has hidden units, the method %s has none; take --method gnn, or leave it"
                                + " out.",
                        hidden, named.name());
            }
            named = new PartialGnn();
        }
        if (checkpoint == null) {
            return named;
        }
        if (!(named instanceof Resumable resumable)) {
            throw InputException.of(
                    "--checkpoint %s: the method %s is done in minutes and keeps no checkpoint; leave the option out, or take"
                            + " auto, gnn or netformer.",
                    checkpoint, named.name());
        }
        return resumable.withCheckpoint(checkpoint);
    }

    private JsonNode changes(Estimator<?, ?> estimator) {
        JsonNode changes = options == null ? Json.parse("no options", "{}") : Json.read(options);
        if (hidden != null && changes instanceof ObjectNode object) {
            object.put("hidden", hidden);
        }
        if (falseDiscovery == null) {
            return changes;
        }
        if (!Json.tree(estimator.standard()).has(FALSE_DISCOVERY) || !(changes instanceof ObjectNode object)) {
            throw InputException.of(
                    "--false-discovery %s: the method %s does not say which synapses exist; take auto or ccg.",
                    falseDiscovery, estimator.name());
        }
        return object.put(FALSE_DISCOVERY, falseDiscovery);
    }

    private <O extends Record> Inference fit(Estimator<O, ?> estimator, JsonNode changes, Request request) {
        return estimator.fit(
                request, Json.changed(options == null ? "Options" : options.toString(), estimator.standard(), changes));
    }

    private static Map<String, NpyArray> arrays(Inference inference) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("weights", NpyArray.of(inference.weights()));
        inference.connectivity().deviation().ifPresent(matrix -> arrays.put("deviation", NpyArray.of(matrix)));
        inference.connectivity().covariances().ifPresent(all -> arrays.put("covariances", NpyArray.of(all)));
        inference
                .connectivity()
                .edgeProbability()
                .ifPresent(matrix -> arrays.put("edge_probability", NpyArray.of(matrix)));
        inference.connectivity().edges().ifPresent(signs -> arrays.put("edges", NpyArray.of(signs)));
        inference.connectivity().latenciesMs().ifPresent(matrix -> arrays.put("latencies_ms", NpyArray.of(matrix)));
        Inference fit = inference instanceof SteeredResult steered ? steered.fit() : inference;
        if (fit instanceof GnnResult gnn) {
            arrays.put("embedding", NpyArray.of(gnn.embedding()));
        }
        for (Curve curve : inference.curves()) {
            double[][] points = new double[curve.x().length][];
            for (int k = 0; k < points.length; k++) {
                points[k] = new double[] {curve.x()[k], curve.y()[k]};
            }
            arrays.put("curve_" + curve.name().toLowerCase().replaceAll("[^a-z0-9]+", "_"), NpyArray.of(points));
        }
        return arrays;
    }

    private static Path reportBeside(Path out) {
        String name = out.getFileName().toString();
        return out.resolveSibling((name.endsWith(".npz") ? name.substring(0, name.length() - 4) : name) + ".json");
    }

    private static long count(int[][] signs, int sign) {
        return Arrays.stream(signs)
                .flatMapToInt(Arrays::stream)
                .filter(each -> each == sign)
                .count();
    }

    private Map<String, Object> report(String name, Recording recording, Inference result, Workers workers) {
        Provenance provenance = result.provenance();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("method", name);
        report.put("weights", out.toString());
        report.put("converged", result.convergence().converged());
        report.put("iterations", result.convergence().iterations());
        if (result instanceof AutoResult auto) {
            report.put("estimate", auto.estimate());
            report.put("hypothesis", auto.hypothesis());
            report.put("model_error", auto.modelError());
            report.put("alternatives", auto.alternatives());
        }
        result.connectivity().edges().ifPresent(signs -> {
            report.put("excitatory_edges", count(signs, 1));
            report.put("inhibitory_edges", count(signs, -1));
        });
        result.rates().ifPresent(model -> {
            int stride = result instanceof GnnResult ? NETWORK_STRIDE : 1;
            SplitScores scores = SplitScores.sampled(recording, provenance.split(), model, stride, seed, workers);
            report.put("scored_one_step_in", stride);
            report.put("nats_per_spike", Report.bySplit(scores, LikelihoodScore::natsPerSpike));
            report.put("bits_per_spike", Report.bySplit(scores, LikelihoodScore::bitsPerSpike));
            report.put("silent_neurons", Report.bySplit(scores, LikelihoodScore::silent));
        });
        report.put("seconds", provenance.seconds());
        report.put("seed", provenance.seed());
        report.put("options", Json.parse("options", provenance.options()));
        report.put("spikes_file", spikes.toString());
        report.put("units", units);
        report.put("epoch", epoch);
        report.put("neurons", recording.neurons());
        report.put("time_step_ms", recording.dtMs());
        report.put("data_sha256", provenance.dataSha256());
        report.put("version", provenance.build().version());
        report.put("commit", provenance.build().commit());
        report.put("java", provenance.build().java());
        report.put("threads", provenance.threads());
        return report;
    }
}

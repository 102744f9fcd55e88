package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.compare.Discrepancy;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.fit.ActivityFile;
import circuitscope.lowrank.fit.ConnectivityFit;
import circuitscope.lowrank.fit.FitFile;
import circuitscope.lowrank.fit.FitOptions;
import circuitscope.lowrank.flow.Base;
import circuitscope.lowrank.flow.FlowOptions;
import circuitscope.lowrank.inverse.Identifiability;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Networks of low rank. */
@Command(
        name = "lowrank",
        mixinStandardHelpOptions = true,
        description =
                "Networks of low rank: simulates them, infers distributions of connectivity, draws from these, compares.",
        footer = {
            "",
            "Examples:",
            "  circuitscope lowrank simulate --case bistable --neurons 1000 --seed 1 --out A.npz",
            "  circuitscope lowrank fit --method flow --activity A.npz --seed 1 --out F.npz",
            "  circuitscope lowrank sample --fit F.npz --count 100000 --seed 1 --out S.npz",
            "  circuitscope lowrank compare --samples S.npz --with A.npz"
        })
final class LowRank implements Runnable {
    /** Samples of each side that pairs are formed of. */
    private static final int COMPARED = 2000;

    private static final int TRANSPORTED = 400;
    private static final double TAIL = 0.02;
    private static final int MOST_COMPONENTS = 9;

    @Spec
    private CommandSpec spec;

    /** Without one of its own commands it says which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give one of simulate, fit, sample, compare.");
    }

    @Command(
            name = "simulate",
            mixinStandardHelpOptions = true,
            description = {
                "Draws a network and follows its latent variables from 20 x 20 starts. Writes arrays 'z', shape (starts,",
                "steps + 1, R), 'h', the inputs of the neurons, shape (starts, times, N), at the steps 'h_steps', and the truth:",
                "'m' and 'n', shape (N, R), 'b' and 'd'."
            },
            footer = {"", "Example:", "  circuitscope lowrank simulate --case ring --neurons 1000 --seed 1 --out A.npz"
            })
    int simulate(
            @Option(
                            names = "--case",
                            required = true,
                            description = "bistable, limit-cycle, ring, quad-stable or heavy-tail.")
                    TestCase test,
            @Option(
                            names = "--neurons",
                            defaultValue = "1000",
                            description = "Number of neurons (default ${DEFAULT-VALUE}).")
                    int neurons,
            @Option(
                            names = "--steps",
                            defaultValue = "100",
                            description = "Steps of 0.1 time constants (default ${DEFAULT-VALUE}).")
                    int steps,
            @Option(
                            names = "--every",
                            defaultValue = "10",
                            description =
                                    "Inputs of neurons are written at one step in so many (default ${DEFAULT-VALUE}).")
                    int every,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of all random numbers (default 1).")
                    long seed,
            @Option(names = "--out", required = true, description = "NPZ file to write.") Path out) {
        Report.requireWritable(out);
        LowRankNetwork network = LowRankNetwork.of(test.law().draw(neurons, seed));
        double error = test.law().meanField(network.phi()).relativeError(network, VectorField.grid(TestCase.LIMIT, 20));
        try (ProgressDisplay progress = Show.progress()) {
            Trajectories latent =
                    network.run(TestCase.starts(), steps, Workers.all().telling(progress));
            ActivityFile.write(network, latent, every, out);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("case", Words.of(test));
            report.put("neurons", neurons);
            report.put("seed", seed);
            report.put("starts", latent.z().length);
            report.put("steps", steps);
            report.put("field_error_against_many_neurons", error);
            Report.print(spec, report);
        }
        return 0;
    }

    @Command(
            name = "fit",
            mixinStandardHelpOptions = true,
            description = {
                "Infers a distribution of connectivity from activity and tells what the activity does not determine (JSON).",
                "ridge: conditional maximum entropy; joint: joint maximum entropy; flow: continuous normalizing flows.",
                "The truth that a simulated file holds is not looked at."
            },
            footer = {"", "Example:", "  circuitscope lowrank fit --method flow --activity A.npz --seed 1 --out F.npz"})
    int fit(
            @Option(names = "--method", required = true, description = "ridge, joint or flow.")
                    ConnectivityFit.Method method,
            @Option(
                            names = "--activity",
                            required = true,
                            description = "NPZ file with 'h' and, if known, 'z', 'u', 'step', 'phi'.")
                    Path file,
            @Option(
                            names = "--rank",
                            defaultValue = "2",
                            description =
                                    "Number of latent variables, if the file has no 'z' (default ${DEFAULT-VALUE}).")
                    int rank,
            @Option(
                            names = "--steps",
                            defaultValue = "5000",
                            description = "Most training steps of a flow (default ${DEFAULT-VALUE}).")
                    int steps,
            @Option(
                            names = "--folds",
                            defaultValue = "0",
                            description = "Folds that tell when to stop training; 0 takes all steps (default 0).")
                    int folds,
            @Option(
                            names = "--base",
                            defaultValue = "normal",
                            description = "Base of the flows: normal or student-t (default ${DEFAULT-VALUE}).")
                    Base base,
            @Option(names = "--asinh", description = "Loadings are learned after asinh, for heavy tails.")
                    boolean compressed,
            @Option(
                            names = "--checkpoint",
                            description = "File that holds the state of the training; one that is there is taken up.")
                    Path checkpoint,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of all random numbers (default 1).")
                    long seed,
            @Option(names = "--out", required = true, description = "NPZ file to write.") Path out) {
        Report.requireWritable(out);
        FlowOptions flow =
                FlowOptions.standard().withSteps(steps).withFolds(folds).withBase(base);
        FitOptions options = FitOptions.standard().withFlow(compressed ? flow.compressing() : flow);
        Activity activity = ActivityFile.read(file, rank);
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = Workers.all().telling(progress);
            ConnectivityFit fit =
                    ConnectivityFit.fit(activity, method, options, seed, workers, Optional.ofNullable(checkpoint));
            FitFile.write(fit, out);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("method", Words.of(method));
            report.put("neurons", activity.received().length);
            report.put("rank", activity.latent().rank());
            report.put("seed", seed);
            report.put("field_error", activity.fieldError(fit.sample(20_000, seed, workers)));
            Identifiability told = Identifiability.of(activity.latent(), activity.received(), activity.phi());
            report.put("combinations_told", told.rank(Identifiability.COARSE));
            report.put("identifiability", told.sentences());
            if (fit instanceof ConnectivityFit.Joint joint) {
                report.put("divergence_nats", joint.solution().divergence());
            } else if (fit instanceof ConnectivityFit.Flows flows) {
                report.put(
                        "training_steps",
                        Arrays.asList(
                                flows.flow().received().steps(),
                                flows.flow().sent().steps()));
            }
            Report.print(spec, report);
        }
        return 0;
    }

    @Command(
            name = "sample",
            mixinStandardHelpOptions = true,
            description = "Draws neurons from a distribution: arrays 'm' and 'n', shape (count, R), 'b' and 'd'.",
            footer = {"", "Example:", "  circuitscope lowrank sample --fit F.npz --count 100000 --seed 1 --out S.npz"})
    int sample(
            @Option(names = "--fit", required = true, description = "NPZ file that fit has written.") Path file,
            @Option(names = "--count", required = true, description = "Number of neurons.") int count,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of all random numbers (default 1).")
                    long seed,
            @Option(names = "--out", required = true, description = "NPZ file to write.") Path out) {
        Report.requireWritable(out);
        ConnectivityFit fit = FitFile.read(file);
        long start = System.nanoTime();
        Loadings samples = fit.sample(count, seed, Workers.all());
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("m", NpyArray.of(samples.m()));
        arrays.put("n", NpyArray.of(samples.n()));
        arrays.put("b", NpyArray.of(samples.b()));
        arrays.put("d", NpyArray.of(samples.d()));
        NpzFile.write(out, arrays);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("method", Words.of(fit.method()));
        report.put("count", count);
        report.put("seed", seed);
        report.put("seconds", seconds);
        Report.print(spec, report);
        return 0;
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = {
                "Compares two sets of loadings (JSON), arrays 'm' and 'n' of both files: fields, squared maximum mean discrepancy",
                "with a control whose n are shuffled, Sinkhorn divergence, tails, and how many normal components each has."
            },
            footer = {"", "Example:", "  circuitscope lowrank compare --samples S.npz --with A.npz"})
    int compare(
            @Option(names = "--samples", required = true, description = "NPZ file with loadings.") Path samples,
            @Option(names = "--with", required = true, description = "NPZ file with loadings, such as the truth.")
                    Path with,
            @Option(
                            names = "--nonlinearity",
                            defaultValue = "tanh",
                            description = "threshold-linear, softplus or tanh (default ${DEFAULT-VALUE}).")
                    Nonlinearity phi,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of the mixtures (default 1).")
                    long seed) {
        Loadings first = loadings(samples);
        Loadings second = loadings(with);
        if (first.rank() != second.rank()) {
            throw InputException.of(
                    "%s has rank %d and %s rank %d, expected one rank.", samples, first.rank(), with, second.rank());
        }
        double[][] x = joined(first, COMPARED, 0);
        double[][] y = joined(second, COMPARED, 0);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("count", Arrays.asList(first.neurons(), second.neurons()));
        if (first.rank() == 2) {
            report.put(
                    "field_error",
                    new LowRankNetwork(second, phi, 1)
                            .relativeError(new LowRankNetwork(first, phi, 1), VectorField.grid(TestCase.LIMIT, 20)));
        }
        report.put("squared_mean_discrepancy", Discrepancy.meanDiscrepancy(x, y));
        report.put(
                "squared_mean_discrepancy_shuffled",
                Discrepancy.meanDiscrepancy(joined(first, COMPARED, COMPARED / 2 + 1), y));
        report.put(
                "sinkhorn_divergence",
                Discrepancy.sinkhorn(joined(first, TRANSPORTED, 0), joined(second, TRANSPORTED, 0)));
        report.put(
                "tail_index",
                Arrays.asList(Discrepancy.tailIndex(first.m(), TAIL), Discrepancy.tailIndex(second.m(), TAIL)));
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = Workers.all().telling(progress);
            report.put(
                    "components", Arrays.asList(components(first, seed, workers), components(second, seed, workers)));
        }
        Report.print(spec, report);
        return 0;
    }

    private static int components(Loadings loadings, long seed, Workers workers) {
        double[][] some = Arrays.copyOf(loadings.m(), Math.min(COMPARED, loadings.neurons()));
        return MixtureSelection.of(some, MOST_COMPONENTS, seed, workers).components();
    }

    private static Loadings loadings(Path path) {
        NpzFile file = NpzFile.read(path);
        return Loadings.of(file.require("m").matrix(), file.require("n").matrix());
    }

    /** Rows (m, n) of the first neurons, n from another neuron if asked for. */
    private static double[][] joined(Loadings loadings, int most, int shift) {
        int count = Math.min(most, loadings.neurons());
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOf(loadings.m()[i], 2 * loadings.rank());
            System.arraycopy(loadings.n()[(i + shift) % count], 0, rows[i], loadings.rank(), loadings.rank());
        }
        return rows;
    }
}

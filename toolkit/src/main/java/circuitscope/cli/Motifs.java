package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.files.Json;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.Connectivity;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.MotifStrengths;
import circuitscope.motifs.Populations;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.Strength;
import circuitscope.motifs.Surrogate;
import circuitscope.motifs.inverse.Circuit;
import circuitscope.motifs.inverse.CircuitParameter;
import circuitscope.motifs.inverse.InverseProblem;
import circuitscope.motifs.inverse.RateFit;
import circuitscope.motifs.inverse.RateSurvey;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Networks with synaptic motifs. */
@Command(
        name = "motifs",
        mixinStandardHelpOptions = true,
        description =
                "Networks with synaptic motifs: draws them, measures motifs, and tells what follows for the rates.",
        footer = {
            "",
            "Examples:",
            "  circuitscope motifs generate --neurons 1000 --chain 0.7 --seed 1 --out J.npz",
            "  circuitscope motifs measure --weights J.npz",
            "  circuitscope motifs meanfield --chain 0.7 --nonlinearity softplus",
            "  circuitscope motifs fit --rates rates.npz"
        })
final class Motifs implements Runnable {
    /** External input of the test case. */
    private static final List<Double> TEST_INPUT = List.of(1.0, 0.8);

    private static final double STAND_IN_CHAIN = 0.7;
    private static final double STAND_IN_ERROR = 0.005;

    @Spec
    private CommandSpec spec;

    /** Without one of its own commands it says which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give one of generate, measure, meanfield, fit.");
    }

    @Command(
            name = "generate",
            mixinStandardHelpOptions = true,
            description = {
                "Draws a network and writes its weights: array 'weights', shape (N, N), row the receiving neuron,",
                "'populations', shape (N), and their names. The test case unless --config says otherwise."
            },
            footer = {"", "Example:", "  circuitscope motifs generate --neurons 1000 --chain 0.7 --seed 1 --out J.npz"})
    int generate(
            @Option(
                            names = "--neurons",
                            defaultValue = "1000",
                            description = "Number of neurons (default ${DEFAULT-VALUE}).")
                    int neurons,
            @Option(names = "--chain", defaultValue = "0", description = "Chain strength of the test case (default 0).")
                    double chain,
            @Option(
                            names = "--config",
                            description = "JSON file of a model; what it leaves out is that of the test case.")
                    Path config,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of all random numbers (default 1).")
                    long seed,
            @Option(names = "--out", required = true, description = "NPZ file to write.") Path out) {
        Report.requireWritable(out);
        MotifModel model = model(chain, config);
        MotifNetwork network = model.draw(neurons, seed);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("weights", NpyArray.of(network.weights()));
        arrays.put("populations", NpyArray.of(network.populations().of()));
        arrays.put("population_names", NpyArray.text(String.join(",", model.names())));
        arrays.put("model", NpyArray.text(Json.canonical(model)));
        arrays.put("seed", NpyArray.text(String.valueOf(seed)));
        NpzFile.write(out, arrays);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("neurons", neurons);
        report.put("seed", seed);
        report.put("populations", sizes(network.populations()));
        Report.print(spec, report);
        return 0;
    }

    @Command(
            name = "measure",
            mixinStandardHelpOptions = true,
            description = {
                "Measures the motifs of weights, known or inferred (JSON): pooled over populations, against chance, and between",
                "all populations. Standard errors of inferred weights (array 'deviation') are carried along, and covariances of",
                "the errors within a row (array 'covariances', shape (N, N, N), of 'infer --covariances'); without these",
                "errors are taken as independent, and 'errors_of_weights' says so."
            },
            footer = {"", "Example:", "  circuitscope motifs measure --weights J.npz --surrogates 100"})
    int measure(
            @Option(
                            names = "--weights",
                            required = true,
                            description = "NPZ file with weights, row the receiving neuron.")
                    Path weights,
            @Option(
                            names = "--surrogates",
                            defaultValue = "20",
                            description = "Number of surrogates of each kind (default ${DEFAULT-VALUE}); 0 for none.")
                    int surrogates,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of the surrogates (default 1).")
                    long seed) {
        NpzFile file = NpzFile.read(weights);
        double[][] matrix = file.require("weights").matrix();
        Populations populations = file.find("populations")
                .map(of -> populations(file, of.ints()))
                .orElseGet(() -> Populations.one(matrix.length));
        Map<String, Object> report = new LinkedHashMap<>();
        try (ProgressDisplay progress = Show.progress()) {
            Workers workers = Workers.all().telling(progress);
            MotifStrengths found = MotifStrengths.of(inferred(file, matrix), populations, seed, workers);
            Map<String, Map<String, Object>> pooled = new LinkedHashMap<>();
            found.pooled().forEach(strength -> pooled.put(name(strength), facts(strength)));
            if (surrogates > 0) {
                for (Surrogate.Comparison one :
                        Surrogate.compare(found, matrix, populations, surrogates, seed, workers)) {
                    Map<String, Object> facts = pooled.get(name(one.found()));
                    facts.put("chance", one.mean());
                    facts.put("chance_deviation", one.deviation());
                    facts.put("p_value", one.probability());
                }
            }
            report.put("neurons", matrix.length);
            report.put("populations", sizes(populations));
            report.put("errors_of_weights", found.errors().label());
            report.putAll(pooled);
            Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
            for (Strength strength : found.strengths()) {
                paths.computeIfAbsent(name(strength), key -> new LinkedHashMap<>())
                        .put(strength.path(), facts(strength));
            }
            report.put("between_populations", paths);
        }
        Report.print(spec, report);
        return 0;
    }

    @Command(
            name = "meanfield",
            mixinStandardHelpOptions = true,
            description = {
                "Tells rates and variance of each population's input in the limit of many neurons (JSON): where silent neurons",
                "arrive, all fixed points, and the outliers of the spectrum."
            },
            footer = {"", "Example:", "  circuitscope motifs meanfield --chain 0.7 --nonlinearity softplus"})
    int meanfield(
            @Option(names = "--chain", defaultValue = "0", description = "Chain strength of the test case (default 0).")
                    double chain,
            @Option(
                            names = "--nonlinearity",
                            defaultValue = "threshold-linear",
                            description = "threshold-linear, softplus or tanh (default ${DEFAULT-VALUE}).")
                    Nonlinearity phi,
            @Option(names = "--input", split = ",", description = "External input to each population (default 1,0.8).")
                    List<Double> input,
            @Option(
                            names = "--config",
                            description = "JSON file of a model; what it leaves out is that of the test case.")
                    Path config) {
        MotifModel model = model(chain, config);
        MeanFieldTheory meanField = MeanFieldTheory.of(model, phi);
        double[] levels = (input == null ? TEST_INPUT : input)
                .stream().mapToDouble(Double::doubleValue).toArray();
        FixedPoint settled = FixedPoints.fromRest(meanField, levels)
                .orElseThrow(() -> InputException.of(
                        "The rates do not settle from rest: they grow without bounds or oscillate; weaken excitation or the"
                                + " chains."));
        Map<String, Object> report = new LinkedHashMap<>(facts(model, settled));
        report.put(
                "fixed_points",
                FixedPoints.all(meanField, levels).stream()
                        .map(point -> facts(model, point))
                        .toList());
        report.put(
                "outliers",
                Spectrum.of(model).visible().stream().map(Motifs::pair).toList());
        Report.print(spec, report);
        return 0;
    }

    @Command(
            name = "fit",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the parameters of an excitatory-inhibitory circuit from rates (JSON), with 95 % intervals and what can't be",
                "told: arrays 'inputs', 'rates' and 'deviations', shape (K, 2), and 'error', their standard error.",
                "Without --rates a labelled stand-in is read: the test case with chain strength 0.7."
            },
            footer = {"", "Example:", "  circuitscope motifs fit --rates rates.npz --shares 0.85,0.15"})
    int fit(
            @Option(names = "--rates", description = "NPZ file with rates under several inputs.") Path rates,
            @Option(
                            names = "--nonlinearity",
                            defaultValue = "softplus",
                            description = "threshold-linear, softplus or tanh (default ${DEFAULT-VALUE}).")
                    Nonlinearity phi,
            @Option(
                            names = "--shares",
                            split = ",",
                            description = "Shares of excitatory and inhibitory neurons (default 0.8,0.2).")
                    List<Double> shares,
            @Option(
                            names = "--means",
                            split = ",",
                            description = "Mean weights that are known: E<-E, E<-I, I<-E, I<-I.")
                    List<Double> means,
            @Option(
                            names = "--starts",
                            defaultValue = "12",
                            description = "Number of starts (default ${DEFAULT-VALUE}).")
                    int starts,
            @Option(
                            names = "--seed",
                            defaultValue = "1",
                            description = "Seed of the starts, and of the stand-in (default 1).")
                    long seed) {
        double[] parts = shares == null
                ? MotifModel.testCaseShares()
                : shares.stream().mapToDouble(Double::doubleValue).toArray();
        RateSurvey survey;
        if (rates == null) {
            Circuit circuit =
                    new Circuit(parts, Circuit.testCase(STAND_IN_CHAIN).values());
            survey = RateSurvey.ofTheory(circuit, phi, RateSurvey.sixInputs(), STAND_IN_ERROR, seed);
        } else {
            NpzFile file = NpzFile.read(rates);
            survey = new RateSurvey(
                    rates.toString(),
                    parts,
                    file.require("inputs").matrix(),
                    file.require("rates").matrix(),
                    file.require("deviations").matrix(),
                    file.require("error").doubles()[0]);
        }
        InverseProblem.Options options =
                InverseProblem.Options.all(phi).withStarts(starts).withSeed(seed);
        if (means != null) {
            if (means.size() != 4) {
                throw InputException.of("--means has %d numbers, expected 4: E<-E, E<-I, I<-E, I<-I.", means.size());
            }
            for (int k = 0; k < 4; k++) {
                options = options.with(CircuitParameter.values()[k], means.get(k));
            }
        }
        try (ProgressDisplay progress = Show.progress()) {
            RateFit fit = InverseProblem.fit(survey, options, Workers.all().telling(progress));
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("source", fit.source());
            report.put("rms", fit.rms());
            report.put("starts", fit.starts());
            report.put("starts_at_the_same_minimum", fit.arrived());
            for (RateFit.Estimate estimate : fit.estimates()) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("value", estimate.value());
                facts.put("low", finite(estimate.low()));
                facts.put("high", finite(estimate.high()));
                facts.put("given", estimate.fixed());
                report.put(estimate.parameter().name().toLowerCase(Locale.ROOT), facts);
            }
            report.put("not_identifiable", fit.notIdentifiable());
            Report.print(spec, report);
        }
        return 0;
    }

    private static MotifModel model(double chain, Path config) {
        MotifModel test = MotifModel.excitatoryInhibitory(chain);
        return config == null ? test : Json.changed(config.toString(), test, Json.read(config));
    }

    private static Connectivity inferred(NpzFile file, double[][] weights) {
        return file.find("covariances")
                .<Connectivity>map(all -> Connectivity.WithErrors.of(weights, all.cube()))
                .or(() -> file.find("deviation")
                        .map(deviation -> new Connectivity.WithErrors(weights, deviation.matrix())))
                .orElseGet(() -> Connectivity.of(weights));
    }

    private static Populations populations(NpzFile file, int[] of) {
        List<String> names = file.find("population_names")
                .map(text -> List.of(text.text().split(",")))
                .orElseGet(
                        () -> IntStream.rangeClosed(0, Arrays.stream(of).max().orElse(0))
                                .mapToObj(String::valueOf)
                                .toList());
        return new Populations(names, of);
    }

    private static Map<String, Integer> sizes(Populations populations) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (int p = 0; p < populations.count(); p++) {
            sizes.put(populations.names().get(p), populations.members(p).length);
        }
        return sizes;
    }

    private static String name(Strength strength) {
        return strength.motif().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> facts(Strength strength) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("value", strength.value());
        facts.put("standard_error", strength.error());
        if (strength.errorOfWeights() > 0) {
            facts.put("standard_error_from_weights", strength.errorOfWeights());
        }
        return facts;
    }

    private static Map<String, Object> facts(MotifModel model, FixedPoint point) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rates", byPopulation(model, point.rates()));
        facts.put("variance", byPopulation(model, point.variance()));
        facts.put("rate_deviation", byPopulation(model, point.deviations()));
        facts.put("stable", point.stable());
        facts.put("leading_eigenvalue", pair(point.eigenvalues()[0]));
        return facts;
    }

    private static Map<String, Double> byPopulation(MotifModel model, double[] values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int p = 0; p < values.length; p++) {
            named.put(model.names().get(p), values[p]);
        }
        return named;
    }

    private static List<Double> pair(Complex value) {
        return List.of(value.getReal(), value.getImaginary());
    }

    /** JSON has no infinity. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}

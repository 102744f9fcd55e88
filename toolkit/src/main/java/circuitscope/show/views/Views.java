package circuitscope.show.views;

import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.evaluate.AlignedProfile;
import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.evaluate.DetectionLimit;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.experiment.ComputedOutcome;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.FitOutcome;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.store.Failure;
import circuitscope.experiment.store.Status;
import circuitscope.headdirection.TuningCurve;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.auto.Alternative;
import circuitscope.infer.auto.AutoResult;
import circuitscope.lowrank.SteadyState;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.flow.Flow;
import circuitscope.lowrank.inverse.Identifiability;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifStrengths;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.inverse.RateFit;
import circuitscope.motifs.meanfield.Branch;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.PhaseDiagram;
import circuitscope.motifs.rates.RateTrace;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.Wiring;
import circuitscope.sessions.Epoch;
import circuitscope.sessions.Session;
import circuitscope.sessions.TimeSeries;
import circuitscope.sessions.Unit;
import circuitscope.show.charts.Figure;
import circuitscope.show.charts.HeatMap;
import circuitscope.show.charts.LineChart;
import circuitscope.show.charts.PolarTuning;
import circuitscope.show.charts.ProfileChart;
import circuitscope.show.charts.SignificantDigits;
import circuitscope.show.charts.SpikeRaster;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.UnitQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How the values of this toolkit show themselves: as pictures and tables in a notebook, as text elsewhere. */
public final class Views {
    /** Seconds of a recording in its small raster. */
    private static final double RASTER_SECONDS = 2;

    private static final int PANEL = 300;
    private static final int SHOWN_NUMBERS = 100;

    private Views() {}

    /** Classes of values that show themselves, for kernels that want to know them beforehand. */
    static final List<Class<?>> TYPES = List.of(
            Figure.class,
            HeatMap.class,
            LineChart.class,
            ProfileChart.class,
            SpikeRaster.class,
            PolarTuning.class,
            TuningCurve.class,
            Table.class,
            Tabular.class,
            Curve.class,
            Recording.class,
            Session.class,
            Dataset.class,
            Network.class,
            Wiring.class,
            Simulation.class,
            Inference.class,
            Connectivity.class,
            WeightError.class,
            EdgeDetection.class,
            SplitScores.class,
            CramerRaoLimit.class,
            DetectionLimit.class,
            Experiment.class,
            Outcome.class,
            Status.class,
            MotifModel.class,
            MotifStrengths.class,
            Spectrum.class,
            FixedPoint.class,
            PhaseDiagram.class,
            Branch.class,
            RateTrace.class,
            RateFit.class,
            Trajectories.class,
            VectorField.class,
            SteadyState.class,
            Identifiability.class,
            MixtureSelection.class,
            Flow.class,
            double[].class,
            double[][].class,
            Collection.class);

    /**
     * @param value a value
     * @return how it shows itself, if it is one of this toolkit or a list of such
     */
    public static Optional<View> of(Object value) {
        return Optional.ofNullable(view(value));
    }

    private static View view(Object value) {
        Optional<View> motifs = MotifViews.of(value).or(() -> LowRankViews.of(value));
        if (motifs.isPresent()) {
            return motifs.get();
        } else if (value instanceof Figure figure) {
            return View.of(figure);
        } else if (value instanceof HeatMap chart) {
            return View.of(chart.figure());
        } else if (value instanceof LineChart chart) {
            return View.of(chart.figure());
        } else if (value instanceof ProfileChart chart) {
            return View.of(chart.figure());
        } else if (value instanceof SpikeRaster chart) {
            return View.of(chart.figure());
        } else if (value instanceof PolarTuning chart) {
            return View.of(chart.figure());
        } else if (value instanceof TuningCurve curve) {
            return View.of(PolarTuning.of("Tuning", curve).figure());
        } else if (value instanceof Table table) {
            return View.of(table);
        } else if (value instanceof Tabular tabular) {
            return tabular.view();
        } else if (value instanceof Curve curve) {
            return View.of(figure(curve));
        } else if (value instanceof Recording recording) {
            return recording(recording);
        } else if (value instanceof Session session) {
            return facts(session(session));
        } else if (value instanceof Dataset dataset) {
            return dataset(dataset);
        } else if (value instanceof Network network) {
            return network(network);
        } else if (value instanceof Wiring wiring) {
            return View.of(matrix("True weights", wiring.weights()));
        } else if (value instanceof Simulation simulation) {
            return facts(simulation(simulation)).above(network(simulation.network()));
        } else if (value instanceof Inference inference) {
            return inference(inference);
        } else if (value instanceof Connectivity connectivity) {
            return View.of(connectivity(connectivity));
        } else if (value instanceof WeightError error) {
            return facts(error(error));
        } else if (value instanceof EdgeDetection detection) {
            return edges(detection);
        } else if (value instanceof SplitScores scores) {
            return facts(scores(scores));
        } else if (value instanceof CramerRaoLimit limit) {
            return facts(limit(limit));
        } else if (value instanceof DetectionLimit limit) {
            return detection(limit);
        } else if (value instanceof Experiment experiment) {
            return experiments(List.of(experiment));
        } else if (value instanceof Outcome outcome) {
            return outcomes(List.of(outcome));
        } else if (value instanceof Status status) {
            return facts(status(status));
        } else if (value instanceof double[][] rows) {
            return matrix(rows);
        } else if (value instanceof double[] numbers) {
            String text = numbers(numbers);
            return new View("<pre>" + StringEscapeUtils.escapeXml11(text) + "</pre>", text);
        }
        return value instanceof Collection<?> values && !values.isEmpty()
                ? MotifViews.ofAll(values).or(() -> LowRankViews.ofAll(values)).orElseGet(() -> collection(values))
                : null;
    }

    private static View collection(Collection<?> values) {
        if (values.stream().allMatch(Outcome.class::isInstance)) {
            return outcomes(values.stream().map(Outcome.class::cast).toList());
        }
        if (values.stream().allMatch(Experiment.class::isInstance)) {
            return experiments(values.stream().map(Experiment.class::cast).toList());
        }
        if (values.stream().allMatch(UnitQuality.class::isInstance)) {
            return units(values.stream().map(UnitQuality.class::cast).toList());
        }
        if (values.stream().allMatch(Curve.class::isInstance)) {
            return View.of(Figure.grid(
                    "",
                    2,
                    values.stream().map(Curve.class::cast).map(Views::figure).toList()));
        }
        if (values.stream().allMatch(Figure.class::isInstance)) {
            return View.of(
                    Figure.grid("", 2, values.stream().map(Figure.class::cast).toList()));
        }
        return null;
    }

    /** A table of names and values. */
    static View facts(Map<String, String> facts) {
        return View.of(Table.create(
                "", StringColumn.create("what", facts.keySet()), StringColumn.create("value", facts.values())));
    }

    /** Sentences that wrap between words only. */
    static View sentences(List<String> sentences) {
        String lines = String.join("\n", sentences);
        return new View("<p>" + StringEscapeUtils.escapeXml11(lines).replace("\n", "<br>") + "</p>", lines + "\n");
    }

    static String number(double value) {
        return Double.isNaN(value) ? "–" : Double.isInfinite(value) ? "∞" : SignificantDigits.of(value, 4);
    }

    private static View recording(Recording recording) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("neurons", String.valueOf(recording.neurons()));
        facts.put(
                "recorded",
                String.format(
                        Locale.ROOT,
                        "%.1f s in steps of %s ms, %d segment%s",
                        recording.recordedSeconds(),
                        number(recording.dtMs()),
                        recording.segments().size(),
                        recording.segments().size() == 1 ? "" : "s"));
        facts.put("spikes", String.format(Locale.ROOT, "%,d (%.2f Hz)", recording.spikes(), recording.meanRateHz()));
        if (!recording.covariates().isEmpty()) {
            facts.put(
                    "covariates",
                    String.join(
                            ", ",
                            recording.covariates().stream().map(Covariate::name).toList()));
        }
        double start = recording.segments().get(0).start() * recording.dtMs() / 1000;
        double end = Math.min(recording.seconds(), start + RASTER_SECONDS);
        SpikeRaster raster = SpikeRaster.of("", recording, start, end).withSize(2 * PANEL, 200);
        return facts(facts).above(View.of(raster.figure()));
    }

    /** Spikes stay where they are. */
    private static Map<String, String> session(Session session) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("session", session.name());
        Map<String, Long> regions = session.units().stream()
                .collect(Collectors.groupingBy(
                        unit -> unit.fact(Unit.REGION), LinkedHashMap::new, Collectors.counting()));
        facts.put(
                "units",
                session.units().size()
                        + (regions.containsKey("")
                                ? ""
                                : " " + regions.toString().replace('=', ' ')));
        for (TimeSeries series : session.series()) {
            facts.put(
                    series.name(),
                    String.format(
                            Locale.ROOT, "%s, every %s ms", series.unit(), number(1000 * series.intervalSeconds())));
        }
        for (Epoch epoch : session.epochs()) {
            facts.put(
                    "epoch " + epoch.name(),
                    String.format(
                            Locale.ROOT,
                            "%.1f s in %d stretch%s",
                            epoch.seconds(),
                            epoch.stretches(),
                            epoch.stretches() == 1 ? "" : "es"));
        }
        return facts;
    }

    private static View units(List<UnitQuality> units) {
        List<String> odd =
                units.stream().flatMap(unit -> unit.warnings().stream()).toList();
        return View.of(Table.create("", StringColumn.create("what is odd", odd.isEmpty() ? List.of("nothing") : odd)))
                .above(View.of(Table.create(
                        "",
                        StringColumn.create(
                                "unit", units.stream().map(UnitQuality::label).toList()),
                        column("rate (Hz)", units, UnitQuality::rateHz),
                        column("intervals below 2 ms", units, UnitQuality::refractoryViolations),
                        column("minutes with spikes", units, UnitQuality::presence),
                        column("spikes shared with another", units, UnitQuality::twinShare))));
    }

    private static StringColumn column(String name, List<UnitQuality> units, ToDoubleFunction<UnitQuality> value) {
        return StringColumn.create(
                name,
                units.stream().map(unit -> number(value.applyAsDouble(unit))).toList());
    }

    private static View detection(DetectionLimit limit) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("verdict", limit.verdict());
        facts.put(
                "least standard error of a synapse's effect on the log rate, median over pairs",
                number(limit.median()));
        return facts(facts);
    }

    private static View dataset(Dataset dataset) {
        View view = recording(dataset.recording());
        return dataset.truth()
                .map(truth -> view.above(View.of(matrix("True weights", truth.weights()))))
                .orElse(view);
    }

    private static View network(Network network) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("neurons", String.valueOf(network.neurons()));
        facts.put("wiring", network.wiring().getClass().getSimpleName());
        facts.put("synapse", number(network.synapse().tauMs()) + " ms");
        facts.put("spiking", network.spiking().getClass().getSimpleName());
        facts.put("recurrent strength r", number(network.strength()));
        Figure matrix = matrix("True weights", network.weights());
        if (network.wiring() instanceof Ring ring && ring.neurons() > 3) {
            return facts(facts).above(View.of(Figure.row("", profile(ring), matrix)));
        }
        return facts(facts).above(View.of(matrix));
    }

    private static Figure profile(Ring ring) {
        double[] around = ring.weightByOffset();
        int n = around.length;
        double[] distance = new double[n];
        double[] weight = new double[n];
        for (int k = 0; k < n; k++) {
            distance[k] = k - n / 2;
            weight[k] = around[Math.floorMod(k - n / 2, n)];
        }
        return LineChart.of("True weight by distance", "distance i − j (neurons)", "weight")
                .withLine("weight", distance, weight)
                .withSize(PANEL + 40, PANEL - 20)
                .figure();
    }

    private static Map<String, String> simulation(Simulation simulation) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", number(simulation.seconds()) + " s");
        facts.put("seed", String.valueOf(simulation.seed()));
        return facts;
    }

    private static View inference(Inference inference) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", inference.provenance().method());
        facts.put("neurons", String.valueOf(inference.weights().length));
        facts.put(
                "search",
                inference.convergence().converged()
                        ? "arrived after " + inference.convergence().iterations() + " iterations"
                        : "stopped after " + inference.convergence().iterations() + " iterations, "
                                + inference.convergence().unfinished() + " unfinished");
        if (inference instanceof AutoResult auto) {
            facts.put("estimate of single pairs", auto.estimate());
            facts.put("what holds of all weights", auto.hypothesis());
        }
        inference.connectivity().edges().ifPresent(signs -> facts.put("synapses", synapses(signs)));
        facts.put("seconds", number(inference.provenance().seconds()));
        facts.put("seed", String.valueOf(inference.provenance().seed()));
        View view = facts(facts);
        if (inference instanceof AutoResult auto) {
            view = view.above(alternatives(auto.alternatives()));
        }
        view = view.above(View.of(connectivity(inference.connectivity())));
        List<Figure> curves = inference.curves().stream()
                .filter(curve -> Arrays.stream(curve.y()).anyMatch(Double::isFinite) && curve.x().length > 1)
                .map(Views::figure)
                .toList();
        return curves.isEmpty() ? view : view.above(View.of(Figure.grid("", 2, curves)));
    }

    private static String synapses(int[][] signs) {
        long excitatory = Arrays.stream(signs)
                .flatMapToInt(Arrays::stream)
                .filter(sign -> sign > 0)
                .count();
        long inhibitory = Arrays.stream(signs)
                .flatMapToInt(Arrays::stream)
                .filter(sign -> sign < 0)
                .count();
        return excitatory + " excitatory, " + inhibitory + " inhibitory";
    }

    /** What was compared, the chosen one marked. */
    private static View alternatives(List<Alternative> alternatives) {
        return View.of(Table.create(
                "",
                StringColumn.create(
                        "question",
                        alternatives.stream().map(Alternative::question).toList()),
                StringColumn.create(
                        "alternative",
                        alternatives.stream()
                                .map(each -> each.name() + (each.chosen() ? " (chosen)" : ""))
                                .toList()),
                DoubleColumn.create(
                        "score",
                        alternatives.stream().mapToDouble(Alternative::score).toArray()),
                DoubleColumn.create(
                        "+-",
                        alternatives.stream().mapToDouble(Alternative::error).toArray()),
                StringColumn.create(
                        "unit", alternatives.stream().map(Alternative::unit).toList())));
    }

    private static View edges(EdgeDetection detection) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("edges", detection.edges() + " among " + detection.pairs() + " pairs");
        detection
                .metrics()
                .forEach(metric -> facts.put(
                        metric.name().toLowerCase(Locale.ROOT).replace('_', ' '), number(detection.value(metric))));
        return facts(facts);
    }

    /** The matrix, the mean profile beside it where one can be drawn, and what else is known of each pair. */
    private static Figure connectivity(Connectivity connectivity) {
        List<Figure> panels = new ArrayList<>();
        panels.add(matrix("Inferred weights", connectivity.weights()));
        if (connectivity.neurons() > 3 && connectivity.edgeProbability().isEmpty()) {
            panels.add(ProfileChart.of("Mean over rows by distance", AlignedProfile.of(connectivity.weights()))
                    .withSize(PANEL + 40, PANEL - 20)
                    .figure());
        }
        connectivity.edgeProbability().ifPresent(rows -> panels.add(matrix("Probability of an edge", rows)));
        return Figure.grid("", 2, panels);
    }

    private static Figure matrix(String title, double[][] rows) {
        boolean nothing = Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(value -> value == 0);
        return nothing
                ? LineChart.of(title + ": all 0", "", "")
                        .withLine("0", new double[] {0, 1}, new double[2])
                        .figure()
                : HeatMap.weights(title, rows).withSize(PANEL + 40, PANEL - 20).figure();
    }

    private static View matrix(double[][] rows) {
        boolean drawn = rows.length > 0
                && rows[0].length > 0
                && Arrays.stream(rows).allMatch(row -> row.length == rows[0].length)
                && Arrays.stream(rows).flatMapToDouble(Arrays::stream).anyMatch(v -> Double.isFinite(v) && v != 0);
        String size = rows.length + " x " + (rows.length == 0 ? 0 : rows[0].length) + " numbers";
        if (!drawn) {
            return new View("<pre>" + size + "</pre>", size + "\n");
        }
        Figure figure =
                HeatMap.weights(size, rows).withSize(PANEL + 40, PANEL - 20).figure();
        return new View(figure.html(), size + "\n");
    }

    private static String numbers(double[] numbers) {
        String some = Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, SHOWN_NUMBERS)));
        int more = numbers.length - SHOWN_NUMBERS;
        return more <= 0 ? some : some.substring(0, some.length() - 1) + ", ... " + more + " more]";
    }

    private static Figure figure(Curve curve) {
        return LineChart.of(curve.name(), curve.xLabel(), curve.yLabel())
                .withLine(curve.name(), curve.x(), curve.y())
                .withSize(PANEL + 40, PANEL - 40)
                .figure();
    }

    private static Map<String, String> error(WeightError error) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Delta", number(error.delta()));
        facts.put("profile error", number(error.profileError()));
        facts.put("Delta by least squares", number(error.deltaLeastSquares()));
        return facts;
    }

    private static Map<String, String> scores(SplitScores scores) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("training, nats/spike", score(scores.training()));
        facts.put("validation, nats/spike", score(scores.validation()));
        facts.put("test, nats/spike", score(scores.test()));
        return facts;
    }

    private static String score(LikelihoodScore score) {
        String value = String.format(Locale.ROOT, "%.3f", score.natsPerSpike());
        return score.standardError() == 0
                ? value
                : value + String.format(Locale.ROOT, " ± %.3f", score.standardError());
    }

    private static Map<String, String> limit(CramerRaoLimit limit) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("free directed pairs", number(limit.directed()));
        facts.put("free symmetric pairs", number(limit.symmetric()));
        facts.put("one profile", number(limit.profile()));
        return facts;
    }

    private static View experiments(List<Experiment> experiments) {
        return View.of(Table.create(
                experiments.size() + " experiment" + (experiments.size() == 1 ? "" : "s"),
                StringColumn.create("name", experiments.stream().map(Experiment::name)),
                StringColumn.create("method", experiments.stream().map(Experiment::subject)),
                StringColumn.create(
                        "data",
                        experiments.stream().map(each -> each instanceof FitExperiment fit ? data(fit.data()) : "–")),
                StringColumn.create("seed", experiments.stream().map(each -> String.valueOf(each.seed()))),
                StringColumn.create(
                        "key", experiments.stream().map(each -> each.key().substring(0, 12)))));
    }

    private static Map<String, String> status(Status status) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("experiments", String.valueOf(status.experiments()));
        facts.put("done", String.valueOf(status.done()));
        facts.put("running", String.valueOf(status.running().size()));
        facts.put("failed", String.valueOf(status.failed().size()));
        facts.put("not there yet", String.valueOf(status.missing().size()));
        status.secondsLeft()
                .ifPresent(seconds -> facts.put(
                        "time left, by those that are done", String.format(Locale.ROOT, "%.1f h", seconds / 3600)));
        for (Failure failure : status.failed()) {
            facts.put(failure.name(), failure.sentence());
        }
        return facts;
    }

    /** Fits and computations in a table each. */
    private static View outcomes(List<Outcome> outcomes) {
        List<ComputedOutcome> computed = of(ComputedOutcome.class, outcomes);
        List<FitOutcome> fits = of(FitOutcome.class, outcomes);
        View findings = View.of(OutcomeTables.ofComputations(computed));
        return fits.isEmpty()
                ? findings
                : computed.isEmpty()
                        ? View.of(OutcomeTables.ofFits(fits))
                        : View.of(OutcomeTables.ofFits(fits)).above(findings);
    }

    private static <T> List<T> of(Class<T> kind, List<?> values) {
        return values.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String data(Source source) {
        if (source instanceof Source.Simulated simulated) {
            Simulation simulation = simulated.simulation();
            return String.format(
                    Locale.ROOT,
                    "%d neurons, %s, %s s",
                    simulation.network().neurons(),
                    simulation.network().spiking().getClass().getSimpleName(),
                    number(simulation.seconds()));
        }
        if (source instanceof Source.RecordedSession session) {
            return session.path();
        }
        return source instanceof Source.SpikeFile file ? file.path() : ((Source.SessionFile) source).path();
    }
}

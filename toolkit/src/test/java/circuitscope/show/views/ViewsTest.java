package circuitscope.show.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.experiment.ComputedExperiment;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.FitOutcome;
import circuitscope.experiment.Reach;
import circuitscope.experiment.store.Failure;
import circuitscope.experiment.store.Status;
import circuitscope.files.Json;
import circuitscope.infer.Connectivity;
import circuitscope.infer.auto.Auto;
import circuitscope.infer.auto.AutoResult;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmResult;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.MotifStrengths;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.Surrogate;
import circuitscope.motifs.inverse.Circuit;
import circuitscope.motifs.inverse.InverseProblem;
import circuitscope.motifs.inverse.RateSurvey;
import circuitscope.motifs.meanfield.Continuation;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.meanfield.PhaseDiagram;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import circuitscope.network.Network;
import circuitscope.sessions.SessionFiles;
import circuitscope.sessions.Sessions;
import circuitscope.show.ComparisonTable;
import circuitscope.show.EdgeComparison;
import circuitscope.show.TheoryTable;
import circuitscope.show.charts.HeatMap;
import circuitscope.show.charts.LineChart;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ViewsTest {
    private static final Simulation SIMULATION =
            new Simulation(Network.linearNonlinearPoisson().withNeurons(8), 6, 1);
    private static final FitExperiment EXPERIMENT =
            Experiment.standard("correlation", SIMULATION, new PairwiseCorrelation());

    private static final EdgeDetection EDGES =
            EdgeDetection.of(new double[][] {{0, 2}, {1, 0}}, new double[][] {{0, 1}, {0, 0}});

    private static final ComputedExperiment COMPUTED =
            new ComputedExperiment("motifs-1", "motifs-rates", Json.parse("", "{\"neurons\": 50}"), 1);

    private record Case(Object value, boolean picture, String... words) {}

    private static Stream<Case> cases() {
        Recording recording = SIMULATION.run();
        Dataset dataset = new Source.Simulated(SIMULATION).load();
        AutoResult auto = new Auto().fit(recording);
        GlmResult glm = new Glm().fit(recording, GlmOptions.standard().withStride(50));
        FitOutcome outcome = EXPERIMENT.run(dataset, Reach.of(dataset, 1, Workers.all()), Workers.all());
        return Stream.of(
                new Case(LineChart.of("title", "x", "y").withLine("a", new double[] {1, 2}, new double[] {3, 4}), true),
                new Case(
                        HeatMap.weights("matrix", new double[][] {{0, 1}, {2, 0}})
                                .figure(),
                        true),
                new Case(Table.create("caption", StringColumn.create("name", "value")), false, "caption", "value"),
                new Case(
                        ComparisonTable.of("Table 1").with("Delta", 0.2, 0.1, 0.1, 0.3),
                        false,
                        "Delta",
                        "differs by +50 %"),
                new Case(TheoryTable.of("Rates").near("rate", 2, 0.04, 2.01), false, "within 4 %", "met"),
                new Case(recording, true, "8", "6.0 s in steps of 0.1 ms, 1 segment", "spikes"),
                new Case(dataset, true, "6.0 s"),
                new Case(
                        Sessions.open(SessionFiles.of("lights.nwb")),
                        false,
                        "4 {ADn 2, PoS 2}",
                        "rad, every 25.6",
                        "16.3 s in 2 stretches"),
                new Case(SIMULATION, true, "seed", "LinearNonlinearPoisson"),
                new Case(Network.randomIntegrateAndFire(10, 1), true, "RandomWiring", "LeakyIntegrateAndFire"),
                new Case(glm, true, "glm", "arrived after"),
                new Case(glm.connectivity(), true),
                new Case(glm.filter(), true),
                new Case(glm.curves(), true),
                new Case(new double[][] {{0, 1}, {2, 0}}, true, "2 x 2 numbers"),
                new Case(new double[][] {{0, 0}, {0, 0}}, false, "2 x 2 numbers"),
                new Case(new double[] {1, 2.5}, false, "[1.0, 2.5]"),
                new Case(EXPERIMENT, false, "correlation-1", EXPERIMENT.key().substring(0, 12)),
                new Case(List.of(EXPERIMENT, EXPERIMENT), false, "2 experiments"),
                new Case(outcome, false, "correlation-1", "one profile", "oracle"),
                new Case(List.of(outcome), false, "correlation-1"),
                new Case(
                        new Status(
                                4,
                                2,
                                List.of(),
                                List.of(new Failure("one", "ab", "Too long.", "here", "c", "2026-01-01T00:00:00Z")),
                                List.of("other"),
                                OptionalDouble.of(5400)),
                        false,
                        "not there yet",
                        "1.5 h",
                        "Too long."),
                new Case(COMPUTED, false, "motifs-1", "motifs-rates", "1 experiment"),
                new Case(COMPUTED.run(Workers.all()), false, "motifs-1", "rates:"),
                new Case(List.of(outcome, COMPUTED.run(Workers.all())), false, "oracle", "variances:"),
                new Case(EDGES, false, "average precision", "1 among 2 pairs"),
                new Case(EdgeComparison.of("edges", new double[8][8]).table(), false, "AUC"),
                new Case(auto, true, "what holds of all weights", "timing of held-out spikes", "(chosen)"),
                new Case(outcome.error(), false, "Delta by least squares"),
                new Case(outcome.reach().oracle(), false, "test, nats/spike"),
                new Case(outcome.reach().limit(), false, "free symmetric pairs"));
    }

    private static Stream<Case> motifs() {
        MotifModel model = MotifModel.excitatoryInhibitory(0.7);
        MotifNetwork network = model.draw(30, 1);
        MeanFieldTheory theory = MeanFieldTheory.of(model, Nonlinearity.SOFTPLUS);
        FixedPoint point = FixedPoints.fromRest(theory, 1, 0.8).orElseThrow();
        MotifStrengths strengths = MotifStrengths.of(network.weights(), network.populations());
        double[] two = {0, 1};
        PhaseDiagram diagram = PhaseDiagram.of(
                "chain",
                two,
                "input",
                two,
                (chain, y) -> MeanFieldTheory.of(MotifModel.excitatoryInhibitory(chain), Nonlinearity.SOFTPLUS),
                new double[] {1, 0.8},
                Workers.of(1));
        RateSurvey survey =
                RateSurvey.ofTheory(Circuit.testCase(0.7), Nonlinearity.SOFTPLUS, RateSurvey.sixInputs(), 0.01, 0);
        return Stream.of(
                new Case(model, false, "chain E &lt;- I &lt;- E"),
                new Case(strengths, false, "30 neurons", "reciprocal"),
                new Case(
                        MotifStrengths.of(
                                new Connectivity.WithErrors(network.weights(), network.weights()),
                                network.populations(),
                                1,
                                Workers.of(1)),
                        false,
                        "30 neurons, errors of weights taken as independent",
                        "of it from the weights"),
                new Case(
                        Surrogate.compare(strengths, network.weights(), network.populations(), 10, 1, Workers.of(1)),
                        false,
                        "by chance"),
                new Case(Spectrum.of(model), false, "radius of the disc"),
                new Case(point, false, "1 fixed point", "1.206"),
                new Case(List.of(point, point), false, "2 fixed points"),
                new Case(diagram, true),
                new Case(
                        Continuation.along(
                                scale -> new Continuation.Condition(theory, new double[] {scale, 0.8}),
                                1,
                                point.state(),
                                1.2),
                        true,
                        "the parameter leaves its range"),
                new Case(
                        RateSimulation.of(network, Nonlinearity.TANH, ExternalInput.constant(1, 1), 1)
                                .run(),
                        true),
                new Case(
                        InverseProblem.fit(
                                survey,
                                InverseProblem.Options.all(Nonlinearity.SOFTPLUS)
                                        .withStarts(1)
                                        .withoutIntervals(),
                                Workers.of(1)),
                        false,
                        "stand-in",
                        "1 of 1 starts"));
    }

    @ParameterizedTest
    @MethodSource({"cases", "motifs"})
    void givenAValueOfTheToolkit_whenShown_thenItIsAPictureOrATableAndReadableText(Case given) {
        View view = Views.of(given.value()).orElseThrow();
        assertEquals(given.picture(), view.html().contains("<img src=\"data:image/png;base64,"), view.text());
        for (String word : given.words()) {
            assertTrue((view.html() + view.text()).contains(word), "«" + word + "» is missing in: " + view.text());
        }
        assertFalse(view.text().contains("[D@") || view.text().contains("[[D@"), view.text());
        assertTrue(view.text().endsWith("\n") || view.text().endsWith("]"), view.text());
    }

    @Test
    void givenSomethingElse_whenShown_thenTheKernelIsLeftToIt() {
        assertTrue(Views.of("text").isEmpty());
        assertTrue(Views.of(null).isEmpty());
        assertTrue(Views.of(List.of("a", "b")).isEmpty());
        assertTrue(Views.of(List.of()).isEmpty());
    }

    /** The renderers of IJava and of JJava, which a kernel of each would have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.spencerpark.jupyter.kernel.display.Renderer",
                "org.dflib.jjava.jupyter.kernel.display.Renderer"
            })
    void givenTheRendererOfAKernel_whenTold_thenItShowsValuesAsTheyShowThemselves(String name) throws Exception {
        Object renderer = Class.forName(name).getConstructor().newInstance();
        Kernels.register(renderer);
        for (Object value : List.of(
                Network.thresholdCrossing().withNeurons(8),
                new double[][] {{0, 1}, {2, 0}},
                Table.create("caption", StringColumn.create("name", "value")),
                new Glm().fit(SIMULATION.run(), GlmOptions.standard().withStride(50)))) {
            Object shown = renderer.getClass().getMethod("render", Object.class).invoke(renderer, value);
            Field data = shown.getClass().getDeclaredField("data");
            data.setAccessible(true);
            View view = Views.of(value).orElseThrow();
            assertEquals(Map.of("text/html", view.html(), "text/plain", view.text()), data.get(shown));
        }
    }
}

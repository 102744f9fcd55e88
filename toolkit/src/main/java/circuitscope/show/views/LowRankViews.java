package circuitscope.show.views;

import circuitscope.lowrank.SteadyState;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.flow.Flow;
import circuitscope.lowrank.inverse.Identifiability;
import circuitscope.show.charts.LineChart;
import circuitscope.show.charts.PhasePortrait;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How networks of low rank and what is inferred of them show themselves. */
final class LowRankViews {
    private static final int SHOWN = 12;

    private LowRankViews() {}

    static Optional<View> of(Object value) {
        return Optional.ofNullable(view(value));
    }

    /** Fixed points are a table, of a continuum the first. */
    static Optional<View> ofAll(Collection<?> values) {
        return values.stream().allMatch(SteadyState.class::isInstance)
                ? Optional.of(
                        states(values.stream().map(SteadyState.class::cast).toList()))
                : Optional.empty();
    }

    private static View view(Object value) {
        if (value instanceof Trajectories activity) {
            return activity(activity);
        } else if (value instanceof VectorField field) {
            return field(field);
        } else if (value instanceof SteadyState state) {
            return states(List.of(state));
        } else if (value instanceof Identifiability told) {
            return Views.sentences(told.sentences());
        } else if (value instanceof MixtureSelection selection) {
            return View.of(chart(selection).figure());
        } else if (value instanceof Flow flow) {
            return flow(flow);
        }
        return null;
    }

    private static View activity(Trajectories activity) {
        if (activity.rank() == 2) {
            return View.of(PhasePortrait.of("Latent variables", activity).figure());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("starts", String.valueOf(activity.z().length));
        facts.put("steps in all", String.valueOf(activity.steps()));
        facts.put("latent variables", String.valueOf(activity.rank()));
        facts.put("inputs", String.valueOf(activity.inputs()));
        return Views.facts(facts);
    }

    private static View field(VectorField field) {
        if (field.rank() == 2 && field.inputs() == 0) {
            return View.of(PhasePortrait.of("Field", field).figure());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("latent variables", String.valueOf(field.rank()));
        facts.put("inputs", String.valueOf(field.inputs()));
        return Views.facts(facts);
    }

    private static View states(List<SteadyState> all) {
        List<SteadyState> shown = all.subList(0, Math.min(SHOWN, all.size()));
        String more = shown.size() < all.size() ? ", of which " + shown.size() + " are shown" : "";
        return View.of(Table.create(
                all.size() + " fixed point" + (all.size() == 1 ? "" : "s") + more,
                column("z", shown, state -> numbers(state.z())),
                column(
                        "eigenvalues",
                        shown,
                        state -> Arrays.stream(state.eigenvalues())
                                .map(LowRankViews::complex)
                                .collect(Collectors.joining(", "))),
                column("kind", shown, state -> state.kind().name().toLowerCase(Locale.ROOT))));
    }

    private static LineChart chart(MixtureSelection selection) {
        double[] components = IntStream.rangeClosed(1, selection.heldOut().length)
                .asDoubleStream()
                .toArray();
        double[] low = new double[components.length];
        double[] high = new double[components.length];
        for (int k = 0; k < components.length; k++) {
            low[k] = selection.heldOut()[k] - 2 * selection.errors()[k];
            high[k] = selection.heldOut()[k] + 2 * selection.errors()[k];
        }
        return LineChart.of(
                        "Mixtures: " + selection.components() + " components",
                        "components",
                        "held-out log density (nats)")
                .withLine("mean over five folds", components, selection.heldOut())
                .withBand("± 2 s.e. of the difference from the best", components, low, high);
    }

    private static View flow(Flow flow) {
        double[] losses = flow.losses();
        double[] steps = IntStream.range(0, losses.length)
                .mapToDouble(k -> (k + 0.5) * flow.options().steps() / losses.length)
                .toArray();
        double[] done =
                Arrays.stream(losses).map(loss -> loss == 0 ? Double.NaN : loss).toArray();
        return View.of(LineChart.of("Training of a flow, " + flow.steps() + " steps", "step", "loss")
                .withLine("flow matching", steps, done)
                .figure());
    }

    private static String numbers(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, "%.4f", Math.rint(1e4 * value) / 1e4 + 0.0))
                .collect(Collectors.joining(", "));
    }

    private static String complex(Complex value) {
        return Math.abs(value.getImaginary()) < 1e-9
                ? String.format(Locale.ROOT, "%.3f", value.getReal())
                : String.format(Locale.ROOT, "%.3f %+.3fi", value.getReal(), value.getImaginary());
    }

    private static <T> StringColumn column(String name, List<T> rows, Function<T, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }
}

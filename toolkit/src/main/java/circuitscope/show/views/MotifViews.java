package circuitscope.show.views;

import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifStrengths;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.Strength;
import circuitscope.motifs.Surrogate;
import circuitscope.motifs.WeightErrors;
import circuitscope.motifs.inverse.RateFit;
import circuitscope.motifs.meanfield.Branch;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.PhaseDiagram;
import circuitscope.motifs.rates.RateTrace;
import circuitscope.show.charts.ColourScale;
import circuitscope.show.charts.HeatMap;
import circuitscope.show.charts.LineChart;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.complex.Complex;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How networks with motifs, their theory and what was read from their rates show themselves. */
final class MotifViews {
    /** Share of the rates of a phase diagram that have colours of their own. */
    private static final double USUAL = 0.95;

    private MotifViews() {}

    static Optional<View> of(Object value) {
        return Optional.ofNullable(view(value));
    }

    /** Lists of comparisons and of fixed points are tables. */
    static Optional<View> ofAll(Collection<?> values) {
        if (values.stream().allMatch(Surrogate.Comparison.class::isInstance)) {
            return Optional.of(comparisons(
                    values.stream().map(Surrogate.Comparison.class::cast).toList()));
        }
        if (values.stream().allMatch(FixedPoint.class::isInstance)) {
            return Optional.of(
                    fixedPoints(values.stream().map(FixedPoint.class::cast).toList()));
        }
        return Optional.empty();
    }

    private static View view(Object value) {
        if (value instanceof MotifModel model) {
            return model(model);
        } else if (value instanceof MotifStrengths strengths) {
            return strengths(strengths);
        } else if (value instanceof Spectrum spectrum) {
            return spectrum(spectrum);
        } else if (value instanceof FixedPoint point) {
            return fixedPoints(List.of(point));
        } else if (value instanceof PhaseDiagram diagram) {
            return diagram(diagram);
        } else if (value instanceof Branch branch) {
            return branch(branch);
        } else if (value instanceof RateTrace trace) {
            return trace(trace);
        } else if (value instanceof RateFit fit) {
            return fit(fit);
        }
        return null;
    }

    private static View model(MotifModel model) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int p = 0; p < model.populations(); p++) {
            String name = model.names().get(p);
            facts.put("share of " + name, Views.number(model.shares()[p]));
            for (int q = 0; q < model.populations(); q++) {
                String path = name + " <- " + model.names().get(q);
                facts.put("mean weight, spread g, " + path, numbers(model.mean()[p][q], model.spread()[p][q]));
                facts.put("chain " + path + " <- " + name, Views.number(model.chain(p, q, p)));
            }
            facts.put("convergent, divergent, " + name, numbers(model.convergent(p, p, p), model.divergent(p, p, p)));
        }
        return Views.facts(facts);
    }

    private static String numbers(double... values) {
        return Arrays.stream(values).mapToObj(Views::number).collect(Collectors.joining(", "));
    }

    private static View strengths(MotifStrengths strengths) {
        List<Strength> all = Stream.concat(strengths.pooled().stream(), strengths.strengths().stream())
                .toList();
        boolean uncertain = strengths.errors() != WeightErrors.NONE;
        Table table = Table.create(
                "Motif strengths of " + strengths.neurons() + " neurons"
                        + (uncertain ? ", " + strengths.errors().label() : ""),
                column("motif", all, one -> words(one.motif())),
                column("path", all, Strength::path),
                column("strength", all, one -> Views.number(one.value())),
                column("standard error", all, one -> Views.number(one.error())));
        if (uncertain) {
            table.addColumns(column("of it from the weights", all, one -> Views.number(one.errorOfWeights())));
        }
        return View.of(table);
    }

    private static View comparisons(List<Surrogate.Comparison> all) {
        return View.of(Table.create(
                "Motifs against chance",
                column("motif", all, one -> words(one.found().motif())),
                column("strength", all, one -> Views.number(one.found().value())),
                column("by chance", all, one -> Views.number(one.mean()) + " ± " + Views.number(one.deviation())),
                column("distance in s.d.", all, one -> String.format(Locale.ROOT, "%.1f", one.deviations())),
                column("p", all, one -> String.format(Locale.ROOT, "%.3f", one.probability()))));
    }

    private static View spectrum(Spectrum spectrum) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("radius of the disc", Views.number(spectrum.radius()));
        facts.put(
                "outliers", spectrum.visible().stream().map(MotifViews::complex).collect(Collectors.joining(", ")));
        return Views.facts(facts);
    }

    private static View fixedPoints(List<FixedPoint> all) {
        return View.of(Table.create(
                all.size() + " fixed point" + (all.size() == 1 ? "" : "s"),
                column("rates", all, point -> numbers(point.rates())),
                column("s.d. of rates", all, point -> numbers(point.deviations())),
                column("variance of input", all, point -> numbers(point.variance())),
                column("leading eigenvalue", all, point -> complex(point.eigenvalues()[0])),
                column("stable", all, point -> point.stable() ? "yes" : "no")));
    }

    private static View diagram(PhaseDiagram diagram) {
        double[][] rates = diagram.rate(0);
        double[] sorted = Arrays.stream(rates)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (diagram.x().length > 1
                && diagram.y().length > 1
                && sorted.length > 1
                && sorted[0] < sorted[sorted.length - 1]) {
            // near an edge rates grow beyond all others, which would leave no colours for the rest
            double most = Math.max(Math.nextUp(sorted[0]), sorted[(int) (USUAL * (sorted.length - 1))]);
            return View.of(HeatMap.grid(
                            "Rate from rest (grey: none)",
                            diagram.xLabel(),
                            diagram.x(),
                            diagram.yLabel(),
                            diagram.y(),
                            rates,
                            "rate of the first population")
                    .withColours(ColourScale.sequential(sorted[0], most))
                    .figure());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (PhaseDiagram.Regime regime : PhaseDiagram.Regime.values()) {
            long cells = Arrays.stream(diagram.cells())
                    .flatMap(Arrays::stream)
                    .filter(cell -> cell.regime() == regime)
                    .count();
            facts.put(words(regime), cells + " cells");
        }
        return Views.facts(facts);
    }

    private static View branch(Branch branch) {
        double[] parameter = branch.parameters();
        double[] rate = branch.rate(0);
        double[] stable = rate.clone();
        double[] unstable = rate.clone();
        for (int k = 0; k < rate.length; k++) {
            boolean holds = branch.points().get(k).fixedPoint().stable();
            stable[k] = holds ? rate[k] : Double.NaN;
            unstable[k] = holds ? Double.NaN : rate[k];
        }
        LineChart chart = LineChart.of("Fixed points", "parameter", "rate of the first population")
                .withLine("stable", parameter, stable)
                .withDashedLine("unstable", parameter, unstable);
        if (!branch.bifurcations().isEmpty()) {
            chart = chart.withPoints(
                    "bifurcations",
                    branch.bifurcations().stream()
                            .mapToDouble(Branch.Bifurcation::parameter)
                            .toArray(),
                    branch.bifurcations().stream()
                            .mapToDouble(one -> one.fixedPoint().rates()[0])
                            .toArray());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (Branch.Bifurcation one : branch.bifurcations()) {
            facts.merge(words(one.kind()) + " at", Views.number(one.parameter()), (all, next) -> all + ", " + next);
        }
        facts.put("end", branch.end());
        return View.of(chart.figure()).above(Views.facts(facts));
    }

    private static View trace(RateTrace trace) {
        LineChart chart = LineChart.of("Mean rates", "time (time constants)", "rate");
        for (int p = 0; p < trace.rates().length; p++) {
            chart = chart.withLine("population " + (p + 1), trace.times(), trace.rates()[p]);
        }
        return View.of(chart.figure());
    }

    private static View fit(RateFit fit) {
        Table table = Table.create(
                String.format(
                        Locale.ROOT,
                        "%s: rms %.2g, %d of %d starts at the same minimum",
                        fit.source(),
                        fit.rms(),
                        fit.arrived(),
                        fit.starts()),
                column("parameter", fit.estimates(), one -> one.parameter().label()),
                column("value", fit.estimates(), one -> Views.number(one.value())),
                column(
                        "95 % interval",
                        fit.estimates(),
                        one -> one.fixed()
                                ? "given"
                                : Double.isNaN(one.low())
                                        ? "–"
                                        : Views.number(one.low()) + " to " + Views.number(one.high())));
        return View.of(table).above(Views.sentences(fit.notIdentifiable()));
    }

    private static <T> StringColumn column(String name, List<T> rows, Function<T, String> value) {
        return StringColumn.create(name, rows.stream().map(value));
    }

    private static String words(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String complex(Complex value) {
        return value.getImaginary() == 0
                ? Views.number(value.getReal())
                : String.format(Locale.ROOT, "%.3f %+.3fi", value.getReal(), value.getImaginary());
    }
}

package circuitscope.show;

import circuitscope.InputException;
import circuitscope.experiment.FitOutcome;
import circuitscope.show.charts.LineChart;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How errors of weights fall with the seconds that are recorded, by model, strength and number of neurons, beside the limit of free
 * directed pairs. All numbers are means over the trials that are there.
 *
 * @param points the fits
 */
public record LearningCurves(List<Point> points) {
    /**
     * One fit.
     *
     * @param circuit what was recorded
     * @param seconds how long
     * @param method name of the method
     * @param delta relative error of its weights
     * @param limit Cramer-Rao limit of it for free directed pairs
     */
    public record Point(Circuit circuit, double seconds, String method, double delta, double limit) {}

    /**
     * A simulated circuit.
     *
     * @param spiking how input becomes spikes: "threshold" or "lnp"
     * @param strength recurrent strength r
     * @param neurons number of neurons
     */
    public record Circuit(String spiking, double strength, int neurons) {
        private static final Comparator<Circuit> ORDER = Comparator.comparing(Circuit::spiking)
                .thenComparing(Circuit::strength)
                .thenComparing(Circuit::neurons);

        /** In factors of strength and number of neurons. */
        private double distance(Circuit other) {
            return Math.hypot(Math.log(strength / other.strength), Math.log(neurons / (double) other.neurons));
        }
    }

    /**
     * @param points the fits
     */
    public LearningCurves {
        points = List.copyOf(points);
    }

    /**
     * @param outcomes fits to simulated circuits whose limits are known
     * @return their errors by what was recorded
     * @throws InputException if one is no fit to a simulated circuit
     */
    public static LearningCurves of(Outcomes outcomes) {
        return new LearningCurves(
                outcomes.all().stream().map(LearningCurves::point).toList());
    }

    private static Point point(FitOutcome outcome) {
        JsonNode simulation = outcome.experiment().path("data").path("simulation");
        JsonNode network = simulation.path("network");
        if (network.isMissingNode() || outcome.reach() == null) {
            throw InputException.of(
                    "%s is no fit to a simulated circuit with known limits, expected one; leave it out.",
                    outcome.name());
        }
        Circuit circuit = new Circuit(
                network.path("spiking").path("type").asText(),
                network.path("strength").asDouble(),
                network.path("wiring").path("neurons").asInt());
        return new Point(
                circuit,
                simulation.path("seconds").asDouble(),
                outcome.experiment().path("method").asText(),
                outcome.error().delta(),
                outcome.reach().limit().directed());
    }

    private <T> List<T> distinct(Predicate<Point> which, Function<Point, T> value, Comparator<? super T> order) {
        return points.stream().filter(which).map(value).distinct().sorted(order).toList();
    }

    private double mean(Predicate<Point> which, ToDoubleFunction<Point> value) {
        return points.stream().filter(which).mapToDouble(value).average().orElse(Double.NaN);
    }

    /**
     * @param method name of a method
     * @param spiking how input becomes spikes
     * @return error and limit by circuit (rows) and seconds (columns); a dash where there is no fit
     */
    public Table map(String method, String spiking) {
        Predicate<Point> which = point ->
                point.method().equals(method) && point.circuit().spiking().equals(spiking);
        List<Circuit> rows = distinct(which, Point::circuit, Circuit.ORDER);
        Table table = Table.create(
                method.toUpperCase(Locale.ROOT) + ", " + spiking + ": Delta | limit",
                StringColumn.create("r", rows.stream().map(row -> String.valueOf(row.strength()))),
                StringColumn.create("neurons", rows.stream().map(row -> String.valueOf(row.neurons()))));
        for (double seconds : distinct(point -> true, Point::seconds, Comparator.naturalOrder())) {
            String title =
                    String.format(Locale.ROOT, seconds < 60 ? "%.0f s" : "%.0f min", seconds / (seconds < 60 ? 1 : 60));
            table.addColumns(StringColumn.create(title, rows.stream().map(row -> {
                Predicate<Point> cell = which.and(point -> point.circuit().equals(row) && point.seconds() == seconds);
                double delta = mean(cell, Point::delta);
                return Double.isNaN(delta)
                        ? "–"
                        : String.format(Locale.ROOT, "%.2f | %.2f", delta, mean(cell, Point::limit));
            })));
        }
        return table;
    }

    /**
     * @param method name of a method
     * @param spiking how input becomes spikes
     * @param neurons number of neurons
     * @param strengths recurrent strengths; those of which there is no fit are left out
     * @return error and limit over the seconds of the recording, a pair of lines for each strength
     */
    public LineChart chart(String method, String spiking, int neurons, double... strengths) {
        LineChart chart = LineChart.of(
                method.toUpperCase(Locale.ROOT) + ", " + neurons + " neurons, " + spiking,
                "seconds of recording",
                "Delta");
        for (double strength : strengths) {
            Circuit circuit = new Circuit(spiking, strength, neurons);
            Predicate<Point> which =
                    point -> point.method().equals(method) && point.circuit().equals(circuit);
            double[] seconds = distinct(which, Point::seconds, Comparator.naturalOrder()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (seconds.length > 0) {
                chart = chart.withLine("r " + strength, seconds, over(seconds, which, Point::delta))
                        .withDashedLine("limit, r " + strength, seconds, over(seconds, which, Point::limit));
            }
        }
        return chart.withLogarithmicY().withSize(420, 340);
    }

    private double[] over(double[] seconds, Predicate<Point> which, ToDoubleFunction<Point> value) {
        return DoubleStream.of(seconds)
                .map(time -> mean(which.and(point -> point.seconds() == time), value))
                .toArray();
    }

    /**
     * @param circuit a circuit
     * @param wanted relative error of its weights
     * @return minutes until the limit is there: it falls with the square root of time, from the longest recordings of this circuit;
     *     NaN if there is none
     */
    public double minutes(Circuit circuit, double wanted) {
        Predicate<Point> own = point -> point.circuit().equals(circuit);
        double longest =
                points.stream().filter(own).mapToDouble(Point::seconds).max().orElse(Double.NaN);
        double limit = mean(own.and(point -> point.seconds() == longest), Point::limit);
        return longest / 60 * Math.pow(limit / wanted, 2);
    }

    /**
     * @param wanted relative error of the weights
     * @param spiking how input becomes spikes
     * @return minutes until the limit is there, by strength (rows) and number of neurons; the last column is the slope of the limit
     *     over time on double logarithmic axes, of the number of neurons with most fits
     */
    public Table minutes(double wanted, String spiking) {
        Predicate<Point> which = point -> point.circuit().spiking().equals(spiking);
        List<Double> strengths = distinct(which, point -> point.circuit().strength(), Comparator.naturalOrder());
        List<Integer> sizes = distinct(which, point -> point.circuit().neurons(), Comparator.naturalOrder());
        Table table = Table.create(
                "Minutes until the limit is a Delta of " + wanted + ", " + spiking,
                StringColumn.create("r", strengths.stream().map(String::valueOf)));
        List<StringColumn> columns = new ArrayList<>();
        for (int neurons : sizes) {
            columns.add(StringColumn.create(
                    neurons + " neurons",
                    strengths.stream()
                            .map(strength -> minutes(new Circuit(spiking, strength, neurons), wanted))
                            .map(value -> Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value))));
        }
        int most = sizes.stream()
                .max(Comparator.comparingLong(size -> points.stream()
                        .filter(which.and(point -> point.circuit().neurons() == size))
                        .count()))
                .orElse(0);
        columns.add(StringColumn.create(
                "slope, " + most + " neurons",
                strengths.stream()
                        .map(strength -> slope(new Circuit(spiking, strength, most)))
                        .map(value -> Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value))));
        return table.addColumns(columns.toArray(StringColumn[]::new));
    }

    /**
     * @param circuit a circuit
     * @return slope of the limit over time on double logarithmic axes: -1/2 where the information of a spike does not depend on
     *     the others; NaN if there are less than two durations
     */
    public double slope(Circuit circuit) {
        SimpleRegression line = new SimpleRegression();
        points.stream()
                .filter(point -> point.circuit().equals(circuit))
                .forEach(point -> line.addData(Math.log(point.seconds()), Math.log(point.limit())));
        return line.getSlope();
    }

    /**
     * @param circuit some circuit
     * @return that of these fits with the same spiking which is nearest in factors of strength and number of neurons
     * @throws InputException if there is none with that spiking
     */
    public Circuit nearest(Circuit circuit) {
        return points.stream()
                .map(Point::circuit)
                .filter(other -> other.spiking().equals(circuit.spiking()))
                .min(Comparator.comparingDouble(circuit::distance))
                .orElseThrow(() -> InputException.of(
                        "There is no fit with spiking '%s', expected one of %s.",
                        circuit.spiking(),
                        distinct(point -> true, point -> point.circuit().spiking(), Comparator.naturalOrder())));
    }
}

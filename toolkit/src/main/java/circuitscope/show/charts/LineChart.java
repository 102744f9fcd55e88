package circuitscope.show.charts;

import circuitscope.InputException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines and points over a common axis, such as training curves. Series have their colours in the order in which they are added; a
 * value that is not a number leaves a gap. Immutable: each {@code with} method gives a changed copy.
 */
public final class LineChart {
    /** How a band looks in the legend. */
    private static final BasicStroke BAND = new BasicStroke(9, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

    /** How points look in the legend. */
    private static final BasicStroke DOTS =
            new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, new float[] {0.1f, 11}, 0);

    private static final int DOT = 5;

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> series;
    private final boolean logarithmic;
    private final boolean equalScales;
    private final int width;
    private final int height;

    private record Series(
            String name, double[] x, double[] y, double[] top, Color colour, BasicStroke stroke, boolean dotted) {
        boolean isBand() {
            return top != null;
        }

        boolean isLevel() {
            return x == null;
        }
    }

    private LineChart(
            String title,
            String xLabel,
            String yLabel,
            List<Series> series,
            boolean logarithmic,
            boolean equalScales,
            int width,
            int height) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.series = series;
        this.logarithmic = logarithmic;
        this.equalScales = equalScales;
        this.width = width;
        this.height = height;
    }

    /**
     * @param title stands above
     * @param xLabel what the x axis measures, with its unit
     * @param yLabel what the y axis measures, with its unit
     * @return a chart without series
     */
    public static LineChart of(String title, String xLabel, String yLabel) {
        return new LineChart(title, xLabel, yLabel, List.of(), false, false, 480, 320);
    }

    /**
     * @param name stands in the legend
     * @param x shape (points)
     * @param y shape (points)
     * @return a copy with a line in the next colour
     * @throws InputException if the shapes differ or the name is taken
     */
    public LineChart withLine(String name, double[] x, double[] y) {
        return with(name, x, y, null, Palette.series(lines()), Palette.LINE);
    }

    /**
     * @param name stands in the legend
     * @param x shape (points)
     * @param y shape (points)
     * @return a copy with a dashed line in the colour of the line before it, for a second value of the same thing
     * @throws InputException if the shapes differ, the name is taken, or there is no line yet
     */
    public LineChart withDashedLine(String name, double[] x, double[] y) {
        return with(name, x, y, null, lastColour(), Palette.DASHED);
    }

    /**
     * @param name stands in the legend
     * @param x shape (points)
     * @param y shape (points)
     * @return a copy with points in the next colour, which no line joins
     * @throws InputException if the shapes differ or the name is taken
     */
    public LineChart withPoints(String name, double[] x, double[] y) {
        return with(name, x, y, null, Palette.series(lines()), Palette.LINE, true);
    }

    /**
     * @param name stands in the legend
     * @param x shape (points)
     * @param y shape (points)
     * @return a copy with points in the colour of the line before it, such as measurements of what the line predicts
     * @throws InputException if the shapes differ, the name is taken, or there is no line yet
     */
    public LineChart withPointsOfLine(String name, double[] x, double[] y) {
        return with(name, x, y, null, lastColour(), Palette.DASHED, true);
    }

    /**
     * @param name stands in the legend
     * @param x shape (points)
     * @param low lower edge, shape (points)
     * @param high upper edge, shape (points)
     * @return a copy with a band beneath all lines, in the colour of the line before it
     * @throws InputException if the shapes differ, an edge is not finite, the name is taken, or there is no line yet
     */
    public LineChart withBand(String name, double[] x, double[] low, double[] high) {
        return withBand(name, x, low, high, Palette.faint(lastColour()));
    }

    /**
     * @param name stands in the legend
     * @param y height of a dashed grey line across the chart, such as a limit
     * @return a copy with this line
     * @throws InputException if the height is not finite or the name is taken
     */
    public LineChart withLevel(String name, double y) {
        if (!Double.isFinite(y)) {
            throw InputException.of("%s, level '%s': found %s, expected a finite number.", title, name, y);
        }
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(requireFree(name), null, new double[] {y}, null, Palette.GREY, Palette.DASHED, false));
        return new LineChart(title, xLabel, yLabel, List.copyOf(more), logarithmic, equalScales, width, height);
    }

    /** {@return a copy with a logarithmic y axis; values of 0 and below leave gaps} */
    public LineChart withLogarithmicY() {
        return new LineChart(title, xLabel, yLabel, series, true, false, width, height);
    }

    /** {@return a copy whose axes span as much as each other, as for numbers in the complex plane} */
    public LineChart withEqualScales() {
        return new LineChart(title, xLabel, yLabel, series, false, true, width, height);
    }

    /**
     * @param nominalWidth in pixels, 150 to 4000
     * @param nominalHeight in pixels, 120 to 4000
     * @return a copy of this size
     * @throws InputException if a number is out of range
     */
    public LineChart withSize(int nominalWidth, int nominalHeight) {
        InputException.requireBetween("Width of a line chart", nominalWidth, 150, 4000);
        InputException.requireBetween("Height of a line chart", nominalHeight, 120, 4000);
        return new LineChart(title, xLabel, yLabel, series, logarithmic, equalScales, nominalWidth, nominalHeight);
    }

    LineChart withLine(String name, double[] x, double[] y, Color colour) {
        return with(name, x, y, null, colour, Palette.LINE);
    }

    LineChart withBand(String name, double[] x, double[] low, double[] high, Color colour) {
        for (int k = 0; k < Math.min(low.length, high.length); k++) {
            if (!Double.isFinite(low[k]) || !Double.isFinite(high[k])) {
                throw InputException.of(
                        "%s, band '%s', point %d: found %s to %s, expected finite numbers.",
                        title, name, k, low[k], high[k]);
            }
        }
        if (high.length != low.length) {
            throw InputException.of(
                    "%s, band '%s': found %d lower and %d upper values, expected as many.",
                    title, name, low.length, high.length);
        }
        return with(name, x, low, high, colour, Palette.THIN);
    }

    private LineChart with(String name, double[] x, double[] y, double[] top, Color colour, BasicStroke stroke) {
        return with(name, x, y, top, colour, stroke, false);
    }

    private LineChart with(
            String name, double[] x, double[] y, double[] top, Color colour, BasicStroke stroke, boolean dotted) {
        if (x.length != y.length || x.length == 0) {
            throw InputException.of(
                    "%s, series '%s': found %d x and %d y values, expected as many and at least one.",
                    title, name, x.length, y.length);
        }
        for (int k = 0; k < x.length; k++) {
            if (!Double.isFinite(x[k])) {
                throw InputException.of(
                        "%s, series '%s', point %d: x is %s, expected a finite number.", title, name, k, x[k]);
            }
        }
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(
                requireFree(name), x.clone(), y.clone(), top == null ? null : top.clone(), colour, stroke, dotted));
        return new LineChart(title, xLabel, yLabel, List.copyOf(more), logarithmic, equalScales, width, height);
    }

    private String requireFree(String name) {
        if (name.isBlank() || series.stream().anyMatch(other -> other.name().equals(name))) {
            throw InputException.of(
                    "%s: a series is called '%s', expected names that are new and not blank.", title, name);
        }
        return name;
    }

    private int lines() {
        return (int) series.stream().filter(s -> s.stroke() == Palette.LINE).count();
    }

    private Color lastColour() {
        if (lines() == 0) {
            throw InputException.of("%s: there is no line yet to go with; add one with withLine first.", title);
        }
        return Palette.series(lines() - 1);
    }

    /**
     * @return the finished picture
     * @throws InputException if no series holds a finite point
     */
    public Figure figure() {
        return plot().figure(title, description());
    }

    Plot plot() {
        double[] xRange = range(true);
        double[] yRange = range(false);
        if (logarithmic) {
            double room = Math.pow(yRange[1] / yRange[0], 0.05);
            yRange = new double[] {yRange[0] / room, yRange[1] * room};
        }
        if (equalScales) {
            double span = Math.max(xRange[1] - xRange[0], yRange[1] - yRange[0]);
            xRange = widened(xRange, span);
            yRange = widened(yRange, span);
        }
        double margin = logarithmic ? 0 : 0.05 * (yRange[1] - yRange[0]);
        // a point on the edge would be cut in half
        boolean dotted = series.stream().anyMatch(Series::dotted);
        double pad = xRange[0] < xRange[1] ? dotted ? 0.03 * (xRange[1] - xRange[0]) : 0 : 0.5;
        Plot plot = Plot.of(
                title,
                Axis.of(xLabel, xRange[0] - pad, xRange[1] + pad),
                logarithmic
                        ? Axis.logarithmic(yLabel, yRange[0], yRange[1])
                        : Axis.of(yLabel, yRange[0] - margin, yRange[1] + margin),
                width,
                height);
        XYChart chart = plot.chart();
        boolean decades = logarithmic && yRange[1] / yRange[0] > 100;
        chart.getStyler()
                .setYAxisLogarithmic(logarithmic)
                .setYAxisLogarithmicDecadeOnly(decades)
                // XChart would draw a line at each of the nine steps of every decade
                .setPlotGridLinesVisible(!decades)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(Palette.GRID)
                .setPlotGridLinesStroke(new BasicStroke(0.6f));
        if (series.size() > 1) {
            series.forEach(
                    s -> plot.addToLegend(s.name(), s.colour(), s.isBand() ? BAND : s.dotted() ? DOTS : s.stroke()));
        }
        chart.getStyler().setMarkerSize(DOT);
        series.stream().filter(Series::isBand).forEach(band -> addBand(chart, band));
        double[] across = xRange;
        series.stream().filter(s -> !s.isBand()).forEach(line -> addLine(chart, line, across));
        // asks for nothing, but lets the plot learn where it lies
        plot.paintOver(g -> {});
        return plot;
    }

    private static double[] widened(double[] range, double span) {
        double middle = (range[0] + range[1]) / 2;
        return new double[] {middle - span / 2, middle + span / 2};
    }

    private String description() {
        return String.format(
                Locale.ROOT,
                "%s: line chart of %s over %s%s",
                title,
                yLabel,
                xLabel,
                series.isEmpty()
                        ? ""
                        : ", "
                                + String.join(
                                        ", ", series.stream().map(Series::name).toList()));
    }

    private static void addBand(XYChart chart, Series band) {
        int n = band.x().length;
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int k = 0; k < n; k++) {
            x[k] = band.x()[k];
            y[k] = band.y()[k];
            x[2 * n - 1 - k] = band.x()[k];
            y[2 * n - 1 - k] = band.top()[k];
        }
        XYSeries drawn = chart.addSeries(band.name(), x, y);
        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        drawn.setFillColor(band.colour());
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineColor(new Color(0, 0, 0, 0)).setLineWidth(0);
    }

    private void addLine(XYChart chart, Series line, double[] xRange) {
        double[] x = line.isLevel() ? xRange : line.x();
        double[] y = line.isLevel()
                ? new double[] {line.y()[0], line.y()[0]}
                : line.y().clone();
        for (int k = 0; k < y.length; k++) {
            y[k] = Double.isFinite(y[k]) && (!logarithmic || y[k] > 0) ? y[k] : Double.NaN;
        }
        XYSeries drawn = chart.addSeries(line.name(), x, y);
        if (line.dotted()) {
            drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            drawn.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(line.colour());
            return;
        }
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineColor(line.colour()).setLineStyle(line.stroke());
    }

    private double[] range(boolean ofX) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Series s : series) {
            List<double[]> parts = new ArrayList<>();
            if (ofX && !s.isLevel()) {
                parts.add(s.x());
            } else if (!ofX) {
                parts.add(s.y());
                if (s.isBand()) {
                    parts.add(s.top());
                }
            }
            for (double[] part : parts) {
                for (double value : part) {
                    if (Double.isFinite(value) && (ofX || !logarithmic || value > 0)) {
                        least = Math.min(least, value);
                        most = Math.max(most, value);
                    }
                }
            }
        }
        if (least > most) {
            throw InputException.of("%s: no series has a finite point, so there is nothing to draw.", title);
        }
        if (least == most && !ofX) {
            double room = least == 0 ? 1 : 0.1 * Math.abs(least);
            return new double[] {least - room, most + room};
        }
        return new double[] {least, most};
    }
}

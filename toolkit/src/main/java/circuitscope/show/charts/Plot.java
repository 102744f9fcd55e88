package circuitscope.show.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The one frame of every chart with axes: XChart lays out title, axes and ticks and draws lines; whatever XChart has no
 * series for (spikes, matrices) is painted over it in data coordinates.
 */
final class Plot {
    private static final Color NONE = new Color(0, 0, 0, 0);

    /** XChart leaves more room above a title than below. */
    private static final int ABOVE = -7;

    /** Half of a tick label that stands at the right end of the x axis. */
    private static final int BESIDE = 8;

    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_LINE = 22;
    private static final int LEGEND_GAP = 14;

    private final XYChart chart;
    private final Axis x;
    private final Axis y;
    private final int width;
    private final int height;
    private final List<Entry> legend = new ArrayList<>();
    private Rectangle2D area = new Rectangle2D.Double();

    private record Entry(String name, Color colour, BasicStroke stroke) {}

    private Plot(XYChart chart, Axis x, Axis y, int width, int height) {
        this.chart = chart;
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    static Plot of(String title, Axis x, Axis y, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .title(title)
                .xAxisTitle(x.label())
                .yAxisTitle(y.label())
                .width(width)
                .height(height)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setBaseFont(Palette.TEXT)
                .setChartBackgroundColor(Palette.PAPER)
                .setChartFontColor(Palette.INK)
                .setChartPadding(10)
                .setChartTitleFont(Palette.TITLE)
                .setChartTitleVisible(!title.isEmpty())
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(7)
                .setPlotBackgroundColor(Palette.PAPER)
                .setPlotBorderVisible(false)
                .setPlotContentSize(1)
                .setLegendVisible(false)
                .setMarkerSize(0);
        styler.setAxisTitleFont(Palette.TEXT)
                .setAxisTitlePadding(6)
                .setAxisTickLabelsFont(Palette.SMALL)
                .setAxisTickLabelsColor(Palette.INK)
                .setAxisTickMarksColor(Palette.AXIS)
                .setAxisTickMarksStroke(Palette.THIN)
                .setAxisTickMarkLength(4)
                .setAxisTickPadding(4)
                .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
                .setPlotGridLinesVisible(false)
                .setPlotMargin(0);
        styler.setXAxisMin(x.drawnLow()).setXAxisMax(x.drawnHigh());
        styler.setYAxisMin(y.drawnLow()).setYAxisMax(y.drawnHigh());
        styler.setXAxisTickMarkSpacingHint(tickSpacing(x, width, 70));
        styler.setYAxisTickMarkSpacingHint(tickSpacing(y, height, 40));
        styler.setXAxisTickLabelsFormattingFunction(x::tick);
        styler.setYAxisTickLabelsFormattingFunction(y::tick);
        // XChart draws no axes without a series
        XYSeries corners =
                chart.addSeries("\u0000corners", new double[] {x.low(), x.high()}, new double[] {y.low(), y.high()});
        corners.setMarker(SeriesMarkers.NONE);
        corners.setLineColor(NONE).setLineWidth(0);
        return new Plot(chart, x, y, width, height);
    }

    /**
     * XChart's ticks lie this many pixels apart or more: for things that are counted, no closer than the things. It can't
     * lay out an axis without room for a few ticks.
     */
    private static int tickSpacing(Axis axis, int pixels, int usual) {
        double apart = axis.whole() ? pixels / (axis.high() - axis.low()) : usual;
        return (int) Math.max(usual, Math.min(apart, pixels / 2.2));
    }

    int width() {
        return width;
    }

    XYChart chart() {
        return chart;
    }

    /** Moves the y axis to the right and hides title and x axis, but keeps their room, so that two plots side by side align. */
    void turnIntoScale() {
        XYStyler styler = chart.getStyler();
        styler.setYAxisGroupPosition(0, Styler.YAxisPosition.Right);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Left);
        styler.setXAxisTickLabelsColor(NONE).setXAxisTickMarksColor(NONE);
        styler.setChartTitleFontColor(NONE).setChartFontColor(NONE);
        styler.setXAxisTitleColor(NONE).setYAxisGroupTitleColor(0, Palette.INK);
        // the usual spacing would not fit into the width of a colour bar
        styler.setXAxisTickMarkSpacingHint(5);
        styler.setAxisTicksLineVisible(false);
        styler.setChartBackgroundColor(NONE);
    }

    void addToLegend(String name, Color colour, BasicStroke stroke) {
        legend.add(new Entry(name, colour, stroke));
    }

    void paintOver(Consumer<Graphics2D> painter) {
        chart.addAnnotation(new Annotation(false) {
            @Override
            public void paint(Graphics2D g) {
                int left = getXAxisScreenValue(x.low());
                int top = getYAxisScreenValue(y.high());
                area = new Rectangle2D.Double(
                        left, top, getXAxisScreenValue(x.high()) - left, getYAxisScreenValue(y.low()) - top);
                painter.accept(g);
            }
        });
    }

    /** Where the data lie, in the coordinates of the painters; known once painted. */
    Rectangle2D area() {
        return area;
    }

    /** Where the data lie on the figure, in nominal pixels; known once painted. */
    Rectangle2D areaOnFigure() {
        return new Rectangle2D.Double(area.getX(), area.getY() + ABOVE, area.getWidth(), area.getHeight());
    }

    double pixelX(double value) {
        return area.getX() + (value - x.low()) / (x.high() - x.low()) * area.getWidth();
    }

    double pixelY(double value) {
        double coordinate = y.downward() ? -value : value;
        return area.getMaxY() - (coordinate - y.low()) / (y.high() - y.low()) * area.getHeight();
    }

    Figure figure(String title, String description) {
        return Figure.paint(title, description, width, height, this::paint);
    }

    void paint(Graphics2D g) {
        List<List<Entry>> rows = legendRows(g);
        g.translate(0, ABOVE);
        chart.paint(g, width - BESIDE, height - ABOVE - LEGEND_ROW * rows.size());
        g.translate(0, -ABOVE);
        double middle = height - LEGEND_ROW * (rows.size() - 0.5);
        for (List<Entry> row : rows) {
            paintLegend(g, row, middle);
            middle += LEGEND_ROW;
        }
    }

    /** As many entries side by side as fit. */
    private List<List<Entry>> legendRows(Graphics2D g) {
        List<List<Entry>> rows = new ArrayList<>();
        double used = Double.POSITIVE_INFINITY;
        for (Entry entry : legend) {
            if (used + entryWidth(g, entry) > width - 2 * LEGEND_GAP) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(entry);
            used += entryWidth(g, entry) + LEGEND_GAP;
        }
        return rows;
    }

    private static double entryWidth(Graphics2D g, Entry entry) {
        return LEGEND_LINE + 5.0 + g.getFontMetrics(Palette.SMALL).stringWidth(entry.name());
    }

    private void paintLegend(Graphics2D g, List<Entry> row, double middle) {
        double total = LEGEND_GAP * (row.size() - 1);
        for (Entry entry : row) {
            total += entryWidth(g, entry);
        }
        double at = Math.max(LEGEND_GAP, Math.min(area.getCenterX() - total / 2, width - LEGEND_GAP - total));
        g.setFont(Palette.SMALL);
        for (Entry entry : row) {
            g.setColor(entry.colour());
            g.setStroke(entry.stroke());
            g.draw(new Line2D.Double(at, middle, at + LEGEND_LINE, middle));
            g.setColor(Palette.INK);
            g.drawString(entry.name(), (float) at + LEGEND_LINE + 5, (float) middle + 4);
            at += entryWidth(g, entry) + LEGEND_GAP;
        }
    }
}

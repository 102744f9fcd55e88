/**
 * Charts in the style of the paper's figures: lines with bands, matrices with a colour bar, spike rasters, polar tuning,
 * weights by distance. Each is a value that becomes a {@link circuitscope.show.charts.Figure}, drawn at twice its nominal
 * size; none needs a display.
 *
 * <p>Lines and axes are drawn by XChart; what it lacks (matrices with a colour bar, polar tuning, rasters of a million
 * spikes, bands) is painted over its plot area, for which its internal package is used: its public one gives no access
 * to the axes.
 *
 * <pre>{@code
 * double[] ms = {0, 5, 10};
 * double[] kernel = {1, 0.61, 0.37};
 * Figure figure = LineChart.of("Synapse", "ms", "current").withLine("10 ms", ms, kernel).figure();
 * }</pre>
 */
package circuitscope.show.charts;

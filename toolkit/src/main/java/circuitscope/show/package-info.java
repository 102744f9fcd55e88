/**
 * Results made visible: values of the toolkit show themselves as pictures and tables in a notebook of any Java kernel,
 * as text in a terminal; charts in the style of the paper's figures; outcomes side by side; and progress with the time
 * left. Charts are drawn at twice their nominal size and need no display.
 *
 * <p>Lines and axes are drawn by XChart; what it lacks (matrices with a colour bar, polar tuning, rasters of a million
 * spikes, bands) is painted over its plot area, for which its internal package is used: its public one gives no access
 * to the axes.
 *
 * <pre>{@code
 * Outcomes outcomes = Outcomes.ofProject("table1");
 * Figure figure = outcomes.trials("gnn-lnp").profile("LNP");
 * GlmResult result = Show.working(workers -> new Glm().fit(Request.of(recording).with(workers)));
 * Show.value(result);
 * }</pre>
 */
package circuitscope.show;

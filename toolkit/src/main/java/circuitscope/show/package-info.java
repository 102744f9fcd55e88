/**
 * Results made visible: values of the toolkit show themselves as pictures and tables in a notebook of any Java kernel,
 * as text in a terminal; outcomes side by side; and progress with the time left.
 *
 * <pre>{@code
 * Outcomes outcomes = Outcomes.ofProject("table1");
 * Figure figure = outcomes.trials("gnn-lnp").profile("LNP");
 * GlmResult result = Show.working(workers -> new Glm().fit(Request.of(recording).with(workers)));
 * Show.value(result);
 * }</pre>
 */
package circuitscope.show;

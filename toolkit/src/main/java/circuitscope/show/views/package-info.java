/**
 * How values of the toolkit show themselves: as pictures and tables in a notebook, as text elsewhere.
 *
 * <pre>{@code
 * View view = Views.of(Network.thresholdCrossing()).orElseThrow();
 * String html = view.html();
 * }</pre>
 */
package circuitscope.show.views;

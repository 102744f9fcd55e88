/**
 * Reads any circuit: several estimates of free directed couplings, held-out spikes that choose among them, and hypotheses of
 * what holds of all weights together.
 *
 * <pre>{@code
 * AutoResult result = new Auto().fit(recording);
 * String chosen = result.estimate() + ": " + result.hypothesis();
 * int[][] edges = result.connectivity().edges().orElseThrow();
 * }</pre>
 */
package circuitscope.infer.auto;

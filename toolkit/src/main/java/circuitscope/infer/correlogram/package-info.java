/**
 * Synapses from cross-correlograms: a smooth baseline for what two neurons share slowly, a fast deflection after a latency
 * for a synapse, and paths through third neurons taken out.
 *
 * <pre>{@code
 * CorrelogramResult result = new Correlograms().fit(recording);
 * int[][] edges = result.connectivity().edges().orElseThrow();
 * CorrelogramResult.Pair pair = result.pair(1, 0);
 * }</pre>
 */
package circuitscope.infer.correlogram;

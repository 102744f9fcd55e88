/**
 * Spike time tiling: how often two neurons fire close together, on a scale that does not depend on their rates.
 *
 * <pre>{@code
 * TilingResult result = new SpikeTimeTiling().fit(recording, TilingOptions.standard().withWindow(5));
 * }</pre>
 */
package circuitscope.infer.tiling;

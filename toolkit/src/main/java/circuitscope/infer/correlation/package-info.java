/**
 * Pairwise correlation of spike counts, the floor under every method that claims to read wiring.
 *
 * <pre>{@code
 * CorrelationResult result =
 *         new PairwiseCorrelation().fit(recording, CorrelationOptions.standard().withBin(5));
 * }</pre>
 */
package circuitscope.infer.correlation;

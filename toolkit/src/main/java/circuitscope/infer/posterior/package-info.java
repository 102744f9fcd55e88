/**
 * From estimates of all pairs to what may be believed of each: posterior mean and deviation of its weight, the probability
 * of a synapse, its sign and shape. The prior is learned from the pairs themselves (empirical Bayes).
 *
 * <pre>{@code
 * PairEvidence evidence = PairEvidence.normal(weights, weights);
 * SparsePosterior posterior = SparsePrior.posterior(evidence, Signs.DALE);
 * int[][] edges = posterior.edges(0.05);
 * }</pre>
 */
package circuitscope.infer.posterior;

/**
 * Generalized linear model with coupling filters (paper, Appendix C.1, Algorithm 1): an exponential link, one filter of
 * raised cosines for all neurons, weights and biases by Newton's method. An l2 or l1 penalty may be given or chosen by
 * the validation part; the recording's angle may drive the neurons too.
 *
 * <pre>{@code
 * GlmResult result = new Glm().fit(recording, GlmOptions.standard().withPenalty(GlmPenalty.lasso(1, 10, 100)));
 * double[][] errors = result.connectivity().deviation().orElse(null);
 * }</pre>
 */
package circuitscope.infer.glm;

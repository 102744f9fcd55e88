/**
 * Which weights do held-out spikes prefer? A flexible network predicts nearly as well with wrong weights as with right
 * ones. So weights are compared through the simplest neurons that can use them: exponential synapses and a piecewise
 * linear link for each neuron, fitted to the validation part.
 *
 * <pre>{@code
 * HeldOutLinkLikelihood likelihood = new HeldOutLinkLikelihood(Request.of(recording), 10);
 * double loss = likelihood.loss(weights);
 * }</pre>
 */
package circuitscope.infer.selection;

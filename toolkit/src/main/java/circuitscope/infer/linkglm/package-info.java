/**
 * Generalized linear model with a learned link: exponential synapses whose time constant is learned, and for each neuron
 * a link log lambda = offset + power log softplus(drive + bias), whose shape is learned along with the weights by Fisher
 * scoring. It is what a neuron that is no exponential needs, and the teacher of the graph neural network.
 *
 * <pre>{@code
 * LinkGlmResult result = new LinkGlm().fit(recording);
 * double tauMs = result.tauMs();
 * boolean arrived = result.convergence().converged();
 * }</pre>
 */
package circuitscope.infer.linkglm;

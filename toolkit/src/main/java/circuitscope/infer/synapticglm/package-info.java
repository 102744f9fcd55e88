/**
 * All synapses of a neuron at once, with a latency and a shape of their own, the neuron's own history and a slow course of
 * its rate beside them.
 *
 * <pre>{@code
 * Request request = Request.of(recording);
 * CorrelogramResult correlograms = new Correlograms().fit(request);
 * PairEvidence evidence = SynapticGlm.evidence(request, correlograms);
 * }</pre>
 */
package circuitscope.infer.synapticglm;

/**
 * What a neuron encodes: Poisson GLMs of binned spikes from the angle of the recording, a neuron's own past and that of the other
 * neurons, each alone or together.
 *
 * <pre>{@code
 * EncodingOptions all = EncodingOptions.standard();
 * EncodingResult result = new EncodingGlm().fit(Request.of(recording), all);
 * EncodingResult tuningAlone = new EncodingGlm().fit(Request.of(recording), all.withInputs(true, false, false));
 * }</pre>
 */
package circuitscope.infer.encoding;

/**
 * AMAG (Li et al., NeurIPS 2023): a recurrent encoder for each neuron, additive and multiplicative messages over learned
 * adjacency matrices, of which the additive one is read as couplings.
 *
 * <pre>{@code
 * AmagOptions options = AmagOptions.standard().with(16, AmagOptions.Start.RANDOM);
 * AmagResult result = new Amag().fit(recording, options);
 * }</pre>
 */
package circuitscope.infer.amag;

/**
 * The graph neural network of the paper (Section 3.2): a structure module that reads weights from spike trains, and
 * message passing that predicts the next spikes with them. By default its weights come from a GLM with a learned link,
 * distilled into the structure module; options start it from unconstrained weights or from random values instead. A
 * checkpoint keeps every step, so that a fit that is stopped goes on to the same end.
 *
 * <p>It takes for granted that weights are symmetric and smooth in a few numbers per neuron, that the incoming weights
 * of all neurons have the same norm, and that synapses are exponential with one time constant.
 *
 * <pre>{@code
 * GnnResult result = new Gnn().withCheckpoint(Path.of("state.npz")).fit(recording);
 * double[][] z = result.embedding();
 * Curve synapse = result.filter();
 * }</pre>
 */
package circuitscope.infer.gnn;

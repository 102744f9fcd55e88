/**
 * Neural relational inference (Kipf et al., ICML 2018): an encoder gives each pair the odds of an edge, a decoder predicts along
 * the edges. The network takes trajectories of any features; the method takes spikes.
 *
 * <pre>{@code
 * NriResult result = new Nri().fit(recording, NriOptions.standard().training(0.001, 4, 10, 2000));
 * RelationNetwork network = new RelationNetwork(5, 4, 49, new NriOptions.Shape(64, 10, 5e-5, 0.5), 1);
 * }</pre>
 */
package circuitscope.infer.nri;

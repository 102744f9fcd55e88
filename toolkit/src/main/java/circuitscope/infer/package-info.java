/**
 * Methods that infer connectivity from spikes. All have one shape, {@code fit(recording, options)}: they get the spikes
 * alone, learn from the training part, choose by the validation part, and give back what is known of the connections,
 * the curves they have learned, whether the search arrived, and where the result comes from. {@link
 * circuitscope.infer.Request} says more where it is needed: another split, a seed, threads, and who hears how far a fit
 * has come.
 *
 * <p>A room per family. Shared are {@code arithmetic} (vectors, matrices, optimizers), {@code sampling} (steps at which
 * integrals are taken, synaptic traces, windows of recent activity), {@code engine} (automatic gradients) and {@code
 * binned} (counts). The graph neural network, {@code gnn}, brings
 * together {@code linkglm} (its teacher), {@code embedding} (weights from an embedding), {@code messagepassing}
 * (prediction) and {@code selection} (which weights held-out spikes prefer). No room of it may know the truth, or a file
 * that holds it.
 *
 * <pre>{@code
 * GlmResult result = new Glm().fit(recording);
 * double[][] weights = result.weights();
 * LinkGlmResult longer = new LinkGlm()
 *         .fit(Request.of(recording).withSeed(11).withThreads(2), LinkGlmOptions.standard().withStride(20));
 * }</pre>
 */
package circuitscope.infer;

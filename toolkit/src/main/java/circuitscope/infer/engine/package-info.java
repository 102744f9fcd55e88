/**
 * The engine for deep learning, PyTorch on one thread, as one pass forward and backward at a time.
 *
 * <pre>{@code
 * try (Graph graph = Graph.training()) {
 *     var x = graph.leaf("x", new float[] {3}, 1);
 *     graph.backward(x.mul(x).sum());
 *     float slope = graph.gradient("x")[0];
 * }
 * }</pre>
 */
package circuitscope.infer.engine;

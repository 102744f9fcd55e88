/**
 * Weights from an embedding (paper, Eq. 2): w_ij = MLP([z_i, z_j]) with two or three numbers z per neuron. Noisy weights
 * of all pairs are distilled into z and the MLP by weighted regression, which takes away the noise that pairs do not
 * share.
 *
 * <pre>{@code
 * double[][] even = new double[][] {{0, 1}, {1, 0}};
 * Parameters p = Distillation.of(weights, even, 2, 0.1, 1, Progress.silent());
 * float[] w = PairwiseMlp.weights(p, p.get(PairwiseMlp.Z), weights.length);
 * }</pre>
 */
package circuitscope.infer.embedding;

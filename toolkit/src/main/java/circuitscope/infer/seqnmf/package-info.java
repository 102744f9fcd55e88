/**
 * Sequence non-negative matrix factorization (paper, Appendix C.3, Algorithm 3; Mackevicius et al., 2019).
 *
 * <pre>{@code
 * SeqNmfResult result = new SeqNmf().fit(recording, SeqNmfOptions.standard().withSequences(5, 2));
 * }</pre>
 */
package circuitscope.infer.seqnmf;

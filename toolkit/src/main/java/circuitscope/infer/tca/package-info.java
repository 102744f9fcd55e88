/**
 * Tensor component analysis (paper, Appendix C.2, Algorithm 2; Williams et al., 2018) by alternating least squares.
 *
 * <pre>{@code
 * TcaResult result = new TensorComponentAnalysis().fit(recording, TcaOptions.standard().withRank(5));
 * }</pre>
 */
package circuitscope.infer.tca;

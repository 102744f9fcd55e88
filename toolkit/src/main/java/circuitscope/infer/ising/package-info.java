/**
 * Inverse Ising problem in mean field: couplings from means and covariances of binary spikes (Roudi et al., 2009).
 *
 * <pre>{@code
 * IsingResult result =
 *         new InverseIsing().fit(recording, IsingOptions.standard().withApproximation(MeanField.NAIVE));
 * }</pre>
 */
package circuitscope.infer.ising;

/**
 * Minimum probability flow (Sohl-Dickstein et al., 2011; Das and Fiete, 2020), solved by limited-memory BFGS.
 *
 * <pre>{@code
 * MpfResult result = new MinimumProbabilityFlow().fit(recording, MpfOptions.standard().withBin(7.5));
 * }</pre>
 */
package circuitscope.infer.mpf;

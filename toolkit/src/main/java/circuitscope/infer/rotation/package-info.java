/**
 * Couplings of a ring that an angle turns, such as a head direction (paper, Sections 4.2 to 4.4, Appendices B.1 and G): the gain of
 * the angle is found by likelihood, and a method for couplings that stay fits the couplings at the angle 0.
 *
 * <pre>{@code
 * RotatingResult result = Rotating.of(new LinkGlm()).fit(recording);
 * double gain = result.rotation().gain();
 * }</pre>
 */
package circuitscope.infer.rotation;

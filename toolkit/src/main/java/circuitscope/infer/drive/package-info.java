/**
 * Circuits that an angle steers, such as a head direction. It may turn the couplings of a ring, or drive each neuron beside them.
 *
 * <p>Where it turns the couplings (paper, Sections 4.2 to 4.4, Appendix G), its gain is found by likelihood, and a method for couplings
 * that stay fits the couplings at the angle 0. Where it drives neurons (Section 4.5, Appendix B.1), the validation part says how many
 * of its harmonics do.
 *
 * <pre>{@code
 * RotatingResult turned = Rotating.of(new LinkGlm()).fit(recording);
 * double gain = turned.rotation().gain();
 * DrivenResult driven = Driven.of(new LinkGlm()).fit(recording);
 * int harmonics = driven.harmonics();
 * }</pre>
 */
package circuitscope.infer.drive;

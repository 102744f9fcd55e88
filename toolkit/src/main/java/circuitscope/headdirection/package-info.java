/**
 * Head-direction cells: sessions from files, tuning curves, and the screening of sessions by the recipe of the paper's
 * Appendix E. Works on every recording that carries an angle, measured or simulated.
 *
 * <pre>{@code
 * Recording awake = HeadDirectionSession.read(Path.of("dataHD.mat")).wake();
 * List<TuningCurve> curves = TuningCurve.all(awake, TuningCurve.Options.paper());
 * }</pre>
 */
package circuitscope.headdirection;

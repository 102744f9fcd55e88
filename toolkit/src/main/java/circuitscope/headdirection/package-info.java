/**
 * Head-direction cells: sessions from files, tuning curves, and the screening of sessions by the recipe of the paper's
 * Appendix E. Works on every recording that carries an angle, measured or simulated.
 */
package circuitscope.headdirection;

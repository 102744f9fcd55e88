/** Pairwise correlation of spike counts, the floor under every method that claims to read wiring. */
package circuitscope.infer.correlation;

/**
 * The command line: simulate, infer, evaluate, limits, motifs and experiment. Each command prints a report in JSON, and says in
 * one sentence what is wrong with what it was given.
 *
 * <pre>{@code
 * Main.main(new String[] {"simulate", "--model", "lnp", "--seconds", "60", "--out", "lnp.npz"});
 * }</pre>
 */
package circuitscope.cli;

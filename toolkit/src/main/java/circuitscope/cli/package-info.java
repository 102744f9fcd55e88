/** The command line: simulate, infer, evaluate, limits. */
package circuitscope.cli;

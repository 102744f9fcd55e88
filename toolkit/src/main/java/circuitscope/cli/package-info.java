/** The command line: simulate, infer, evaluate. */
package circuitscope.cli;

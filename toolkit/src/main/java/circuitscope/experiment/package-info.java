/**
 * An experiment is a value: a method with its options, and the recipe of the recording it is given. It can be run, its
 * outcome kept in a folder, and a list of experiments that was interrupted goes on where it stopped.
 */
package circuitscope.experiment;

/** Methods that infer connectivity from spikes. All have one shape: {@code fit(recording, options, progress)}. */
package circuitscope.infer;

/** Binned spikes, the common start of the methods that read wiring from counts or from patterns of active neurons. */
package circuitscope.infer.binned;

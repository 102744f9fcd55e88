/** Metrics of inferred weights and predicted spikes, and what is reachable at best. */
package circuitscope.evaluate;

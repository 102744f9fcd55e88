/**
 * Generative models of circuits, as values: who is connected to whom ({@link circuitscope.network.wiring.Wiring}), through which
 * synapse, under which drive, and how input becomes spikes. Simulators, the oracle and the limits take any of them; a network
 * is written as JSON and read back unchanged.
 *
 * <pre>{@code
 * Network ring = Network.thresholdCrossing();
 * Network random = Network.randomIntegrateAndFire(60, 1);
 * double[][] weights = random.weights();
 * }</pre>
 */
package circuitscope.network;

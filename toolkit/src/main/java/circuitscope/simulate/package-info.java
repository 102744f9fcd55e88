/**
 * From a network to its spikes, and from spikes back to the network's state: simulators, and the true rates behind a
 * simulation, which are the ceiling of every method.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(Network.thresholdCrossing(), 60, 1);
 * Recording recording = simulation.run();
 * RateModel oracle = new TrueRates(simulation);
 * }</pre>
 */
package circuitscope.simulate;

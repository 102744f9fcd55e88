/**
 * Metrics of inferred weights and of predicted spikes, and what is reachable at best: the oracle, the Fisher information
 * of the weights and the Cramer-Rao limits that follow from it, for any simulated network whose rates have a closed
 * form. Limits know what an estimator assumes: free directed pairs, free symmetric pairs, or one profile for a whole
 * ring. Matrices that say how alike neurons are, and have no zero of their own, can be read as inhibition.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(Network.thresholdCrossing(), 60, 1);
 * WeightError error = WeightError.of(weights, simulation.network().weights());
 * FisherInformation information =
 *         FisherInformation.of(simulation, recording, recording.segments(), 400, 1, Workers.all());
 * CramerRaoLimit limit = CramerRaoLimit.of(information, simulation.network().weights());
 * }</pre>
 */
package circuitscope.evaluate;

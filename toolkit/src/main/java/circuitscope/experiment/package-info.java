/**
 * An experiment is a value: data, method, options and seed as canonical JSON, whose hash is its key. It can be run, its outcome
 * kept in a folder and verified, and a list of experiments that was interrupted goes on where it stopped, on one machine or
 * many.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(Network.thresholdCrossing(), 480, 11);
 * Experiment experiment = Experiment.standard("glm-threshold", simulation, new Glm());
 * Map<String, Outcome> outcomes =
 *         OutcomeStore.at(Path.of("results")).complete(List.of(experiment), Workers.all());
 * }</pre>
 */
package circuitscope.experiment;

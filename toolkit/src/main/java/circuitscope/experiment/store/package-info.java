/**
 * Where outcomes are kept: a folder of files, one for each experiment, that many processes and machines may fill at once. What is
 * missing is run, here or on a cluster, and what failed is kept as a sentence.
 *
 * <pre>{@code
 * OutcomeStore store = OutcomeStore.at(Path.of("results"));
 * List<Experiment> experiments = Experiment.read(Path.of("sweep.json"));
 * Map<String, Outcome> outcomes = store.complete(experiments, Workers.all());
 * Status status = store.status(experiments);
 * }</pre>
 */
package circuitscope.experiment.store;

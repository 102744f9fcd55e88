/**
 * An experiment is a value: a recipe as canonical JSON, whose hash is its key. It is a method on data, or a computation of
 * another kind. A list of experiments, or a sweep that stands for many, is a file. Outcomes are kept by
 * {@link circuitscope.experiment.store}.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(Network.thresholdCrossing(), 480, 11);
 * Experiment experiment = Experiment.standard("glm-threshold", simulation, new Glm());
 * Outcome outcome = experiment.run(Workers.all());
 * }</pre>
 *
 * <p>A room joins in with what it computes in two steps. It implements {@link circuitscope.Computation}: a name, a record of
 * options that validates itself, a record of what is found, and a run that uses nothing but options, seed and workers. And it gets
 * a line in {@link circuitscope.experiment.Computations}. Its experiments are then written as {@code {"name": ..., "computation":
 * ..., "options": ..., "seed": ...}}, what was found is read by {@link circuitscope.experiment.ComputedOutcome#findings}, and the
 * command line, sweeps and clusters deal with them as with all others.
 */
package circuitscope.experiment;

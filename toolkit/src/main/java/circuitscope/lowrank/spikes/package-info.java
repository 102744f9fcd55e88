/**
 * Networks of low rank that are known by their spikes: Poisson spikes, activity from smoothed counts, by likelihood and by rates
 * of a GLM, and a stand-in for a task with a choice.
 *
 * <pre>{@code
 * circuitscope.Workers workers = circuitscope.Workers.all();
 * LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(300, 1));
 * Trajectories trials = ChoiceTask.run(network, 200, 1, workers);
 * Activity activity = PoissonSpikes.of(network, trials, 0.5, 1, workers).activity(1, 3);
 * }</pre>
 */
package circuitscope.lowrank.spikes;

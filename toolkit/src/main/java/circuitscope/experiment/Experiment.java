package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.spikes.Recording;

/**
 * A method with its options, applied to a simulated recording.
 *
 * @param <O> the method's options
 * @param <R> the method's result
 * @param label short name of the method with these options for names of files, such as "glm"
 * @param method the method
 * @param options its options
 * @param recipe how the recording is made
 * @param scoreStride spike prediction is scored at one step in so many; more than 1 for methods that predict slowly
 */
public record Experiment<O extends Record, R extends Inference>(
        String label, Estimator<O, R> method, O options, SimulatedRing recipe, int scoreStride) {
    /**
     * @param label short name of the method with these options for names of files, such as "glm"
     * @param method the method
     * @param options its options
     * @param recipe how the recording is made
     * @param scoreStride spike prediction is scored at one step in so many
     * @throws circuitscope.InputException if the label can't be part of the name of a file, or the stride is below 1
     */
    public Experiment {
        SimulatedRing.requireLabel("Label of a method", label);
        InputException.requireBetween("Stride of the score", scoreStride, 1, 10_000);
    }

    /**
     * An experiment that scores every step.
     *
     * @param label short name of the method with these options for names of files, such as "glm"
     * @param method the method
     * @param options its options
     * @param recipe how the recording is made
     * @throws circuitscope.InputException if the label can't be part of the name of a file
     */
    public Experiment(String label, Estimator<O, R> method, O options, SimulatedRing recipe) {
        this(label, method, options, recipe, 1);
    }

    /** {@return the name under which its outcome is kept, such as "glm-threshold-1"} */
    public String name() {
        return name(label, recipe.label(), recipe.seed());
    }

    /**
     * @param method label of a method
     * @param recording label of a recording
     * @param seed seed of the simulation
     * @return the name under which the outcome is kept
     */
    public static String name(String method, String recording, long seed) {
        return method + "-" + recording + "-" + seed;
    }

    /**
     * Makes the recording and runs the method on it.
     *
     * @param progress hears how far it has come
     * @return the outcome
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Outcome run(Progress progress) {
        return run(recipe.simulate(progress), progress);
    }

    /**
     * Runs the method on the recording of its recipe, so that several experiments can share it. The truth is used for the
     * error only.
     *
     * @param recording what the recipe gives
     * @param progress hears how far it has come
     * @return the outcome
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Outcome run(Recording recording, Progress progress) {
        R result = method.fit(recording, options, progress);
        SplitScores scores = result.rates()
                .map(rates -> SplitScores.sampled(
                        recording, result.provenance().split(), rates, scoreStride, recipe.seed(), progress))
                .orElse(null);
        return new Outcome(
                name(),
                recipe.toString(),
                result.provenance(),
                WeightError.of(result.weights(), recipe.network().weights()),
                scores,
                result.weights());
    }
}

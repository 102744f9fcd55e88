package circuitscope.infer;

import circuitscope.Progress;
import circuitscope.spikes.Recording;

/**
 * A method that infers connectivity from a recording. It learns from the training part of the recording only.
 *
 * @param <O> its options, an immutable value that validates itself
 * @param <R> its result
 */
@FunctionalInterface
public interface Estimator<O, R extends Inference> {
    /**
     * @param recording the spikes
     * @param options settings, all of them
     * @param progress hears how far the fit has come
     * @return what was inferred
     * @throws circuitscope.InputException if the recording can't be used with these options
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    R fit(Recording recording, O options, Progress progress);

    /**
     * @param recording the spikes
     * @param options settings, all of them
     * @return what was inferred
     * @throws circuitscope.InputException if the recording can't be used with these options
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    default R fit(Recording recording, O options) {
        return fit(recording, options, Progress.silent());
    }
}

package circuitscope.infer;

import circuitscope.spikes.Recording;

/**
 * A method that infers connectivity from a recording. It learns from the training part only; what it chooses, it chooses by
 * the validation part.
 *
 * @param <O> its options, an immutable record that validates itself
 * @param <R> its result
 */
public interface Estimator<O extends Record, R extends Inference> {
    /** {@return the name of the method on the command line and in files, such as "link-glm"} */
    String name();

    /** {@return the settings that suit most recordings} */
    O standard();

    /**
     * @param request spikes, split, seed, threads and who hears how far the fit has come
     * @param options settings, all of them
     * @return what was inferred
     * @throws circuitscope.InputException if the recording can't be used with these options
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    R fit(Request request, O options);

    /**
     * @param recording the spikes, split 80/10/10 in time
     * @param options settings, all of them
     * @return what was inferred
     * @throws circuitscope.InputException if the recording can't be used with these options
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    default R fit(Recording recording, O options) {
        return fit(Request.of(recording), options);
    }

    /**
     * @param request spikes, split, seed, threads and who hears how far the fit has come
     * @return what was inferred with the standard settings
     * @throws circuitscope.InputException if the recording can't be used with these settings
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    default R fit(Request request) {
        return fit(request, standard());
    }

    /**
     * @param recording the spikes, split 80/10/10 in time
     * @return what was inferred with the standard settings
     * @throws circuitscope.InputException if the recording can't be used with these settings
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    default R fit(Recording recording) {
        return fit(Request.of(recording), standard());
    }
}

package circuitscope.experiment.store;

import circuitscope.Build;
import circuitscope.InputException;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.Outcome;
import java.time.Instant;

/**
 * An experiment that could not be done.
 *
 * @param name name of the experiment
 * @param key key of the experiment
 * @param sentence what was wrong
 * @param host machine on which it failed
 * @param commit commit of the toolkit that failed
 * @param at when, as text in UTC
 */
public record Failure(String name, String key, String sentence, String host, String commit, String at) {
    /**
     * @param experiment an experiment
     * @param cause why it ended
     * @return what is kept of this
     */
    public static Failure of(Experiment experiment, Throwable cause) {
        return new Failure(
                experiment.name(),
                experiment.key(),
                sentence(cause),
                Outcome.Run.thisHost(),
                Build.current().commit(),
                Instant.now().toString());
    }

    /** What is wrong, in one line. */
    static String sentence(Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().replaceAll("\\s+", " ");
        if (failure instanceof InputException) {
            return message;
        }
        if (failure instanceof OutOfMemoryError) {
            return "Needs more memory than there is (" + message + "); give Java more, or run it alone.";
        }
        return "Failed by a fault of this program: " + failure.getClass().getSimpleName()
                + (message.isEmpty() ? "" : ", " + message);
    }
}

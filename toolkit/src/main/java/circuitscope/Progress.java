package circuitscope;

import java.util.concurrent.CancellationException;

/** Hears how far a long run has come. Called from the computing thread, often: implementations return at once. */
@FunctionalInterface
public interface Progress {
    /**
     * @param stage what is being done now, a few words
     * @param done units of this stage that are finished
     * @param total units of this stage in all
     */
    void update(String stage, long done, long total);

    /** {@return a listener that ignores everything} */
    static Progress silent() {
        return (stage, done, total) -> {};
    }

    /**
     * Lets a computing loop be stopped from outside, by an interrupted notebook cell or a closing program.
     *
     * @param stage what is being done now, a few words
     * @throws CancellationException if the current thread was interrupted
     */
    static void stopIfInterrupted(String stage) {
        if (Thread.interrupted()) {
            throw new CancellationException("Stopped while " + stage + ", because the run was interrupted.");
        }
    }
}

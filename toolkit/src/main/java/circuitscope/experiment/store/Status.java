package circuitscope.experiment.store;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a list of experiments has come.
 *
 * @param experiments number of experiments
 * @param done number of those that have an outcome
 * @param running those that a process works on now
 * @param failed those that could not be done when they were last tried
 * @param missing names of all others that have no outcome
 * @param secondsLeft estimate of the time left in s; empty if nothing tells
 */
public record Status(
        int experiments,
        int done,
        List<Running> running,
        List<Failure> failed,
        List<String> missing,
        OptionalDouble secondsLeft) {
    /**
     * An experiment that a process works on.
     *
     * @param name name of the experiment
     * @param host the machine
     * @param pid number of the process
     * @param since since when, as text in UTC
     */
    public record Running(String name, String host, long pid, String since) {}

    /**
     * Keeps immutable copies of the lists.
     *
     * @param experiments number of experiments
     * @param done number of those that have an outcome
     * @param running those that a process works on now
     * @param failed those that could not be done
     * @param missing names of all others
     * @param secondsLeft estimate of the time left in s
     */
    public Status {
        running = List.copyOf(running);
        failed = List.copyOf(failed);
        missing = List.copyOf(missing);
    }

    /** {@return whether each has an outcome} */
    public boolean complete() {
        return done == experiments;
    }
}

package circuitscope;

/**
 * Something that follows from options and a seed alone: a simulation, a test of a theory, a fit to numbers that are made within.
 * It is to a room of the toolkit what an estimator is to a method: listed by name, it can be the subject of an experiment, which
 * is kept, resumed, verified and shipped without knowing what is computed.
 *
 * @param <O> its options, an immutable record that validates itself and has a JSON form
 * @param <R> what is found, a record of finite numbers, lists and texts with a JSON form
 */
public interface Computation<O extends Record, R extends Record> {
    /** {@return its name in files and on the command line, such as "motifs-rates"} */
    String name();

    /** {@return all options, with the values that those have which an experiment leaves out} */
    O standard();

    /** {@return the class of what is found} */
    Class<R> findings();

    /**
     * @param options all options
     * @param seed seed of all random numbers
     * @param workers threads, on whose number the result does not depend, and who hears how far it has come
     * @return what was found, the same for the same options and seed
     * @throws InputException if the options can't be used
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    R run(O options, long seed, Workers workers);
}

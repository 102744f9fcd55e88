package circuitscope.experiment.store;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.experiment.Experiment;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/**
 * A way to run experiments on many machines. The toolkit has none: a module that has one names it to Java's service loader, and
 * {@code experiment run --on} finds it there.
 */
public interface Cluster {
    /** {@return its name on the command line, such as "spark"} */
    String name();

    /**
     * Runs those experiments that have no outcome yet, each once.
     *
     * @param experiments experiments with different names
     * @param results folder of outcomes that all machines share
     * @param settings how to run them
     * @param progress hears how many are done
     * @return how far it has come: all is done or has failed
     * @throws InputException if the cluster or the folder can't be used
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Status run(List<Experiment> experiments, String results, Settings settings, Progress progress);

    /**
     * How to run experiments on a cluster.
     *
     * @param master address of the cluster; empty for the one that the environment names, or this machine
     * @param threads threads of one experiment
     */
    record Settings(String master, int threads) {
        /**
         * @param master address of the cluster; may be empty
         * @param threads threads of one experiment
         * @throws InputException if the number of threads is out of range
         */
        public Settings {
            InputException.requireBetween("Number of threads", threads, 1, 4096);
        }
    }

    /**
     * @param name name of a cluster, such as "spark"
     * @return the cluster
     * @throws InputException if it is not on the class path
     */
    static Cluster named(String name) {
        List<Cluster> all = StreamSupport.stream(
                        ServiceLoader.load(Cluster.class).spliterator(), false)
                .toList();
        return all.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "There is no cluster '%s' here, found %s; expected 'spark' and its jars on the class path, as"
                                + " environment/circuitscope puts them.",
                        name, all.stream().map(Cluster::name).toList()));
    }
}

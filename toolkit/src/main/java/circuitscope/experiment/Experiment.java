package circuitscope.experiment;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.infer.Estimator;
import circuitscope.simulate.Simulation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Something to be computed, as a value. Its canonical JSON says everything that its outcome depends on, and the SHA-256 of this
 * text is its key; the name is only for people. It is either a fit of a method to spikes or a {@link Computation} of another
 * kind; both are run, kept, resumed, verified and shipped in the same way.
 */
public sealed interface Experiment permits FitExperiment, ComputedExperiment {
    /** {@return short name for tables and files, such as "glm-threshold-11": small letters, digits and single hyphens} */
    String name();

    /** {@return what is done: the name of the method or of the computation} */
    String subject();

    /** {@return seed of all random numbers but those of the data} */
    long seed();

    /** {@return everything that the outcome depends on, as JSON} */
    JsonNode recipe();

    /** {@return SHA-256 of the canonical recipe, in hexadecimal digits} */
    default String key() {
        return Json.sha256(recipe());
    }

    /** {@return name and recipe in one object, the form in which {@link #of(String, JsonNode)} and lists in files have it} */
    default JsonNode json() {
        ObjectNode entry = recipe().deepCopy();
        entry.put("name", name());
        return entry;
    }

    /**
     * Runs it alone, with all that it needs.
     *
     * @param workers threads, and who hears how far it has come
     * @return its outcome
     * @throws InputException if its data or options can't be used
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Outcome run(Workers workers);

    /**
     * @param <O> options of the method
     * @param name short name
     * @param data where the recording comes from
     * @param method the method
     * @param options its options
     * @param seed seed of the fit
     * @return the experiment
     * @throws InputException if the name can't be part of the name of a file
     */
    static <O extends Record> FitExperiment of(String name, Source data, Estimator<O, ?> method, O options, long seed) {
        return new FitExperiment(name, data, method.name(), Json.tree(options), seed);
    }

    /**
     * A method with its standard options on a simulation, with the seed of the simulation.
     *
     * @param name short name; the seed is put behind it
     * @param simulation the simulation
     * @param method the method
     * @return the experiment
     * @throws InputException if the name can't be part of the name of a file
     */
    static FitExperiment standard(String name, Simulation simulation, Estimator<?, ?> method) {
        return new FitExperiment(
                name + "-" + simulation.seed(),
                new Source.Simulated(simulation),
                method.name(),
                Json.tree(method.standard()),
                simulation.seed());
    }

    /**
     * @param <O> options of the computation
     * @param name short name
     * @param computation the computation, one of {@link Computations}
     * @param options its options
     * @param seed seed of all random numbers
     * @return the experiment
     * @throws InputException if the name can't be part of the name of a file
     */
    static <O extends Record> ComputedExperiment of(String name, Computation<O, ?> computation, O options, long seed) {
        return new ComputedExperiment(name, computation.name(), Json.tree(options), seed);
    }

    /**
     * @param where names the entry in messages
     * @param entry name and recipe; options may be left out where they are the standard ones
     * @return the experiment
     * @throws InputException if it is not understood
     */
    static Experiment of(String where, JsonNode entry) {
        return ExperimentFile.experiment(where, entry);
    }

    /**
     * @param path a JSON file with a list of experiments and sweeps, or one of them; options may be left out where they are the
     *     standard ones
     * @return the experiments, those of a sweep in its place
     * @throws InputException if the file can't be read, or an entry in it is not understood
     */
    static List<Experiment> read(Path path) {
        return ExperimentFile.read(path);
    }
}

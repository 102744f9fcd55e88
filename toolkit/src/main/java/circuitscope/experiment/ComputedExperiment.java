package circuitscope.experiment;

import circuitscope.Build;
import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A computation with its options.
 *
 * @param name short name for tables and files, such as "motifs-rates-11"
 * @param computation name of the computation, one of {@link Computations}
 * @param options all options of the computation
 * @param seed seed of all random numbers
 */
public record ComputedExperiment(String name, String computation, JsonNode options, long seed) implements Experiment {
    /**
     * @param name short name, of small letters, digits and single hyphens
     * @param computation name of the computation
     * @param options all options of the computation, or those that differ from the standard ones
     * @param seed seed of all random numbers
     * @throws InputException if the name can't be part of the name of a file, or the computation does not take these options
     */
    public ComputedExperiment {
        ExperimentFile.requireName(name);
        Computation<?, ?> known = Computations.named(computation);
        options = Json.tree(Json.changed("Options of " + computation, known.standard(), options));
    }

    @Override
    public String subject() {
        return computation;
    }

    /** {@return everything that the outcome depends on, as JSON: computation, options, seed} */
    @Override
    public JsonNode recipe() {
        record Recipe(String computation, JsonNode options, long seed) {}
        return Json.tree(new Recipe(computation, options, seed));
    }

    @Override
    public ComputedOutcome run(Workers workers) {
        long start = System.nanoTime();
        Record found = found(Computations.named(computation), workers);
        return new ComputedOutcome(
                name,
                key(),
                recipe(),
                Build.current(),
                workers.threads(),
                (System.nanoTime() - start) / 1e9,
                Json.tree(found),
                null);
    }

    private <O extends Record> Record found(Computation<O, ?> known, Workers workers) {
        @SuppressWarnings("unchecked")
        Class<O> type = (Class<O>) known.standard().getClass();
        return known.run(Json.value("Options of " + computation, options, type), seed, workers);
    }
}

package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Request;
import circuitscope.simulate.Simulation;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method with its options on a dataset, as a value. Its canonical JSON says everything that its outcome depends on, and the
 * SHA-256 of this text is its key; the name is only for people.
 *
 * @param name short name for tables and files, such as "glm-threshold"
 * @param data where the recording comes from
 * @param method name of the method
 * @param options all options of the method
 * @param seed seed of the fit and of the drawn steps of its score
 */
public record Experiment(String name, Source data, String method, JsonNode options, long seed) {
    /** Recordings of more steps are scored at one step in so many. */
    private static final int LONG_STRIDE = 25;

    private static final int LONG_STEPS = 1_000_000;

    /**
     * @param name short name, of small letters, digits and single hyphens
     * @param data where the recording comes from
     * @param method name of the method
     * @param options all options of the method
     * @param seed seed of the fit and of the drawn steps of its score
     * @throws InputException if the name can't be part of the name of a file, or the method does not take these options
     */
    public Experiment {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw InputException.of(
                    "Name of an experiment is '%s', expected small letters, digits and single hyphens: it becomes part of a"
                            + " file's name.",
                    name);
        }
        Estimator<?, ?> known = Methods.named(method);
        method = known.name();
        options = Json.tree(Json.changed("Options of " + method, known.standard(), options));
    }

    /**
     * @param <O> options of the method
     * @param name short name
     * @param data where the recording comes from
     * @param method the method
     * @param options its options
     * @param seed seed of the fit
     * @return the experiment
     */
    public static <O extends Record> Experiment of(
            String name, Source data, Estimator<O, ?> method, O options, long seed) {
        return new Experiment(name, data, method.name(), Json.tree(options), seed);
    }

    /**
     * A method with its standard options on a simulation, with the seed of the simulation.
     *
     * @param name short name; the seed is put behind it
     * @param simulation the simulation
     * @param method the method
     * @return the experiment
     */
    public static Experiment standard(String name, Simulation simulation, Estimator<?, ?> method) {
        return new Experiment(
                name + "-" + simulation.seed(),
                new Source.Simulated(simulation),
                method.name(),
                Json.tree(method.standard()),
                simulation.seed());
    }

    /**
     * @param path a JSON file with a list of experiments, whose options may be left out where they are the standard ones
     * @return the experiments
     * @throws InputException if the file can't be read, or an experiment in it is not understood
     */
    public static List<Experiment> read(Path path) {
        JsonNode list = Json.read(path);
        List<Experiment> experiments = new ArrayList<>();
        for (JsonNode each : list.isArray() ? list : List.of(list)) {
            String where = path + ", experiment " + (experiments.size() + 1);
            for (String entry : List.of("name", "data", "method", "seed")) {
                if (!each.has(entry)) {
                    throw InputException.of("%s has no entry '%s'; add it.", where, entry);
                }
            }
            each.fieldNames().forEachRemaining(entry -> {
                List<String> known = List.of("name", "data", "method", "options", "seed");
                if (!known.contains(entry)) {
                    throw InputException.of(
                            "%s has an unknown entry '%s'; did you mean '%s'?",
                            where, entry, Json.nearest(entry, known));
                }
            });
            JsonNode changes = each.has("options") ? each.get("options") : Json.parse(where, "{}");
            try {
                experiments.add(new Experiment(
                        each.get("name").asText(),
                        Json.value(where, each.get("data"), Source.class),
                        each.get("method").asText(),
                        changes,
                        each.get("seed").asLong()));
            } catch (InputException e) {
                throw e.getMessage().startsWith(path + "") ? e : InputException.of("%s: %s", where, e.getMessage(), e);
            }
        }
        return experiments;
    }

    /** {@return everything that the outcome depends on, as JSON: data, method, options, seed} */
    public JsonNode recipe() {
        record Recipe(Source data, String method, JsonNode options, long seed) {}
        return Json.tree(new Recipe(data, method, options, seed));
    }

    /** {@return SHA-256 of the canonical recipe, in hexadecimal digits} */
    public String key() {
        return Json.sha256(recipe());
    }

    /**
     * Runs the method on the dataset that {@code data} gives, so that several experiments can share it. The truth is used for
     * the error and the limits only.
     *
     * @param dataset the dataset
     * @param reach what is reachable on it, if that is known
     * @param workers threads, and who hears how far it has come
     * @return the outcome
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Outcome run(Dataset dataset, Optional<Reach> reach, Workers workers) {
        Request request = Request.of(dataset.recording()).withSeed(seed).with(workers);
        return Outcome.of(this, dataset, fit(Methods.named(method), request), reach, workers);
    }

    private <O extends Record> Inference fit(Estimator<O, ?> estimator, Request request) {
        @SuppressWarnings("unchecked")
        Class<O> type = (Class<O>) estimator.standard().getClass();
        return estimator.fit(request, Json.value("Options of " + method, options, type));
    }

    /** One step in so many is scored, of a recording of so many steps. */
    static int scoreStride(int steps) {
        return steps > LONG_STEPS ? LONG_STRIDE : 1;
    }
}

package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A method with its options on a dataset.
 *
 * @param name short name for tables and files, such as "glm-threshold"
 * @param data where the recording comes from
 * @param method name of the method
 * @param options all options of the method
 * @param seed seed of the fit and of the drawn steps of its score
 */
public record FitExperiment(String name, Source data, String method, JsonNode options, long seed)
        implements Experiment {
    /** Recordings of more steps are scored at one step in so many. */
    private static final int LONG_STRIDE = 25;

    private static final int LONG_STEPS = 1_000_000;

    /**
     * @param name short name, of small letters, digits and single hyphens
     * @param data where the recording comes from
     * @param method name of the method
     * @param options all options of the method, or those that differ from the standard ones
     * @param seed seed of the fit and of the drawn steps of its score
     * @throws InputException if the name can't be part of the name of a file, or the method does not take these options
     */
    public FitExperiment {
        ExperimentFile.requireName(name);
        Estimator<?, ?> known = Methods.named(method);
        method = known.name();
        options = Json.tree(Json.changed("Options of " + method, known.standard(), options));
    }

    @Override
    public String subject() {
        return method;
    }

    /** {@return everything that the outcome depends on, as JSON: data, method, options, seed} */
    @Override
    public JsonNode recipe() {
        record Recipe(Source data, String method, JsonNode options, long seed) {}
        return Json.tree(new Recipe(data, method, options, seed));
    }

    @Override
    public FitOutcome run(Workers workers) {
        Dataset dataset = data.load(workers.progress());
        return run(dataset, Reach.of(dataset, seed, workers), workers);
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
    public FitOutcome run(Dataset dataset, Optional<Reach> reach, Workers workers) {
        Request request = Request.of(dataset.recording()).withSeed(seed).with(workers);
        return FitOutcome.of(this, dataset, fit(Methods.named(method), request), reach, workers);
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

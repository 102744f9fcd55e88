package circuitscope.spark;

import circuitscope.Workers;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.store.Failure;
import circuitscope.files.Json;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;

/** Runs one experiment where Spark sends it. Experiments and failures travel as JSON. */
final class ExperimentTask implements Function<String, String> {
    private static final long serialVersionUID = 1L;

    private final String results;
    private final Map<String, String> hadoop;
    private final int threads;

    ExperimentTask(String results, Map<String, String> hadoop, int threads) {
        this.results = results;
        this.hadoop = Map.copyOf(hadoop);
        this.threads = threads;
    }

    @Override
    public String call(String json) {
        Experiment experiment = Experiment.of("a task", Json.parse("a task", json));
        Optional<Failure> failure = OutcomeFolder.at(results, hadoop).run(experiment, Workers.of(threads));
        return failure.map(Json::canonical).orElse("");
    }
}

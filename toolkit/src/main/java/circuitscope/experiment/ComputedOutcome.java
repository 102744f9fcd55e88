package circuitscope.experiment;

import circuitscope.Build;
import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.files.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came out of a computation.
 *
 * @param name name of the experiment
 * @param key key of the experiment
 * @param experiment its recipe: computation, options, seed
 * @param build version and commit of this toolkit, and the Java platform
 * @param threads threads it was computed with; what is found does not depend on them
 * @param seconds wall time in s
 * @param findings what was found, the JSON of the record that the computation returns
 * @param run how it was run; null if that was not written down
 */
public record ComputedOutcome(
        String name,
        String key,
        JsonNode experiment,
        Build build,
        int threads,
        double seconds,
        JsonNode findings,
        @JsonInclude(JsonInclude.Include.NON_NULL) Run run)
        implements Outcome {
    /**
     * @param <R> kind of what is found
     * @param computation the computation that made it
     * @return what was found
     * @throws InputException if another computation made it
     */
    public <R extends Record> R findings(Computation<?, R> computation) {
        requireMadeBy(computation);
        return Json.value(name, findings, computation.findings());
    }

    /**
     * @param <O> options of the computation
     * @param computation the computation that made it
     * @return the options that it was made with
     * @throws InputException if another computation made it
     */
    @SuppressWarnings("unchecked")
    public <O extends Record> O options(Computation<O, ?> computation) {
        requireMadeBy(computation);
        return Json.value(name, experiment.get("options"), (Class<O>)
                computation.standard().getClass());
    }

    private void requireMadeBy(Computation<?, ?> computation) {
        String made = experiment.get("computation").asText();
        if (!made.equals(computation.name())) {
            throw InputException.of("%s is an outcome of %s, expected one of %s.", name, made, computation.name());
        }
    }

    @Override
    public ComputedOutcome ranAs(Run how) {
        return new ComputedOutcome(name, key, experiment, build, threads, seconds, findings, how);
    }
}

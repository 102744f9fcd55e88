package circuitscope.show;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.experiment.ComputedExperiment;
import circuitscope.experiment.ComputedOutcome;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.show.views.OutcomeTables;
import circuitscope.show.views.Tabular;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tech.tablesaw.api.Table;

/**
 * Outcomes of computations side by side.
 *
 * @param all the outcomes
 */
public record Findings(List<ComputedOutcome> all) implements Tabular {
    /** Processors round the last digits of sums differently. */
    private static final double ROUNDING = 1e-6;

    /**
     * @param all the outcomes, at least one
     * @throws InputException if there is none
     */
    public Findings {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw InputException.of("There is no outcome of a computation to show; run experiments first.");
        }
    }

    /**
     * The outcomes of lists of computations that come with the project, read and verified. If the environment variable {@code
     * CIRCUITSCOPE_MODE} is "full", all are computed instead, into {@code target/results}, where an interrupted run goes on.
     *
     * @param lists names of the lists, such as "motifs"
     * @return their outcomes
     * @throws InputException if an outcome is missing or corrupt
     */
    public static Findings ofProject(String... lists) {
        List<Experiment> experiments = experiments(lists);
        if (!isFull()) {
            OutcomeStore kept = OutcomeStore.ofProject();
            return of(experiments.stream().map(kept::require).toList());
        }
        try (ProgressDisplay progress = Show.progress()) {
            OutcomeStore fresh = OutcomeStore.at(Path.of("target", "results"));
            return of(List.copyOf(
                    fresh.complete(experiments, Workers.all().telling(progress)).values()));
        }
    }

    /**
     * Those outcomes of some lists that are kept already, verified by their checksums. If the environment variable {@code
     * CIRCUITSCOPE_MODE} is "full", all of the lists is computed instead, as {@link #ofProject} does.
     *
     * @param lists names of lists that come with the project
     * @return the outcomes of their computations that are there
     * @throws InputException if none is there, or one is corrupt
     */
    public static Findings soFar(String... lists) {
        if (isFull()) {
            return ofProject(lists);
        }
        OutcomeStore kept = OutcomeStore.ofProject();
        return of(experiments(lists).stream()
                .flatMap(experiment -> kept.find(experiment).stream())
                .toList());
    }

    private static boolean isFull() {
        return "full".equals(System.getenv("CIRCUITSCOPE_MODE"));
    }

    private static List<Experiment> experiments(String... lists) {
        return Arrays.stream(lists)
                .flatMap(list -> OutcomeStore.list(list).stream())
                .filter(ComputedExperiment.class::isInstance)
                .toList();
    }

    private static Findings of(List<? extends Outcome> outcomes) {
        return new Findings(outcomes.stream().map(ComputedOutcome.class::cast).toList());
    }

    /**
     * @param name name of an experiment
     * @return its outcome
     * @throws InputException if there is none
     */
    public ComputedOutcome named(String name) {
        return all.stream()
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.of("There is no outcome %s among %d.", name, all.size()));
    }

    /**
     * @param <R> kind of what was found
     * @param computation the computation that was done
     * @param start start of the names of some experiments; a hyphen and the seed follow
     * @return what was found in each of these trials
     * @throws InputException if there is none, or another computation made them
     */
    public <R extends Record> List<R> trials(Computation<?, R> computation, String start) {
        return trials(start).stream()
                .map(outcome -> outcome.findings(computation))
                .toList();
    }

    /**
     * @param <O> options of the computation
     * @param computation the computation that was done
     * @param start start of the names of some experiments; a hyphen and the seed follow
     * @return the options that the first of these trials was made with
     * @throws InputException if there is none, or another computation made it
     */
    public <O extends Record> O options(Computation<O, ?> computation, String start) {
        return trials(start).get(0).options(computation);
    }

    /**
     * @param start start of the names of some experiments; a hyphen and the seed follow
     * @return the seed of each
     * @throws InputException if there is none
     */
    public long[] seeds(String start) {
        return trials(start).stream()
                .mapToLong(outcome -> outcome.experiment().get("seed").asLong())
                .toArray();
    }

    private List<ComputedOutcome> trials(String start) {
        Pattern name = Pattern.compile(Pattern.quote(start) + "-\\d+");
        List<ComputedOutcome> found = all.stream()
                .filter(outcome -> name.matcher(outcome.name()).matches())
                .toList();
        if (found.isEmpty()) {
            throw InputException.of("There is no outcome %s-1 or the like among %d.", start, all.size());
        }
        return found;
    }

    /**
     * Computes one of them anew.
     *
     * @param name name of an experiment
     * @return the fresh outcome
     * @throws InputException if there is none, or the fresh one differs by more than rounding
     */
    public ComputedOutcome anew(String name) {
        ComputedOutcome kept = named(name);
        ComputedOutcome fresh = new ComputedExperiment(
                        name,
                        kept.experiment().get("computation").asText(),
                        kept.experiment().get("options"),
                        kept.experiment().get("seed").asLong())
                .run(Workers.all());
        if (!same(kept.findings(), fresh.findings())) {
            throw InputException.of(
                    "%s was %s when it was kept and is %s now; run it again and find out why.",
                    name, kept.findings(), fresh.findings());
        }
        return fresh;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            double size = Math.max(Math.abs(one.asDouble()), Math.abs(other.asDouble()));
            return Math.abs(one.asDouble() - other.asDouble()) <= ROUNDING * Math.max(size, ROUNDING);
        }
        if (one.isValueNode() || one.size() != other.size()) {
            return one.equals(other);
        }
        if (one.isArray()) {
            for (int k = 0; k < one.size(); k++) {
                if (!same(one.get(k), other.path(k))) {
                    return false;
                }
            }
            return true;
        }
        return one.properties().stream().allMatch(entry -> same(entry.getValue(), other.path(entry.getKey())));
    }

    /** {@return a row for each outcome: what was found, time and where it comes from} */
    @Override
    public Table table() {
        return OutcomeTables.ofComputations(all);
    }
}

package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.data.Source;
import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Experiments and sweeps as they are written in files. */
final class ExperimentFile {
    private static final List<String> FIT = List.of("name", "data", "method", "options", "seed");
    private static final List<String> COMPUTED = List.of("name", "computation", "options", "seed");

    private ExperimentFile() {}

    static List<Experiment> read(Path path) {
        JsonNode list = Json.read(path);
        List<Experiment> experiments = new ArrayList<>();
        int entry = 0;
        for (JsonNode each : list.isArray() ? list : List.of(list)) {
            entry++;
            if (each.has("seeds")) {
                experiments.addAll(Sweep.of(path + ", sweep " + entry, each).experiments());
            } else {
                experiments.add(experiment(path + ", experiment " + entry, each));
            }
        }
        return experiments;
    }

    static Experiment experiment(String where, JsonNode each) {
        boolean computed = each.has("computation");
        requireEntries(where, each, computed ? COMPUTED : FIT, List.of("options"));
        JsonNode changes = each.has("options") ? each.get("options") : Json.parse(where, "{}");
        String name = each.get("name").asText();
        long seed = each.get("seed").asLong();
        return named(
                where,
                () -> computed
                        ? new ComputedExperiment(name, each.get("computation").asText(), changes, seed)
                        : new FitExperiment(
                                name,
                                Json.value(where, each.get("data"), Source.class),
                                each.get("method").asText(),
                                changes,
                                seed));
    }

    /** Has all entries that can't be left out, and no unknown one. */
    static void requireEntries(String where, JsonNode each, List<String> known, List<String> optional) {
        for (String entry : known) {
            if (!each.has(entry) && !optional.contains(entry)) {
                throw InputException.of("%s has no entry '%s'; add it.", where, entry);
            }
        }
        each.fieldNames().forEachRemaining(entry -> {
            if (!known.contains(entry)) {
                throw InputException.of(
                        "%s has an unknown entry '%s'; did you mean '%s'?", where, entry, Json.nearest(entry, known));
            }
        });
    }

    /** What is made, with the place named in front of what is wrong with it. */
    static <T> T named(String where, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (InputException e) {
            throw e.getMessage().startsWith(where) ? e : InputException.of("%s: %s", where, e.getMessage(), e);
        }
    }

    /** Whether a name can be part of the name of a file. */
    static void requireName(String name) {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw InputException.of(
                    "Name of an experiment is '%s', expected small letters, digits and single hyphens: it becomes part of a"
                            + " file's name.",
                    name);
        }
    }
}

package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.data.Source;
import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many experiments as one value: every method on every data recipe, and every computation, with every seed. It expands to
 * experiments whose keys are those that they would have alone, so an outcome that another list has made is not made again.
 *
 * <p>Names are joined by hyphens, seed last: {@code threshold-60s-glm-11}. A simulation whose recipe has no seed gets that of the
 * experiment, and so does each part of it, such as a wiring, whose seed is {@code null}.
 *
 * @param name what the names of all its experiments begin with; may be empty
 * @param data recipes of data, varied; may be empty
 * @param methods methods, varied; may be empty
 * @param computations computations, varied; may be empty
 * @param seeds seeds
 */
public record Sweep(
        String name, List<Variant> data, List<Variant> methods, List<Variant> computations, List<Long> seeds) {
    private static final long MOST = 1_000_000;

    /**
     * A recipe, some of whose numbers are varied.
     *
     * @param name its part of the names; may be empty
     * @param of name of the method or computation; empty for data
     * @param recipe recipe of data, or the options that differ from the standard ones
     * @param axes what is varied, the slowest first
     */
    public record Variant(String name, String of, JsonNode recipe, List<Axis> axes) {
        /**
         * Keeps an immutable copy of the axes.
         *
         * @param name its part of the names
         * @param of name of the method or computation
         * @param recipe recipe of data, or options
         * @param axes what is varied
         */
        public Variant {
            axes = List.copyOf(axes);
        }

        /** A variant with one value taken on each axis. */
        private record Point(String name, JsonNode recipe) {}

        private List<Point> points() {
            List<Point> points = List.of(new Point(name, recipe));
            for (Axis axis : axes) {
                List<Point> finer = new ArrayList<>();
                for (Point point : points) {
                    for (int k = 0; k < axis.values.size(); k++) {
                        finer.add(new Point(
                                joined(point.name, axis.labels.get(k)), axis.put(point.recipe, axis.values.get(k))));
                    }
                }
                points = finer;
            }
            return points;
        }

        private long size() {
            return axes.stream().mapToLong(axis -> axis.values.size()).reduce(1, Math::multiplyExact);
        }
    }

    /**
     * An entry of a recipe and the values that it takes.
     *
     * @param entry names of entries on the way to it with dots between them, such as {@code simulation.network.strength}
     * @param labels part of the name that stands for each value, such as {@code 60s}
     * @param values the values
     */
    public record Axis(String entry, List<String> labels, List<JsonNode> values) {
        /**
         * @param entry names of entries on the way to it with dots between them
         * @param labels part of the name that stands for each value
         * @param values the values
         * @throws InputException if there is no value, or not one label for each
         */
        public Axis {
            labels = List.copyOf(labels);
            values = List.copyOf(values);
            if (values.isEmpty() || labels.size() != values.size()) {
                throw InputException.of(
                        "Entry %s has %d labels and %d values, expected at least one value and a label for each.",
                        entry, labels.size(), values.size());
            }
        }

        private JsonNode put(JsonNode recipe, JsonNode value) {
            JsonNode changed = recipe.deepCopy();
            String[] path = entry.split("\\.");
            JsonNode at = changed;
            for (int k = 0; k < path.length - 1; k++) {
                JsonNode next = at.get(path[k]);
                if (next == null && at instanceof ObjectNode parent) {
                    next = parent.putObject(path[k]);
                }
                at = next;
            }
            if (!(at instanceof ObjectNode parent)) {
                throw InputException.of(
                        "Entry %s is not in the recipe %s; name the entries on the way to it with dots between them.",
                        entry, recipe);
            }
            parent.set(path[path.length - 1], value);
            return changed;
        }
    }

    /**
     * @param name what the names of all its experiments begin with
     * @param data recipes of data, varied
     * @param methods methods, varied
     * @param computations computations, varied
     * @param seeds seeds
     * @throws InputException if it has no experiment or more than a million, or methods without data or the reverse
     */
    public Sweep {
        data = List.copyOf(data);
        methods = List.copyOf(methods);
        computations = List.copyOf(computations);
        seeds = List.copyOf(seeds);
        if (data.isEmpty() != methods.isEmpty()) {
            throw InputException.of(
                    "The sweep %s has %d data recipes and %d methods, expected some of both or none.",
                    name, data.size(), methods.size());
        }
        long size = size(data, methods, computations, seeds);
        if (size < 1 || size > MOST) {
            throw InputException.of("The sweep %s has %d experiments, expected 1 to %d.", name, size, MOST);
        }
    }

    private static long size(List<Variant> data, List<Variant> methods, List<Variant> computations, List<Long> seeds) {
        return seeds.size() * (total(data) * total(methods) + total(computations));
    }

    private static long total(List<Variant> variants) {
        return variants.stream().mapToLong(Variant::size).sum();
    }

    /**
     * @param where names the entry in messages
     * @param entry a sweep as JSON: {@code name} (may be left out), {@code data} (objects with {@code name}, {@code recipe},
     *     {@code vary}), {@code methods} ({@code name}, {@code method}, {@code options}, {@code vary}), {@code computations} ({@code
     *     name}, {@code computation}, {@code options}, {@code vary}) and {@code seeds}; {@code vary} is a list of axes
     * @return the sweep
     * @throws InputException if it is not understood
     */
    public static Sweep of(String where, JsonNode entry) {
        List<String> known = List.of("name", "data", "methods", "computations", "seeds");
        ExperimentFile.requireEntries(where, entry, known, List.of("name", "data", "methods", "computations"));
        return ExperimentFile.named(
                where,
                () -> new Sweep(
                        entry.path("name").asText(""),
                        variants(where, entry.path("data"), "", "recipe"),
                        variants(where, entry.path("methods"), "method", "options"),
                        variants(where, entry.path("computations"), "computation", "options"),
                        List.of(Json.value(where + ", seeds", entry.get("seeds"), Long[].class))));
    }

    private static List<Variant> variants(String where, JsonNode list, String of, String recipe) {
        List<Variant> variants = new ArrayList<>();
        for (JsonNode each : list) {
            List<String> known = Stream.of("name", of, recipe, "vary")
                    .filter(word -> !word.isEmpty())
                    .toList();
            List<String> optional = of.isEmpty() ? List.of("name", "vary") : List.of("name", "options", "vary");
            ExperimentFile.requireEntries(where, each, known, optional);
            JsonNode given = each.has(recipe) ? each.get(recipe) : Json.parse(where, "{}");
            Axis[] axes = each.has("vary") ? Json.value(where + ", vary", each.get("vary"), Axis[].class) : new Axis[0];
            variants.add(new Variant(
                    each.path("name").asText(""),
                    of.isEmpty() ? "" : each.get(of).asText(),
                    given,
                    List.of(axes)));
        }
        return variants;
    }

    /** {@return the sweep as JSON, in the form that {@link #of(String, JsonNode)} reads} */
    public JsonNode json() {
        ObjectNode entry = (ObjectNode) Json.parse(name, "{}");
        entry.put("name", name);
        put(entry, "data", data, "", "recipe");
        put(entry, "methods", methods, "method", "options");
        put(entry, "computations", computations, "computation", "options");
        entry.set("seeds", Json.tree(seeds));
        return Json.tree(entry);
    }

    private static void put(ObjectNode entry, String list, List<Variant> variants, String of, String recipe) {
        for (Variant variant : variants) {
            ObjectNode each = entry.withArray("/" + list).addObject();
            each.put("name", variant.name);
            if (!of.isEmpty()) {
                each.put(of, variant.of);
            }
            each.set(recipe, variant.recipe);
            each.set("vary", Json.tree(variant.axes));
        }
    }

    /**
     * @return all its experiments: data outside, then seeds, then methods, so that those on the same data stand together; then the
     *     computations
     * @throws InputException if a recipe is not understood, or a name can't be part of the name of a file
     */
    public List<Experiment> experiments() {
        List<Experiment> all = new ArrayList<>();
        for (Variant recipe : data) {
            for (Variant.Point point : recipe.points()) {
                for (long seed : seeds) {
                    Source source = Json.value(joined(name, point.name), seeded(point.recipe, seed), Source.class);
                    for (Variant method : methods) {
                        for (Variant.Point options : method.points()) {
                            all.add(new FitExperiment(
                                    joined(name, point.name, options.name, seed + ""),
                                    source,
                                    method.of,
                                    options.recipe,
                                    seed));
                        }
                    }
                }
            }
        }
        for (Variant computation : computations) {
            for (Variant.Point options : computation.points()) {
                for (long seed : seeds) {
                    all.add(new ComputedExperiment(
                            joined(name, options.name, seed + ""), computation.of, options.recipe, seed));
                }
            }
        }
        return all;
    }

    /** A simulation without a seed gets one, and so does each part of it whose seed is null. */
    private static JsonNode seeded(JsonNode recipe, long seed) {
        if (!(recipe.get("simulation") instanceof ObjectNode)) {
            return recipe;
        }
        JsonNode changed = recipe.deepCopy();
        ObjectNode simulation = (ObjectNode) changed.get("simulation");
        if (!simulation.has("seed")) {
            simulation.putNull("seed");
        }
        for (JsonNode part : simulation.findParents("seed")) {
            if (part.get("seed").isNull()) {
                ((ObjectNode) part).put("seed", seed);
            }
        }
        return changed;
    }

    private static String joined(String... parts) {
        return String.join("-", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }
}

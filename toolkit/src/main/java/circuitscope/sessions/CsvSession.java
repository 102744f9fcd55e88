package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.files.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Texts with a line of names and lines of values, with commas, tabs or semicolons between them. The unit of a number is at the
 * end of its name: {@code time_s}, {@code time_ms} or {@code time_us}; {@code angle_rad} or {@code angle_deg}. Files that belong
 * together have names that begin alike, or lie in a folder:
 *
 * <ul>
 *   <li>{@code spikes.csv}, or a name that ends in it: {@code unit} and {@code time_s} of each spike; spikes of a unit in order;
 *   <li>{@code head_direction.csv}: {@code time_s} and {@code angle_rad}, empty or NaN where it is missing;
 *   <li>{@code epochs.csv}: {@code epoch}, {@code start_s} and {@code end_s} of each stretch; the epoch "recorded" tells when
 *       spikes were recorded at all;
 *   <li>{@code units.csv}: {@code unit} and any facts, such as {@code region}; it may name units without spikes.
 * </ul>
 */
final class CsvSession implements Sessions.Format {
    private static final String SPIKES = "spikes.csv";
    private static final String RECORDED = "recorded";
    private static final String UNIT = "unit";

    @Override
    public String description() {
        return "spikes.csv (unit, time_s) with head_direction.csv (time_s, angle_rad) beside it";
    }

    @Override
    public boolean matches(Path path) {
        return Files.isDirectory(path)
                ? Files.isRegularFile(path.resolve(SPIKES))
                : path.getFileName().toString().endsWith(".csv");
    }

    @Override
    public Session read(Path path) {
        Path spikes = Files.isDirectory(path) ? path.resolve(SPIKES) : path;
        Session.Builder session = Session.named(path.toString());
        Map<String, Map<String, String>> facts = facts(beside(spikes, "units.csv"));
        trains(spikes, facts).forEach((id, train) -> {
            Unit unit = Unit.of(id, train);
            for (Map.Entry<String, String> fact :
                    facts.getOrDefault(id, Map.of()).entrySet()) {
                unit = unit.with(fact.getKey(), fact.getValue());
            }
            session.unit(unit);
        });
        addDirectionAndEpochs(session, spikes);
        return session.build();
    }

    /**
     * Reads {@code head_direction.csv} and {@code epochs.csv}, if they are there.
     *
     * @param spikes the file that they lie beside
     */
    static void addDirectionAndEpochs(Session.Builder session, Path spikes) {
        Path angles = beside(spikes, "head_direction.csv");
        if (Files.isRegularFile(angles)) {
            session.series(headDirection(angles));
        }
        Path stretches = beside(spikes, "epochs.csv");
        if (Files.isRegularFile(stretches)) {
            epochs(stretches).forEach(epoch -> {
                if (epoch.name().equals(RECORDED)) {
                    session.span(epoch);
                } else {
                    session.epoch(epoch);
                }
            });
        }
    }

    /** The file whose name begins like that of the spikes. */
    private static Path beside(Path spikes, String ending) {
        String name = spikes.getFileName().toString();
        String start = name.endsWith(SPIKES) ? name.substring(0, name.length() - SPIKES.length()) : "";
        return spikes.resolveSibling(start + ending);
    }

    private static TextTable table(Path path) {
        TextTable table = TextTable.read(path);
        if (table.names().stream().allMatch(name -> name.matches("[-+]?[0-9.]+(e[-+]?[0-9]+)?|nan"))) {
            throw InputException.of(
                    "%s begins with numbers, expected a line of names that tells units, such as unit,time_s or time_s,angle_rad;"
                            + " add it.",
                    path);
        }
        return table;
    }

    private static Map<String, double[]> trains(Path path, Map<String, Map<String, String>> facts) {
        TextTable table = table(path);
        String unit = table.require("the unit of each spike", UNIT, "cluster", "neuron", "cell");
        Quantity.Named time = Quantity.TIME.require(path, table.names(), "time");
        Map<String, Long> numbers = new LinkedHashMap<>();
        facts.keySet().forEach(id -> numbers.put(id, (long) numbers.size()));
        long[] clusters = new long[table.rows()];
        for (int row = 0; row < clusters.length; row++) {
            String id = table.text(row, unit);
            if (id.isEmpty() || !facts.isEmpty() && !facts.containsKey(id)) {
                throw InputException.of(
                        "%s, row %d: found the unit '%s', expected one of units.csv beside it or any name; add it there.",
                        path, row + 1, id);
            }
            clusters[row] = numbers.computeIfAbsent(id, name -> (long) numbers.size());
        }
        double[] seconds = time.of(table.numbers(time.name()));
        Map<Long, double[]> byNumber = SpikesByUnit.of(clusters, k -> seconds[k]);
        Map<String, double[]> trains = new LinkedHashMap<>();
        numbers.forEach((id, number) -> trains.put(id, byNumber.getOrDefault(number, new double[0])));
        return trains;
    }

    private static Map<String, Map<String, String>> facts(Path path) {
        Map<String, Map<String, String>> facts = new LinkedHashMap<>();
        if (!Files.isRegularFile(path)) {
            return facts;
        }
        TextTable table = table(path);
        String unit = table.require("the name of each unit", UNIT, "cluster", "neuron", "cell");
        for (int row = 0; row < table.rows(); row++) {
            Map<String, String> known = new HashMap<>();
            for (String name : table.names()) {
                if (!name.equals(unit)) {
                    known.put(name, table.text(row, name));
                }
            }
            if (facts.put(table.text(row, unit), known) != null) {
                throw InputException.of(
                        "%s, row %d: found the unit '%s' again, expected each once.",
                        path, row + 1, table.text(row, unit));
            }
        }
        return facts;
    }

    private static TimeSeries headDirection(Path path) {
        TextTable table = table(path);
        Quantity.Named time = Quantity.TIME.require(path, table.names(), "time");
        Quantity.Named angle = Quantity.ANGLE.require(path, table.names(), "angle");
        try {
            return TimeSeries.headDirection(time.of(table.numbers(time.name())), angle.of(table.numbers(angle.name())));
        } catch (InputException e) {
            throw InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    private static List<Epoch> epochs(Path path) {
        TextTable table = table(path);
        String name = table.require("the name of each epoch", "epoch", "name", "label", "state");
        Quantity.Named start = Quantity.TIME.require(path, table.names(), "start");
        Quantity.Named end = Quantity.TIME.require(path, table.names(), "end");
        return byName(
                path.toString(),
                table.texts(name),
                start.of(table.numbers(start.name())),
                end.of(table.numbers(end.name())));
    }

    /** One epoch per name, its stretches in the order of time, whatever the order of the rows. */
    static List<Epoch> byName(String where, List<String> names, double[] starts, double[] ends) {
        List<Epoch> epochs = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            int[] rows = IntStream.range(0, names.size())
                    .filter(row -> names.get(row).equals(name))
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> starts[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            try {
                epochs.add(new Epoch(
                        name,
                        Arrays.stream(rows).mapToDouble(row -> starts[row]).toArray(),
                        Arrays.stream(rows).mapToDouble(row -> ends[row]).toArray()));
            } catch (InputException e) {
                throw InputException.of("%s: %s", where, e.getMessage(), e);
            }
        }
        return epochs;
    }
}

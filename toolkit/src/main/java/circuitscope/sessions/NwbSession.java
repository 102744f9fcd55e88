package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.nwb.NwbFile;
import circuitscope.nwb.NwbSeries;
import circuitscope.nwb.NwbTable;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A session in an NWB file:
 *
 * <ul>
 *   <li>{@code /units}: names from {@code id}, spikes from {@code spike_times}, read when they are asked for. Every column with one
 *       value per unit is a fact. The region is {@code location}, {@code brain_area} or {@code region}, else the location of the
 *       unit's first electrode, else of its {@code electrode_group}; the shank is {@code shank_id}, {@code group} or {@code
 *       electrode_group}. If {@code obs_intervals} are the same for all units, spikes were recorded only then;
 *   <li>head direction: the series of a CompassDirection that is called {@code ry}, {@code head_direction} or the like, or is its only
 *       one, in radians or degrees by its unit (several others keep their own names); else the direction from {@code BlueLED} to {@code
 *       RedLED} beside it, negative where it is missing;
 *   <li>epochs: the tables of type TimeIntervals, one epoch for each text in {@code label}, {@code tags}, {@code state} or the like;
 *       a table without such texts is one epoch. Stretches that overlap are joined.
 * </ul>
 */
final class NwbSession implements Sessions.Format {
    private static final String UNITS = "/units";
    private static final String ELECTRODES = "/general/extracellular_ephys/electrodes";
    private static final String SPIKE_TIMES = "spike_times";
    private static final String OBSERVED = "obs_intervals";
    private static final String[] REGIONS = {"location", "brain_area", "region", "brain_region"};
    private static final String[] LABELS = {
        "label", "labels", "tags", "state", "states", "epoch", "epoch_name", "name", "stage", "condition"
    };
    private static final List<String> YAWS = List.of("ry", "headdirection", "hd", "yaw");

    @Override
    public String description() {
        return "an NWB file";
    }

    @Override
    public boolean matches(Path path) {
        return NwbFile.isHdf5(path);
    }

    @Override
    public Session read(Path path) {
        try (NwbFile file = NwbFile.open(path)) {
            NwbTable units = file.findTable(UNITS)
                    .orElseThrow(() -> InputException.of(
                            "%s has no table %s, expected the spikes of sorted units; sort it, or give a file with units.",
                            path, UNITS));
            Session.Builder session = Session.named(path.toString());
            units(file, units).forEach(session::unit);
            headDirections(file).forEach(session::series);
            epochs(file).forEach(session::epoch);
            span(units).ifPresent(session::span);
            return session.build();
        }
    }

    private static List<Unit> units(NwbFile file, NwbTable table) {
        if (!table.has(SPIKE_TIMES)) {
            throw InputException.of(
                    "%s: %s has no column %s, expected spike times in s.", file.path(), UNITS, SPIKE_TIMES);
        }
        if (!table.isRagged(SPIKE_TIMES)) {
            throw InputException.of(
                    "%s: %s has no %s_index, expected the end of each unit's spikes; fetch the file again.",
                    file.path(), UNITS, SPIKE_TIMES);
        }
        long[] ends = table.ends(SPIKE_TIMES);
        long[] ids = table.ids();
        Map<String, List<String>> facts = facts(table);
        List<String> regions = regions(file, table);
        Optional<String> shank = table.find("shank_id", "shank", "group", "electrode_group", "probe");
        Spikes spikes = new Spikes(file.path(), table.values(SPIKE_TIMES));
        List<Unit> units = new ArrayList<>();
        for (int row = 0; row < ids.length; row++) {
            long start = row == 0 ? 0 : ends[row - 1];
            long end = ends[row];
            Unit unit = Unit.reading(String.valueOf(ids[row]), () -> spikes.read(start, end));
            for (Map.Entry<String, List<String>> fact : facts.entrySet()) {
                unit = unit.with(fact.getKey(), fact.getValue().get(row));
            }
            if (!regions.isEmpty()) {
                unit = unit.with(Unit.REGION, regions.get(row));
            }
            if (shank.isPresent() && facts.containsKey(shank.get())) {
                unit = unit.with(Unit.SHANK, facts.get(shank.get()).get(row));
            }
            if (facts.containsKey("cell_type")) {
                unit = unit.with(Unit.TYPE, facts.get("cell_type").get(row));
            }
            units.add(unit);
        }
        return units;
    }

    private static Map<String, List<String>> facts(NwbTable table) {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        for (String column : table.columns()) {
            if (!column.equals(SPIKE_TIMES) && table.isFlat(column)) {
                facts.put(column, table.texts(column));
            }
        }
        return facts;
    }

    /** One per unit; none if nothing tells. */
    private static List<String> regions(NwbFile file, NwbTable units) {
        Optional<String> own = units.find(REGIONS);
        if (own.isPresent()) {
            return units.texts(own.get());
        }
        Optional<NwbTable> electrodes = file.findTable(ELECTRODES);
        if (units.has("electrodes")
                && electrodes.isPresent()
                && electrodes.get().has("location")) {
            List<String> places = electrodes.get().texts("location");
            return Arrays.stream(firstElectrodes(units))
                    .mapToObj(row -> {
                        if (row >= places.size()) {
                            throw InputException.of(
                                    "%s: %s/electrodes has row %d, expected less than %d, the number of electrodes.",
                                    file.path(), UNITS, row, places.size());
                        }
                        return row < 0 ? "" : places.get(row);
                    })
                    .toList();
        }
        if (units.has("electrode_group")) {
            return units.references("electrode_group").stream()
                    .map(group -> file.attribute(group, "location").orElse(""))
                    .toList();
        }
        return List.of();
    }

    /** Row of the first electrode of each unit; -1 if it has none. */
    private static int[] firstElectrodes(NwbTable units) {
        int[] first = new int[units.rows()];
        if (!units.isRagged("electrodes")) {
            double[] rows = units.numbers("electrodes");
            Arrays.setAll(first, unit -> (int) rows[unit]);
            return first;
        }
        long[] ends = units.ends("electrodes");
        double[] rows = units.numbers("electrodes", 0, units.values("electrodes"));
        Arrays.setAll(first, unit -> {
            long start = unit == 0 ? 0 : ends[unit - 1];
            return start == ends[unit] ? -1 : (int) rows[(int) start];
        });
        return first;
    }

    private static List<TimeSeries> headDirections(NwbFile file) {
        List<String> compass = new ArrayList<>();
        for (String object : file.ofType("CompassDirection")) {
            for (String child : file.children(object)) {
                compass.add(object + "/" + child);
            }
        }
        List<TimeSeries> found = new ArrayList<>();
        Optional<String> yaw = compass.size() == 1
                ? Optional.of(compass.get(0))
                : compass.stream()
                        .filter(object -> YAWS.contains(object.replaceAll(".*/", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z]", "")))
                        .findFirst();
        if (yaw.isPresent()) {
            found.add(angle(file, yaw.get(), TimeSeries.HEAD_DIRECTION));
        } else {
            for (String object : compass) {
                found.add(angle(file, object, object.replaceAll(".*/", "")));
            }
        }
        if (found.isEmpty()) {
            lights(file).ifPresent(found::add);
        }
        return found;
    }

    private static TimeSeries angle(NwbFile file, String object, String name) {
        NwbSeries series = file.series(object);
        if (series.axes() != 1) {
            throw InputException.of(
                    "%s: %s has %d values per sample, expected one angle.", file.path(), object, series.axes());
        }
        double factor = switch (series.unit().toLowerCase(Locale.ROOT)) {
            case "rad", "radian", "radians" -> 1;
            case "deg", "degree", "degrees", "°" -> Math.PI / 180;
            default ->
                throw InputException.of(
                        "%s: %s has the unit '%s', expected radians or degrees; set its attribute data@unit.",
                        file.path(), object, series.unit());
        };
        double[] values = series.flatValues();
        if (factor != 1) {
            Arrays.setAll(values, k -> values[k] * factor);
        }
        return located(file, object, () -> new TimeSeries(name, "rad", series.seconds(), values));
    }

    /** Says in which object of the file a fault is. */
    private static TimeSeries located(NwbFile file, String object, Supplier<TimeSeries> made) {
        try {
            return made.get();
        } catch (InputException e) {
            throw e.getMessage().startsWith(file.path() + "")
                    ? e
                    : InputException.of("%s: %s: %s", file.path(), object, e.getMessage(), e);
        }
    }

    private static Optional<TimeSeries> lights(NwbFile file) {
        for (String object : file.ofType("SpatialSeries")) {
            if (!object.endsWith("/RedLED")) {
                continue;
            }
            String blue = object.replaceAll("RedLED$", "BlueLED");
            if (!file.has(blue)) {
                throw InputException.of("%s has %s but no %s, expected both lights.", file.path(), object, blue);
            }
            NwbSeries first = file.series(object);
            NwbSeries second = file.series(blue);
            for (NwbSeries each : List.of(first, second)) {
                if (each.axes() != 2) {
                    throw InputException.of(
                            "%s: %s has %d values per sample, expected x and y.",
                            file.path(), each.path(), each.axes());
                }
            }
            return Optional.of(located(
                    file, object, () -> TimeSeries.ofTwoLights(first.seconds(), first.values(), second.values())));
        }
        return Optional.empty();
    }

    private static List<Epoch> epochs(NwbFile file) {
        Map<String, List<double[]>> stretches = new LinkedHashMap<>();
        for (String object : file.ofType("TimeIntervals")) {
            NwbTable table = file.table(object);
            double[] starts = table.numbers("start_time");
            double[] ends = table.numbers("stop_time");
            List<List<String>> names = names(table);
            for (int row = 0; row < table.rows(); row++) {
                for (String name : names.get(row)) {
                    if (!(starts[row] < ends[row])) {
                        throw InputException.of(
                                "%s: %s, row %d: found %s to %s s, expected an end after its start.",
                                file.path(), object, row, starts[row], ends[row]);
                    }
                    stretches.computeIfAbsent(name, label -> new ArrayList<>()).add(new double[] {starts[row], ends[row]
                    });
                }
            }
        }
        return stretches.entrySet().stream()
                .map(each -> joined(each.getKey(), each.getValue()))
                .toList();
    }

    private static List<List<String>> names(NwbTable table) {
        Optional<String> column = table.find(LABELS);
        if (column.isEmpty()) {
            String name = table.path().replaceAll(".*/", "");
            return Collections.nCopies(table.rows(), List.of(name));
        }
        return table.isRagged(column.get())
                ? table.textLists(column.get())
                : table.texts(column.get()).stream().map(List::of).toList();
    }

    private static Epoch joined(String name, List<double[]> stretches) {
        List<double[]> joined = new ArrayList<>();
        stretches.sort(Comparator.comparingDouble(stretch -> stretch[0]));
        for (double[] stretch : stretches) {
            double[] last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && stretch[0] < last[1]) {
                last[1] = Math.max(last[1], stretch[1]);
            } else {
                joined.add(stretch.clone());
            }
        }
        return new Epoch(
                name,
                joined.stream().mapToDouble(stretch -> stretch[0]).toArray(),
                joined.stream().mapToDouble(stretch -> stretch[1]).toArray());
    }

    /** When all units were observed, if it is the same for all. */
    private static Optional<Epoch> span(NwbTable units) {
        if (!units.has(OBSERVED) || !units.isRagged(OBSERVED)) {
            return Optional.empty();
        }
        long[] ends = units.ends(OBSERVED);
        double[][] pairs = units.pairs(OBSERVED);
        List<double[]> first = List.of(Arrays.copyOf(pairs, ends.length == 0 ? 0 : (int) ends[0]));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        for (int unit = 1; unit < ends.length; unit++) {
            double[][] own = Arrays.copyOfRange(pairs, (int) ends[unit - 1], (int) ends[unit]);
            if (!Arrays.deepEquals(first.toArray(), own)) {
                return Optional.empty();
            }
        }
        return Optional.of(joined("recorded", new ArrayList<>(first)));
    }

    /**
     * All spike times of an NWB file, read when the first unit is asked for and dropped when memory gets scarce; of a column too large
     * for that, only the part of each unit.
     */
    private static final class Spikes {
        /** 128 MiB. */
        private static final long MOST_AT_ONCE = 1 << 24;

        private final Path path;
        private final long values;
        private SoftReference<double[]> all = new SoftReference<>(null);

        Spikes(Path path, long values) {
            this.path = path;
            this.values = values;
        }

        /** In s, from the first to one before the end. */
        synchronized double[] read(long start, long end) {
            double[] known = all.get();
            if (known == null) {
                try (NwbFile file = NwbFile.open(path)) {
                    if (values > MOST_AT_ONCE) {
                        return file.table(UNITS).numbers(SPIKE_TIMES, start, end);
                    }
                    known = file.table(UNITS).numbers(SPIKE_TIMES, 0, values);
                    all = new SoftReference<>(known);
                }
            }
            return Arrays.copyOfRange(known, (int) start, (int) end);
        }
    }
}

package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that Kilosort or another sorter wrote for phy:
 *
 * <ul>
 *   <li>{@code spike_times.npy}: sample of each spike; {@code spike_clusters.npy}: its cluster;
 *   <li>{@code params.py}: {@code sample_rate} in Hz. If the raw data is there that {@code dat_path} names, its length tells when
 *       the recording ends;
 *   <li>{@code cluster_info.tsv}, or before the first look with phy {@code cluster_group.tsv} and {@code cluster_KSLabel.tsv}:
 *       what is known of each cluster. Its quality is the group that a person gave it, else the label of Kilosort. Columns {@code
 *       sh} and {@code depth} become the shank and the place; all columns are facts. Clusters of quality "noise" are left out;
 *   <li>{@code head_direction.csv} and {@code epochs.csv}, as {@link CsvSession} describes them, if they are there.
 * </ul>
 */
final class PhyFolder implements Sessions.Format {
    private static final String TIMES = "spike_times.npy";
    private static final String CLUSTERS = "spike_clusters.npy";
    private static final String SETTINGS = "params.py";
    private static final Map<String, Integer> BYTES =
            Map.of("int16", 2, "uint16", 2, "int32", 4, "float32", 4, "float64", 8, "int8", 1, "uint8", 1);

    @Override
    public String description() {
        return "a phy or Kilosort folder (spike_times.npy, spike_clusters.npy, params.py)";
    }

    @Override
    public boolean matches(Path path) {
        return Files.isDirectory(path)
                && (Files.isRegularFile(path.resolve(TIMES)) || Files.isRegularFile(path.resolve(CLUSTERS)));
    }

    @Override
    public Session read(Path folder) {
        Map<String, String> settings = settings(folder.resolve(SETTINGS));
        double rateHz = number(folder, settings, "sample_rate");
        long[] samples = whole(folder.resolve(TIMES));
        long[] clusters = whole(folder.resolve(CLUSTERS));
        if (samples.length != clusters.length) {
            throw InputException.of(
                    "%s has %d spikes and %s %d, expected as many; copy both again from one sorting.",
                    folder.resolve(TIMES), samples.length, CLUSTERS, clusters.length);
        }
        if (samples.length > 0 && samples[0] < 0) {
            throw InputException.of(
                    "%s, spike 0: found sample %d, expected 0 or more.", folder.resolve(TIMES), samples[0]);
        }
        double[] seconds = SpikesByUnit.times(samples, rateHz);
        SpikesByUnit.requireSorted(folder.resolve(TIMES).toString(), seconds);
        Map<Long, Map<String, String>> facts = facts(folder);
        Session.Builder session = Session.named(folder.toString());
        Map<Long, double[]> trains = SpikesByUnit.of(clusters, k -> seconds[k]);
        requireCounts(folder, facts, trains);
        trains.forEach((cluster, train) -> {
            Unit unit = unit(cluster, train, facts.getOrDefault(cluster, Map.of()));
            if (!unit.fact(Unit.QUALITY).equals("noise")) {
                session.unit(unit);
            }
        });
        end(folder, settings, rateHz).ifPresent(end -> session.span(Epoch.of("recorded", 0, end)));
        CsvSession.addDirectionAndEpochs(session, folder.resolve(TIMES));
        return session.build();
    }

    private static long[] whole(Path path) {
        NpyArray array = NpyArray.read(path);
        long rows = array.shape().length == 0 ? 0 : array.shape()[0];
        if (rows != array.size()) {
            throw InputException.of(
                    "%s has shape %s, expected one number per spike.", path, Arrays.toString(array.shape()));
        }
        return SpikesByUnit.whole(path.toString(), array.doubles());
    }

    private static Map<String, String> settings(Path path) {
        if (!Files.isRegularFile(path)) {
            throw InputException.of(
                    "%s is missing, whose sample_rate makes seconds of the samples in spike_times.npy; write it with one line"
                            + " such as sample_rate = 30000.",
                    path);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Pattern assignment = Pattern.compile("\\s*(\\w+)\\s*=\\s*([^#]*?)\\s*(#.*)?");
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
                Matcher matcher = assignment.matcher(line);
                if (matcher.matches()) {
                    String before = settings.put(matcher.group(1), matcher.group(2));
                    if (before != null && !before.equals(matcher.group(2))) {
                        throw InputException.of(
                                "%s sets %s to %s and to %s, expected one value; leave the wrong one out.",
                                path, matcher.group(1), before, matcher.group(2));
                    }
                }
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        return settings;
    }

    private static double number(Path folder, Map<String, String> settings, String name) {
        Path path = folder.resolve(SETTINGS);
        String text = settings.get(name);
        if (text == null) {
            throw InputException.of(
                    "%s does not set %s, expected a line such as sample_rate = 30000; add the rate of this recording.",
                    path, name);
        }
        try {
            return InputException.requirePositive(path + ": " + name, Double.parseDouble(text.replace("_", "")));
        } catch (NumberFormatException e) {
            throw InputException.of("%s: found %s = %s, expected a number.", path, name, text, e);
        }
    }

    /** By the size of the raw data; a list of several files is not looked at. */
    private static Optional<Double> end(Path folder, Map<String, String> settings, double rateHz) {
        Matcher name = Pattern.compile("\\[?\\s*r?['\"]([^'\"]+)['\"]\\s*,?\\s*\\]?")
                .matcher(settings.getOrDefault("dat_path", ""));
        Integer bytes = BYTES.get(settings.getOrDefault("dtype", "").replaceAll("['\"]", ""));
        if (!name.matches() || bytes == null || !settings.containsKey("n_channels_dat")) {
            return Optional.empty();
        }
        Path data = folder.resolve(name.group(1));
        try {
            return Files.isRegularFile(data)
                    ? Optional.of(Files.size(data) / (bytes * number(folder, settings, "n_channels_dat") * rateHz))
                    : Optional.empty();
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", data, e, e);
        }
    }

    private static Map<Long, Map<String, String>> facts(Path folder) {
        Map<Long, Map<String, String>> facts = new TreeMap<>();
        List<String> names = Files.isRegularFile(folder.resolve("cluster_info.tsv"))
                ? List.of("cluster_info.tsv")
                : List.of("cluster_KSLabel.tsv", "cluster_group.tsv");
        for (String name : names) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                continue;
            }
            TextTable table = TextTable.read(folder.resolve(name));
            String id = table.require("the number of a cluster", "cluster_id", "id");
            long[] ids = SpikesByUnit.whole(table.path() + ", column " + id, table.numbers(id));
            for (int row = 0; row < ids.length; row++) {
                Map<String, String> known = facts.computeIfAbsent(ids[row], cluster -> new HashMap<>());
                for (String column : table.names()) {
                    if (!column.equals(id)) {
                        known.put(column, table.text(row, column));
                    }
                }
            }
        }
        return facts;
    }

    private static void requireCounts(Path folder, Map<Long, Map<String, String>> facts, Map<Long, double[]> trains) {
        facts.forEach((cluster, known) -> {
            String told = known.getOrDefault("n_spikes", "");
            int found = trains.getOrDefault(cluster, new double[0]).length;
            if (!told.isEmpty() && !told.equals(String.valueOf(found))) {
                throw InputException.of(
                        "%s says that cluster %d has %s spikes, but %s has %d; save in phy again.",
                        folder.resolve("cluster_info.tsv"), cluster, told, CLUSTERS, found);
            }
        });
    }

    private static Unit unit(long cluster, double[] train, Map<String, String> known) {
        Unit unit = Unit.of(String.valueOf(cluster), train);
        for (Map.Entry<String, String> fact : new TreeMap<>(known).entrySet()) {
            unit = unit.with(fact.getKey(), fact.getValue());
        }
        String group = known.getOrDefault("group", "").toLowerCase(Locale.ROOT);
        String label = known.getOrDefault("kslabel", "").toLowerCase(Locale.ROOT);
        unit = unit.with(Unit.QUALITY, group.isEmpty() || group.equals("unsorted") ? label : group)
                .with(Unit.SHANK, known.getOrDefault("sh", ""));
        try {
            return known.getOrDefault("depth", "").isEmpty() ? unit : unit.at(Double.parseDouble(known.get("depth")));
        } catch (NumberFormatException e) {
            throw InputException.of(
                    "cluster %d: found the depth '%s', expected a number.", cluster, known.get("depth"), e);
        }
    }
}

package circuitscope.nwb;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes small NWB files, right or wrong: paths of datasets with arrays, and {@code path@name} of attributes with values. */
public final class NwbWriter {
    private final Map<String, Object> entries = new LinkedHashMap<>();

    private NwbWriter() {}

    /** Three units and the direction of a head at 10 Hz for 4 s, awake from 1 to 3 s. */
    public static NwbWriter good() {
        double[] clock = new double[40];
        double[] radians = new double[40];
        for (int k = 0; k < clock.length; k++) {
            clock[k] = k / 10.0;
            radians[k] = k / 10.0;
        }
        return new NwbWriter()
                .with("/@nwb_version", "2.6.0")
                .with("/units/id", new int[] {4, 5, 6})
                .with("/units/spike_times", new double[] {0.5, 1.5, 2.5, 1.25, 2.75, 3.5, 3.75})
                .with("/units/spike_times_index", new int[] {3, 6, 7})
                .with("/units/quality", new String[] {"good", "mua", "good"})
                .with("/processing/behavior/CompassDirection@neurodata_type", "CompassDirection")
                .with("/processing/behavior/CompassDirection/ry@neurodata_type", "SpatialSeries")
                .with("/processing/behavior/CompassDirection/ry/data", radians)
                .with("/processing/behavior/CompassDirection/ry/data@unit", "radians")
                .with("/processing/behavior/CompassDirection/ry/timestamps", clock)
                .with("/intervals/epochs@neurodata_type", "TimeIntervals")
                .with("/intervals/epochs/id", new int[] {0})
                .with("/intervals/epochs/start_time", new double[] {1})
                .with("/intervals/epochs/stop_time", new double[] {3})
                .with("/intervals/epochs/label", new String[] {"wake"});
    }

    /** The same with something else; without it if null. */
    public NwbWriter with(String path, Object value) {
        if (value == null) {
            entries.keySet()
                    .removeIf(name -> name.equals(path) || name.startsWith(path + "/") || name.startsWith(path + "@"));
        } else {
            entries.put(path, value);
        }
        return this;
    }

    public Path write(Path path) {
        try (WritableHdfFile file = HdfFile.write(path)) {
            Map<String, WritableNode> nodes = new HashMap<>();
            nodes.put("", file);
            entries.forEach((name, value) -> {
                if (!name.contains("@")) {
                    int end = name.lastIndexOf('/');
                    nodes.put(name, group(nodes, name.substring(0, end)).putDataset(name.substring(end + 1), value));
                }
            });
            entries.forEach((name, value) -> {
                if (name.contains("@")) {
                    String object = name.substring(0, name.indexOf('@')).replaceAll("/$", "");
                    WritableNode node = nodes.containsKey(object) ? nodes.get(object) : group(nodes, object);
                    node.putAttribute(name.substring(name.indexOf('@') + 1), value);
                }
            });
        }
        return path;
    }

    private static WritableGroup group(Map<String, WritableNode> nodes, String path) {
        WritableNode known = nodes.get(path);
        if (known == null) {
            int end = path.lastIndexOf('/');
            known = group(nodes, path.substring(0, end)).putGroup(path.substring(end + 1));
            nodes.put(path, known);
        }
        return (WritableGroup) known;
    }
}

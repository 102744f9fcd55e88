package circuitscope.nwb;

import circuitscope.InputException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file in the format NWB 2 (Neurodata Without Borders; Rübel et al. 2022, eLife 11, e78362), which is a tree of groups and
 * datasets in HDF5. Only the tree is looked at when it is opened; numbers stay in the file until they are asked for, so a file may
 * be larger than memory. Contiguous and chunked datasets are read, the latter also when compressed with gzip, shuffle, LZF, LZ4 or
 * Bitshuffle.
 *
 * <p>Objects go by their path, such as {@code /units} or {@code /processing/behavior/CompassDirection/ry}. Not safe to share
 * between threads.
 */
public final class NwbFile implements AutoCloseable {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final String TYPE = "neurodata_type";

    /** How deep objects are looked for; the format has none deeper. */
    private static final int DEEPEST = 6;

    private final Path path;
    private final HdfFile file;

    /** Filled when a reference is followed first. */
    private final Map<Long, String> pathByAddress = new HashMap<>();

    private NwbFile(Path path, HdfFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * @param path a file
     * @return whether it is there and begins as an HDF5 file does
     * @throws InputException if it can't be read
     */
    public static boolean isHdf5(Path path) {
        return Files.isRegularFile(path) && beginning(path, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }

    private static ByteBuffer beginning(Path path, int length) {
        ByteBuffer start = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            while (start.hasRemaining() && channel.read(start) >= 0) {
                // until it is full or the file ends
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        return start.flip();
    }

    /**
     * @param path an NWB file
     * @return the file, to be closed by the caller
     * @throws InputException if it is missing, cut off, damaged, or HDF5 but not NWB 2
     */
    public static NwbFile open(Path path) {
        if (!isHdf5(path)) {
            throw InputException.of(
                    "%s is not an HDF5 file, which NWB files are; check its name or fetch it again.", path);
        }
        requireWhole(path);
        HdfFile opened = guarded(path, "its beginning", () -> new HdfFile(path));
        NwbFile file = new NwbFile(path, opened);
        try {
            String version = file.attribute("/", "nwb_version").orElse("");
            if (!version.startsWith("2")) {
                throw InputException.of(
                        "%s is HDF5 with the nwb_version '%s', expected NWB 2; convert it, or give a file of another format.",
                        path, version);
            }
            return file;
        } catch (InputException e) {
            file.close();
            throw e;
        }
    }

    /** The file says itself where it ends. */
    private static void requireWhole(Path path) {
        ByteBuffer start = beginning(path, 96);
        int version = start.limit() > 13 ? start.get(8) : -1;
        int widthAt = version < 2 ? 13 : 9;
        int endAt = version < 2 ? (version == 1 ? 44 : 40) : 28;
        if (version < 0 || start.limit() < endAt + 8) {
            throw InputException.of("%s ends within its first bytes; fetch it again.", path);
        }
        try {
            long end = start.getLong(endAt);
            if (start.get(widthAt) == 8 && Files.size(path) < end) {
                throw InputException.of(
                        "%s is cut off: it has %d bytes, expected %d; fetch it again.", path, Files.size(path), end);
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
    }

    /** Whatever a damaged file makes the HDF5 reader throw becomes one sentence. */
    static <T> T guarded(Path path, String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // the reader signals broken files by many kinds of unchecked exceptions
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw InputException.of(
                    "%s: %s can't be read (%s); the file is damaged or of a kind that is not known here.",
                    path, what, reason.replaceAll("\\s+", " "), e);
        }
    }

    <T> T guarded(String what, Supplier<T> reading) {
        return guarded(path, what, reading);
    }

    @Override
    public void close() {
        file.close();
    }

    /** {@return the file} */
    public Path path() {
        return path;
    }

    /** {@return the version of the format, such as "2.6.0"} */
    public String version() {
        return attribute("/", "nwb_version").orElseThrow();
    }

    /**
     * @param object path of an object
     * @return whether the file has it
     */
    public boolean has(String object) {
        return node(object).isPresent();
    }

    Optional<Node> node(String object) {
        return guarded(object, () -> {
            Node node = file;
            for (String name : object.split("/")) {
                if (!name.isEmpty()) {
                    node = node instanceof Group group ? group.getChild(name) : null;
                }
                if (node instanceof Link link) {
                    // what a link leads to may be another file that is not here
                    node = link.isBrokenLink() ? null : link.getTarget();
                }
                if (node == null) {
                    return Optional.empty();
                }
            }
            return Optional.of(node);
        });
    }

    Dataset dataset(String object) {
        Node node = node(object)
                .orElseThrow(() -> InputException.of("%s has no %s, expected numbers there.", path, object));
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        throw InputException.of("%s: %s is a group, expected a dataset.", path, object);
    }

    /**
     * @param group path of a group
     * @return names of what is in it; none if there is no such group
     */
    public List<String> children(String group) {
        return node(group)
                .filter(Group.class::isInstance)
                .map(found -> guarded(
                        group, () -> List.copyOf(((Group) found).getChildren().keySet())))
                .orElse(List.of());
    }

    /**
     * @param object path of an object
     * @param name name of an attribute
     * @return its value as a text, if it is there
     */
    public Optional<String> attribute(String object, String name) {
        return node(object)
                .flatMap(node -> guarded(object + "@" + name, () -> {
                    Attribute attribute = node.getAttributes().get(name);
                    return attribute == null || attribute.isEmpty()
                            ? Optional.<String>empty()
                            : Optional.of(HdfValues.text(attribute.getData()));
                }));
    }

    /**
     * @param type a type of the format, such as "CompassDirection"
     * @return paths of all objects of this type in {@code /acquisition}, {@code /processing} and {@code /intervals}
     */
    public List<String> ofType(String type) {
        List<String> found = new ArrayList<>();
        for (String root : List.of("/acquisition", "/processing", "/intervals")) {
            collect(root, type, DEEPEST, found);
        }
        return found;
    }

    private void collect(String object, String type, int depth, List<String> found) {
        Optional<Node> node = node(object);
        if (depth == 0 || node.isEmpty() || !(node.get() instanceof Group)) {
            return;
        }
        if (attribute(object, TYPE).equals(Optional.of(type))) {
            found.add(object);
        }
        for (String child : children(object)) {
            collect(object + "/" + child, type, depth - 1, found);
        }
    }

    /**
     * @param object path of a DynamicTable, such as {@code /units}
     * @return the table, if the file has it
     * @throws InputException if it is no table
     */
    public Optional<NwbTable> findTable(String object) {
        return has(object) ? Optional.of(NwbTable.of(this, object)) : Optional.empty();
    }

    /**
     * @param object path of a DynamicTable, such as {@code /units}
     * @return the table
     * @throws InputException if the file has none there
     */
    public NwbTable table(String object) {
        return findTable(object)
                .orElseThrow(() ->
                        InputException.of("%s has no table %s; it has %s.", path, object, children(parent(object))));
    }

    /**
     * @param object path of a TimeSeries or SpatialSeries
     * @return the series
     * @throws InputException if the file has none there
     */
    public NwbSeries series(String object) {
        if (!has(object + "/data")) {
            throw InputException.of("%s has no time series %s; it has %s.", path, object, children(parent(object)));
        }
        return new NwbSeries(this, object);
    }

    private static String parent(String object) {
        return object.substring(0, Math.max(0, object.lastIndexOf('/')));
    }

    /**
     * Follows an object reference.
     *
     * @param address where an object begins, as a column of references holds it
     * @return its path
     * @throws InputException if there is no object
     */
    String pathOf(long address) {
        if (pathByAddress.isEmpty()) {
            index("", file, DEEPEST);
        }
        String object = pathByAddress.get(address);
        if (object == null) {
            throw InputException.of(
                    "%s: a reference leads to byte %d, where no object begins; fetch the file again.", path, address);
        }
        return object;
    }

    private void index(String object, Node node, int depth) {
        if (depth > 0 && node instanceof Group group) {
            guarded(object, group::getChildren).forEach((name, child) -> {
                // a link leads to what has its own place
                if (!child.isLink()) {
                    pathByAddress.putIfAbsent(child.getAddress(), object + "/" + name);
                    index(object + "/" + name, child, depth - 1);
                }
            });
        }
    }
}

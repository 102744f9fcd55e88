package circuitscope.files;

import circuitscope.InputException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Named arrays in one file, as {@code numpy.savez} writes them and {@code numpy.load} opens them. */
public final class NpzFile {
    private static final String SUFFIX = ".npy";

    private final Path path;
    private final Map<String, NpyArray> arrays;

    private NpzFile(Path path, Map<String, NpyArray> arrays) {
        this.path = path;
        this.arrays = arrays;
    }

    /**
     * @param path an NPZ file, compressed or not
     * @return all its arrays
     * @throws InputException if the file is missing, cut off or corrupt, or holds something else than real numbers
     */
    public static NpzFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw InputException.of("%s is not a file; give the path of an NPZ file.", path);
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(SUFFIX)) {
                    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                    try (InputStream in = zip.getInputStream(entry)) {
                        CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
                        arrays.put(name, NpyArray.read(path + ", array '" + name + "'", checked));
                        checked.skip(Long.MAX_VALUE);
                        if (checked.getChecksum().getValue() != entry.getCrc()) {
                            throw new ZipException("array '" + name + "' does not match its checksum");
                        }
                    }
                }
            }
        } catch (ZipException | EOFException e) {
            throw InputException.of("%s is cut off or corrupt (%s); write or fetch it again.", path, e.getMessage(), e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw InputException.of("%s has an array whose shape is out of range; save it again.", path, e);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        return new NpzFile(path, arrays);
    }

    /**
     * @param name name of an array
     * @return the array
     * @throws InputException if the file has no array of this name
     */
    public NpyArray require(String name) {
        return find(name)
                .orElseThrow(() -> InputException.of(
                        "%s has no array '%s'; found %s.",
                        path, name, arrays.isEmpty() ? "no array at all" : arrays.keySet()));
    }

    /**
     * @param name name of an array
     * @return the array, if the file has it
     */
    public Optional<NpyArray> find(String name) {
        return Optional.ofNullable(arrays.get(name));
    }

    /** {@return the names of all arrays} */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** {@return the file that was read} */
    public Path path() {
        return path;
    }

    /**
     * Writes arrays without compression, so that the same arrays give the same bytes everywhere.
     *
     * @param path the file; an existing one is replaced
     * @param arrays the arrays by name, in the order of writing
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public static void write(Path path, Map<String, NpyArray> arrays) {
        AtomicFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            for (Map.Entry<String, NpyArray> named : arrays.entrySet()) {
                ByteArrayOutputStream content =
                        new ByteArrayOutputStream(named.getValue().size() * 8 + 256);
                named.getValue().write(content);
                byte[] bytes = content.toByteArray();
                CRC32 crc = new CRC32();
                crc.update(bytes);
                ZipEntry entry = new ZipEntry(named.getKey() + SUFFIX);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
                // a fixed time: the same arrays give the same bytes; a day after the format's first, which would add
                // the zone
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 2, 0, 0));
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
            zip.finish();
        });
    }
}

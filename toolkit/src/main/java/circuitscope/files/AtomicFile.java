package circuitscope.files;

import circuitscope.InputException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file whole or not at all: to a temporary file beside it, forced to disk, then moved into place. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out buffered stream, closed by the caller
         * @throws IOException if the content can't be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * @param path the file; an existing one is replaced
     * @param content what it will hold
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public static void write(Path path, Content content) {
        Path target = path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw InputException.of(
                    "%s can't be written: the folder %s does not exist; create it first.", path, folder);
        }
        if (Files.isDirectory(target)) {
            throw InputException.of("%s can't be written: it is a folder; give the name of a file.", path);
        }
        // not the platform's temporary file, which nobody else may read
        Path temporary = folder.resolve("." + target.getFileName() + "-" + UUID.randomUUID() + ".part");
        boolean finished = false;
        try {
            // not a channel, which an interrupt of the thread would close: a run that is stopped keeps its state
            try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16);
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } catch (IOException e) {
            throw InputException.of("%s can't be written (%s); check its folder and the free space.", path, e, e);
        } finally {
            if (!finished) {
                deleteQuietly(temporary);
            }
        }
    }

    /**
     * @param path the file; an existing one is replaced
     * @param text what it will hold, in UTF-8
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public static void write(Path path, String text) {
        write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // the first failure is the one to report
        }
    }
}

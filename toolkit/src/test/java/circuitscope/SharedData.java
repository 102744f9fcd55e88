package circuitscope;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds recordings that can't be part of the project. They lie in a folder {@code shared} beside the project, or where the
 * system property {@code circuitscope.shared} or the environment variable {@code CIRCUITSCOPE_SHARED} says.
 */
public final class SharedData {
    private SharedData() {}

    /** The file at this path in the shared folder; the test is skipped if it is not there. */
    public static Path require(String path) {
        String named = System.getProperty("circuitscope.shared", System.getenv("CIRCUITSCOPE_SHARED"));
        if (named != null) {
            return present(Path.of(named, path), path);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared").resolve(path);
            if (Files.exists(file)) {
                return file;
            }
        }
        return present(Path.of("shared", path), path);
    }

    private static Path present(Path file, String path) {
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "needs the recording " + path
                        + ", which is not part of the project: put it into a folder 'shared'"
                        + " beside the project, or name that folder in CIRCUITSCOPE_SHARED");
        return file;
    }
}

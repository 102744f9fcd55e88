package circuitscope.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The session that make_sessions.py wrote in every format. */
public final class SessionFiles {
    /** Both kinds of NWB, both kinds of th-1, and the others. */
    static final List<String> ALL =
            List.of("lights.nwb", "compass.nwb", "th1", "th1-times", "phy", "csv", "csv/spikes.csv", "session.npz");

    private SessionFiles() {}

    /** Where it is in one format. */
    public static Path of(String name) {
        try {
            return Path.of(SessionFiles.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of a file or folder, to be damaged. */
    static Path copy(String name, Path folder) {
        Path from = of(name);
        Path to = folder.resolve(from.getFileName());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.deleteIfExists(target);
                    Files.copy(file, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a table of numbers, without its line of names. */
    static double[][] numbers(String name) throws IOException {
        return Files.readAllLines(of(name), StandardCharsets.UTF_8).stream()
                .skip(1)
                .map(line -> Stream.of(line.split(","))
                        .mapToDouble(word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
                        .toArray())
                .toArray(double[][]::new);
    }
}

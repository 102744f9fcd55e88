package circuitscope.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A simulated recording of another project with its true synapses, which is not part of this one; {@code data/README.md} says
 * where it comes from.
 *
 * @param name short name
 * @param published what others report for it
 * @param path the file
 */
public record ForeignRecording(String name, String published, Path path) {
    private static final List<String> PLACES = List.of("data/ground-truth", "shared/data/ground-truth");

    /** {@return those whose files are in the working folder or above it, in {@code data/ground-truth} or the shared folder} */
    public static List<ForeignRecording> found() {
        return Stream.of(
                        new ForeignRecording(
                                "spycon, 20 of 340 cells",
                                "AUC 1.000, AP 1.000, MCC .59 to .81",
                                Path.of("spycon-20-of-340.npz")),
                        new ForeignRecording(
                                "synapse-detection, 50 cells", "AUC about .94", Path.of("synapse-detection-50.mat")),
                        new ForeignRecording(
                                "TSPE, 100 of 1000 cells", "AUC .739, AP .148", Path.of("tspe-100-of-1000.mat")))
                .flatMap(
                        each -> find(each.path.toString())
                                .map(file -> new ForeignRecording(each.name, each.published, file))
                                .stream())
                .toList();
    }

    private static Optional<Path> find(String file) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            for (String place : PLACES) {
                Path path = folder.resolve(place).resolve(file);
                if (Files.isRegularFile(path)) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }
}

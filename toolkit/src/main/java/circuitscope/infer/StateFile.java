package circuitscope.infer;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one fit knows so far, in a file: arrays, the seconds it took, and which fit it is. */
public final class StateFile {
    private static final String IDENTITY = "identity";
    private static final String SECONDS = "seconds";

    private final Path path;
    private final int[] identity;

    /**
     * @param path the file; its folder must exist
     * @param request what the fit is asked
     * @param options its options
     * @param more what else makes it another fit; empty if nothing does
     */
    public StateFile(Path path, Request request, Record options, String more) {
        this.path = path;
        String spikes = request.recording().sha256()
                + (request.targets() == request.recording()
                        ? ""
                        : request.targets().sha256());
        String all =
                spikes + request.tuning().size() + request.split() + request.seed() + Json.canonical(options) + more;
        byte[] digest = Json.sha256(all.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);
        identity = new int[digest.length];
        Arrays.setAll(identity, k -> digest[k]);
    }

    /**
     * @return the file, if there is one
     * @throws InputException if it is of another fit
     */
    public Optional<NpzFile> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        NpzFile file = NpzFile.read(path);
        if (!file.names().contains(IDENTITY)
                || !Arrays.equals(identity, file.require(IDENTITY).ints())) {
            throw InputException.of(
                    "%s is not a checkpoint of this recording with these options; name another file, or delete it to begin"
                            + " anew.",
                    path);
        }
        return Optional.of(file);
    }

    /** {@return seconds that the fit has taken before it was stopped} */
    public double seconds() {
        return read().map(file -> file.require(SECONDS).scalar()).orElse(0.0);
    }

    /**
     * Writes everything anew.
     *
     * @param arrays what is known
     * @param seconds seconds that the fit has taken
     */
    public void write(Map<String, NpyArray> arrays, double seconds) {
        Map<String, NpyArray> all = new LinkedHashMap<>();
        all.put(IDENTITY, NpyArray.of(identity));
        all.put(SECONDS, NpyArray.scalar(seconds));
        all.putAll(arrays);
        NpzFile.write(path, all);
    }
}

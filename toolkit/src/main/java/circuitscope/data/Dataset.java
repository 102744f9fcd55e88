package circuitscope.data;

import circuitscope.InputException;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.spikes.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A recording, with its truth where it is known.
 *
 * @param recording the spikes, which is all that a method gets
 * @param truth what is really there
 * @param source where both come from
 */
public record Dataset(Recording recording, Optional<GroundTruth> truth, Source source) {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] MAT = {'M', 'A', 'T', 'L', 'A', 'B'};

    /**
     * @param recording the spikes
     * @param truth what is really there
     * @param source where both come from
     * @throws InputException if the true weights are not of the recording's number of neurons
     */
    public Dataset {
        int neurons = recording.neurons();
        truth.ifPresent(known -> {
            if (known.weights().length != neurons) {
                throw InputException.of(
                        "True weights have shape (%d, %d), expected (%d, %d) for this recording.",
                        known.weights().length, known.weights().length, neurons, neurons);
            }
        });
    }

    /**
     * Opens a file whatever its format, which is found from its content: NPZ as {@link DatasetFile} describes it, or the MAT
     * file of a {@link HeadDirectionSession}, of which the waking part is taken.
     *
     * @param path a file
     * @return its recording, with the truth if the file has it
     * @throws InputException if the file can't be read, is corrupt or of an unknown format
     */
    public static Dataset open(Path path) {
        byte[] start;
        if (!Files.isRegularFile(path)) {
            throw InputException.of("%s is not a file; give the path of an NPZ or MAT file.", path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(MAT.length);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        if (Arrays.equals(start, MAT)) {
            return new Source.SessionFile(path.toString(), Source.Epoch.WAKE).load();
        }
        if (start.length >= ZIP.length && Arrays.equals(Arrays.copyOf(start, ZIP.length), ZIP)) {
            return DatasetFile.read(path);
        }
        throw InputException.of(
                "%s is neither an NPZ nor a MAT file; save spikes with numpy.savez (arrays step, neuron, neurons, steps,"
                        + " dt_ms).",
                path);
    }
}

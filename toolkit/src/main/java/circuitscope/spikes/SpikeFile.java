package circuitscope.spikes;

import circuitscope.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A recording in an NPZ file, with the true weights where they are known.
 *
 * <p>Arrays: {@code step} and {@code neuron} (one row per spike, ordered by step; a count of 2 is two rows), scalars
 * {@code neurons}, {@code steps} and {@code dt_ms}; optional {@code weights} (neurons x neurons, w[i][j] from neuron j to
 * neuron i), {@code theta} (angle in rad, one sample per step or per fixed number of steps) and {@code segments} (one row
 * of start and end step per stretch of continuous recording).
 *
 * @param recording the spikes
 * @param weights true weights w[i][j] from neuron j to neuron i, shape (neurons, neurons)
 */
public record SpikeFile(Recording recording, Optional<double[][]> weights) {
    /**
     * @param recording the spikes
     * @param weights true weights w[i][j] from neuron j to neuron i, shape (neurons, neurons)
     * @throws InputException if the weights are not square of the recording's number of neurons
     */
    public SpikeFile {
        if (weights.isPresent()) {
            int rows = weights.get().length;
            int columns = rows == 0 ? 0 : weights.get()[0].length;
            if (rows != recording.neurons() || columns != recording.neurons()) {
                throw InputException.of(
                        "True weights have shape (%d, %d), expected (%d, %d) for this recording.",
                        rows, columns, recording.neurons(), recording.neurons());
            }
        }
    }

    /**
     * @param path an NPZ file
     * @return its recording and weights
     * @throws InputException if the file or anything in it is missing, corrupt or out of range
     */
    public static SpikeFile read(Path path) {
        return of(NpzFile.read(path));
    }

    /**
     * @param file the arrays of a file
     * @return its recording and weights
     * @throws InputException if anything in it is missing or out of range
     */
    public static SpikeFile of(NpzFile file) {
        Path path = file.path();
        try {
            int[] step = vector(file.require("step"), "step");
            int[] neuron = vector(file.require("neuron"), "neuron");
            if (step.length != neuron.length) {
                throw InputException.of(
                        "Array 'step' has %d rows and 'neuron' %d, expected as many.", step.length, neuron.length);
            }
            Recording.Builder builder = Recording.builder(
                    whole(file, "neurons"),
                    whole(file, "steps"),
                    file.require("dt_ms").scalar());
            for (int k = 0; k < step.length; k++) {
                builder.add(step[k], neuron[k]);
            }
            file.find("segments").ifPresent(array -> builder.segments(segments(array)));
            int steps = whole(file, "steps");
            file.find("theta").ifPresent(array -> builder.covariate(theta(array, steps)));
            return new SpikeFile(builder.build(), file.find("weights").map(NpyArray::matrix));
        } catch (InputException e) {
            String prefix = path + "";
            throw e.getMessage().startsWith(prefix) ? e : InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    private static int whole(NpzFile file, String name) {
        NpyArray array = file.require(name);
        array.scalar();
        return array.ints()[0];
    }

    private static int[] vector(NpyArray array, String name) {
        if (array.shape().length != 1) {
            throw InputException.of(
                    "Array '%s' has shape %s, expected one row per spike.", name, Arrays.toString(array.shape()));
        }
        return array.ints();
    }

    private static List<Segment> segments(NpyArray array) {
        int[] shape = array.shape();
        if (shape.length != 2 || shape[1] != 2) {
            throw InputException.of(
                    "Array 'segments' has shape %s, expected rows of start and end step.", Arrays.toString(shape));
        }
        int[] borders = array.ints();
        return IntStream.range(0, shape[0])
                .mapToObj(k -> new Segment(borders[2 * k], borders[2 * k + 1]))
                .toList();
    }

    private static Covariate theta(NpyArray array, int steps) {
        double[] radians = array.doubles();
        if (array.shape().length != 1 || radians.length == 0 || steps % radians.length != 0) {
            throw InputException.of(
                    "Array 'theta' has shape %s, expected one angle for each of %d steps or for an equal share of them.",
                    Arrays.toString(array.shape()), steps);
        }
        return new Covariate("theta", steps / radians.length, radians);
    }

    /**
     * @param path the file; an existing one is replaced
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public void write(Path path) {
        NpzFile.write(path, arrays());
    }

    /** {@return the arrays of the file by name, to which others may be added} */
    public Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        int spikes = recording.spikes();
        int[] step = new int[spikes];
        int[] neuron = new int[spikes];
        for (int k = 0; k < spikes; k++) {
            step[k] = recording.stepOf(k);
            neuron[k] = recording.neuronOf(k);
        }
        arrays.put("step", NpyArray.of(step));
        arrays.put("neuron", NpyArray.of(neuron));
        arrays.put("neurons", NpyArray.scalar(recording.neurons()));
        arrays.put("steps", NpyArray.scalar(recording.steps()));
        arrays.put("dt_ms", NpyArray.scalar(recording.dtMs()));
        weights.ifPresent(w -> arrays.put("weights", NpyArray.of(w)));
        recording.covariate().ifPresent(angle -> arrays.put("theta", NpyArray.of(angle.radians())));
        if (!recording.segments().equals(List.of(new Segment(0, recording.steps())))) {
            arrays.put(
                    "segments",
                    NpyArray.of(recording.segments().stream()
                            .map(segment -> new double[] {segment.start(), segment.end()})
                            .toArray(double[][]::new)));
        }
        return arrays;
    }
}

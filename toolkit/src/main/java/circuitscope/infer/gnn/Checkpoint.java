package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.spikes.NpyArray;
import circuitscope.spikes.NpzFile;
import circuitscope.spikes.Recording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a training in a file. Single precision numbers are kept exactly, so that it goes on as if never stopped. */
final class Checkpoint {
    private static final String IDENTITY = "identity";
    private static final String DIMENSIONS = "dimensions";
    private static final String NEXT = "next";
    private static final String CURVE = "curve";
    private static final String VALUE = "p.";
    private static final String MEAN = "m.";
    private static final String SQUARE = "v.";

    private final Path path;
    private final int[] identity;

    /** A checkpoint of the training of one network on one recording. */
    Checkpoint(Path path, Recording recording, GnnOptions options) {
        this.path = path;
        identity = digest(recording.sha256() + options);
    }

    private static int[] digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            int[] values = new int[hash.length];
            Arrays.setAll(values, k -> hash[k]);
            return values;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A training and the size of its embedding.
     *
     * @param training its state
     * @param dimensions size of z_i
     */
    record Saved(Training.State training, int dimensions) {}

    /** The saved training, if there is one. */
    Optional<Saved> read() {
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
        Parameters p = new Parameters();
        Adam adam = new Adam(new Parameters(), new Parameters());
        for (String name : file.names()) {
            NpyArray array = file.require(name);
            if (name.startsWith(VALUE)) {
                p.put(name.substring(VALUE.length()), floats(array));
            } else if (name.startsWith(MEAN)) {
                adam.mean().put(name.substring(MEAN.length()), floats(array));
            } else if (name.startsWith(SQUARE)) {
                adam.square().put(name.substring(SQUARE.length()), floats(array));
            }
        }
        List<double[]> curve = new ArrayList<>();
        double[] flat = file.require(CURVE).doubles();
        for (int k = 0; k + 2 < flat.length; k += 3) {
            curve.add(Arrays.copyOfRange(flat, k, k + 3));
        }
        return Optional.of(
                new Saved(new Training.State(p, adam, (long) file.require(NEXT).scalar(), curve), (int)
                        file.require(DIMENSIONS).scalar()));
    }

    private static float[] floats(NpyArray array) {
        double[] values = array.doubles();
        float[] floats = new float[values.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }

    private static NpyArray array(float[] values) {
        double[] copy = new double[values.length];
        Arrays.setAll(copy, k -> values[k]);
        return NpyArray.of(copy);
    }

    void write(Saved saved) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(IDENTITY, NpyArray.of(identity));
        arrays.put(DIMENSIONS, NpyArray.scalar(saved.dimensions()));
        arrays.put(NEXT, NpyArray.scalar((double) saved.training().next()));
        arrays.put(
                CURVE,
                NpyArray.of(saved.training().curve().stream()
                        .flatMapToDouble(Arrays::stream)
                        .toArray()));
        put(arrays, VALUE, saved.training().parameters());
        put(arrays, MEAN, saved.training().adam().mean());
        put(arrays, SQUARE, saved.training().adam().square());
        NpzFile.write(path, arrays);
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Parameters values) {
        for (String name : values.names()) {
            arrays.put(prefix + name, array(values.get(name)));
        }
    }
}

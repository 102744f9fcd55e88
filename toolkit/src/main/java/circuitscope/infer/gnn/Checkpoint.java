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
    private static final String VERDICT = "verdict";
    private static final String LOSSES = "verdict.losses";
    private static final String BEST = "b.";
    private static final String TAU = "teacher.tau";
    private static final String TEACHER = "teacher.weights";
    private static final String INFORMATION = "teacher.information";
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
     * What a teacher has found so far.
     *
     * @param tauMs synaptic time constant in ms
     * @param weights directed weights, shape (N, N); null before they are known
     * @param information their Fisher information, shape (N, N, N); null before
     */
    record Teacher(double tauMs, double[][] weights, double[][][] information) {}

    /** The saved teacher, if there is one and no training yet. */
    Optional<Teacher> readTeacher() {
        return file().filter(file -> file.names().contains(TAU)).map(file -> {
            double tau = file.require(TAU).scalar();
            if (!file.names().contains(TEACHER)) {
                return new Teacher(tau, null, null);
            }
            double[][] weights = file.require(TEACHER).matrix();
            int n = weights.length;
            double[] flat = file.require(INFORMATION).doubles();
            double[][][] information = new double[n][n][];
            for (int k = 0; k < n * n; k++) {
                information[k / n][k % n] = Arrays.copyOfRange(flat, k * n, (k + 1) * n);
            }
            return new Teacher(tau, weights, information);
        });
    }

    void write(Teacher teacher) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(IDENTITY, NpyArray.of(identity));
        arrays.put(TAU, NpyArray.scalar(teacher.tauMs()));
        if (teacher.weights() != null) {
            arrays.put(TEACHER, NpyArray.of(teacher.weights()));
            arrays.put(
                    INFORMATION,
                    NpyArray.of(Arrays.stream(teacher.information())
                            .flatMap(Arrays::stream)
                            .flatMapToDouble(Arrays::stream)
                            .toArray()));
        }
        NpzFile.write(path, arrays);
    }

    /** The saved training, if there is one. */
    Optional<Training.State> read() {
        return file().filter(file -> file.names().contains(NEXT)).map(Checkpoint::state);
    }

    private Optional<NpzFile> file() {
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

    private static Training.State state(NpzFile file) {
        List<double[]> curve = new ArrayList<>();
        double[] flat = file.require(CURVE).doubles();
        for (int k = 0; k + 3 < flat.length; k += 4) {
            curve.add(Arrays.copyOfRange(flat, k, k + 4));
        }
        double[] verdict = file.require(VERDICT).doubles();
        return new Training.State(
                arrays(file, VALUE),
                new Adam(arrays(file, MEAN), arrays(file, SQUARE)),
                (long) file.require(NEXT).scalar(),
                curve,
                new Training.Verdict(verdict[0], file.require(LOSSES).doubles(), arrays(file, BEST), verdict[1] != 0));
    }

    private static Parameters arrays(NpzFile file, String prefix) {
        Parameters p = new Parameters();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                p.put(name.substring(prefix.length()), floats(file.require(name)));
            }
        }
        return p;
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

    void write(Training.State state) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(IDENTITY, NpyArray.of(identity));
        arrays.put(NEXT, NpyArray.scalar((double) state.next()));
        arrays.put(
                CURVE,
                NpyArray.of(
                        state.curve().stream().flatMapToDouble(Arrays::stream).toArray()));
        Training.Verdict verdict = state.verdict();
        arrays.put(VERDICT, NpyArray.of(new double[] {verdict.tauMs(), verdict.settled() ? 1 : 0}));
        arrays.put(LOSSES, NpyArray.of(verdict.losses()));
        put(arrays, VALUE, state.parameters());
        put(arrays, MEAN, state.adam().mean());
        put(arrays, SQUARE, state.adam().square());
        put(arrays, BEST, verdict.best());
        NpzFile.write(path, arrays);
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Parameters values) {
        for (String name : values.names()) {
            arrays.put(prefix + name, array(values.get(name)));
        }
    }
}

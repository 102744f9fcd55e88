package circuitscope.infer.gnn;

import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.Request;
import circuitscope.infer.StateFile;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.gnn.Training.Point;
import circuitscope.infer.selection.ModelSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a fit in a file. Single precision numbers are kept exactly, so that it goes on as if never stopped. */
final class Checkpoint {
    private static final String SELECTION = "selection";
    private static final String LOSSES = "selection.losses";
    private static final String BEST = "b.";
    private static final String TAU = "teacher.tau";
    private static final String TEACHER = "teacher.weights";
    private static final String ERRORS = "teacher.errors";
    private static final String TUNING = "teacher.tuning";
    private static final String NEXT = "next";
    private static final String CURVE = "curve";
    private static final String VALUE = "p.";
    private static final String MEAN = "m.";
    private static final String SQUARE = "v.";

    private final StateFile file;

    /** A checkpoint of the fit of one network to one recording. */
    Checkpoint(Path path, Request request, GnnOptions options, HiddenUnits units) {
        file = new StateFile(path, request, options, units.any() ? units.toString() : "");
    }

    /**
     * What a teacher has found so far.
     *
     * @param tauMs synaptic time constant in ms
     * @param weights directed weights, shape (N, N); null before they are known
     * @param errors their standard errors, shape (N, N); null before
     * @param tuning factors of the terms of an angle, shape (N, terms); null before
     */
    record Teacher(double tauMs, double[][] weights, double[][] errors, double[][] tuning) {}

    /** Seconds that the fit has taken before it was stopped. */
    double seconds() {
        return file.seconds();
    }

    /** The saved teacher, if there is one and no training yet. */
    Optional<Teacher> readTeacher() {
        return file.read().filter(kept -> kept.names().contains(TAU)).map(kept -> {
            double tau = kept.require(TAU).scalar();
            return kept.names().contains(TEACHER)
                    ? new Teacher(
                            tau,
                            kept.require(TEACHER).matrix(),
                            kept.require(ERRORS).matrix(),
                            kept.names().contains(TUNING)
                                    ? kept.require(TUNING).matrix()
                                    : new double[kept.require(TEACHER).matrix().length][0])
                    : new Teacher(tau, null, null, null);
        });
    }

    void write(Teacher teacher, double seconds) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(TAU, NpyArray.scalar(teacher.tauMs()));
        if (teacher.weights() != null) {
            arrays.put(TEACHER, NpyArray.of(teacher.weights()));
            arrays.put(ERRORS, NpyArray.of(teacher.errors()));
            if (teacher.tuning()[0].length > 0) {
                arrays.put(TUNING, NpyArray.of(teacher.tuning()));
            }
        }
        file.write(arrays, seconds);
    }

    /** The saved training, if there is one. */
    Optional<Training.State> read() {
        return file.read().filter(kept -> kept.names().contains(NEXT)).map(Checkpoint::state);
    }

    private static Training.State state(NpzFile file) {
        List<Point> curve = new ArrayList<>();
        double[] flat = file.require(CURVE).doubles();
        for (int k = 0; k + 3 < flat.length; k += 4) {
            curve.add(new Point((long) flat[k], flat[k + 1], flat[k + 2], flat[k + 3]));
        }
        double[] next = file.require(NEXT).doubles();
        double[] selection = file.require(SELECTION).doubles();
        return new Training.State(
                Parameters.read(file, VALUE),
                new Adam(Parameters.read(file, MEAN), Parameters.read(file, SQUARE)),
                (long) next[0],
                curve,
                next[1],
                new ModelSelection(
                        selection[0],
                        file.require(LOSSES).doubles(),
                        Parameters.read(file, BEST),
                        selection[1] != 0,
                        (long) selection[2]));
    }

    void write(Training.State state, double seconds) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(NEXT, NpyArray.of(state.next(), state.lossSum()));
        arrays.put(
                CURVE,
                NpyArray.of(state.curve().stream()
                        .flatMapToDouble(point -> Arrays.stream(
                                new double[] {point.step(), point.training(), point.validation(), point.heldOut()}))
                        .toArray()));
        ModelSelection selection = state.selection();
        arrays.put(SELECTION, NpyArray.of(selection.tauMs(), selection.settled() ? 1 : 0, (double) selection.steps()));
        arrays.put(LOSSES, NpyArray.of(selection.losses()));
        state.parameters().write(arrays, VALUE);
        state.adam().mean().write(arrays, MEAN);
        state.adam().square().write(arrays, SQUARE);
        selection.best().write(arrays, BEST);
        file.write(arrays, seconds);
    }
}

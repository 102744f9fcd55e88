package circuitscope.data;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dataset in an NPZ file.
 *
 * <p>Arrays: {@code step} and {@code neuron} (one row per spike, ordered by step; a count of 2 is two rows), scalars
 * {@code neurons}, {@code steps} and {@code dt_ms}; optional {@code weights} and {@code latencies_ms} (neurons x neurons,
 * [i][j] from neuron j to neuron i), {@code theta} (angle in rad, one sample per step or per fixed number of steps),
 * {@code segments} (one row of start and end step per stretch of continuous recording), and texts in JSON: {@code simulation}
 * (network, seconds and seed), {@code cells}, {@code covariates}.
 */
public final class DatasetFile {
    private static final String THETA = "theta";
    private static final String SIMULATION = "simulation";
    private static final String CELLS = "cells";
    private static final String COVARIATES = "covariates";

    private DatasetFile() {}

    /**
     * @param path an NPZ file
     * @return its recording, and the truth if the file has it
     * @throws InputException if the file or anything in it is missing, corrupt or out of range
     */
    public static Dataset read(Path path) {
        return read(NpzFile.read(path));
    }

    static Dataset read(NpzFile file) {
        Path path = file.path();
        try {
            Recording recording = recording(file);
            Optional<Simulation> simulation = file.find(SIMULATION)
                    .map(array -> Json.value(
                            "Array 'simulation'", Json.parse("Array 'simulation'", array.text()), Simulation.class));
            Optional<GroundTruth> truth = file.find("weights")
                    .map(weights -> new GroundTruth(
                            weights.matrix(), file.find("latencies_ms").map(NpyArray::matrix), simulation));
            Source source = simulation.<Source>map(Source.Simulated::new).orElseGet(() -> Source.SpikeFile.of(path));
            return new Dataset(recording, truth, source);
        } catch (InputException e) {
            String prefix = path + "";
            throw e.getMessage().startsWith(prefix) ? e : InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    private static Recording recording(NpzFile file) {
        int[] step = vector(file.require("step"), "step");
        int[] neuron = vector(file.require("neuron"), "neuron");
        if (step.length != neuron.length) {
            throw InputException.of(
                    "Array 'step' has %d rows and 'neuron' %d, expected as many.", step.length, neuron.length);
        }
        int steps = whole(file, "steps");
        Recording.Builder builder = Recording.builder(
                whole(file, "neurons"), steps, file.require("dt_ms").scalar());
        for (int k = 0; k < step.length; k++) {
            builder.add(step[k], neuron[k]);
        }
        file.find("segments").ifPresent(array -> builder.segments(segments(array)));
        Optional<NpyArray> covariates = file.find(COVARIATES);
        if (covariates.isPresent()) {
            for (JsonNode each :
                    Json.parse("Array 'covariates'", covariates.get().text())) {
                builder.covariate(Json.value("Array 'covariates'", each, Covariate.class));
            }
        } else {
            file.find(THETA).ifPresent(array -> builder.covariate(theta(array, steps)));
        }
        file.find(CELLS)
                .ifPresent(array -> builder.cells(
                        List.of(Json.value("Array 'cells'", Json.parse("Array 'cells'", array.text()), Cell[].class))));
        return builder.build();
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
        return new Covariate.Circular(THETA, steps / radians.length, radians);
    }

    /**
     * @param dataset what to write; the same dataset gives the same bytes everywhere
     * @param path the file; an existing one is replaced
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public static void write(Dataset dataset, Path path) {
        Recording recording = dataset.recording();
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
        dataset.truth().ifPresent(truth -> {
            arrays.put("weights", NpyArray.of(truth.weights()));
            truth.latenciesMs().ifPresent(latencies -> arrays.put("latencies_ms", NpyArray.of(latencies)));
            truth.simulation()
                    .ifPresent(simulation -> arrays.put(SIMULATION, NpyArray.text(Json.canonical(simulation))));
        });
        if (!recording.segments().equals(List.of(new Segment(0, recording.steps())))) {
            arrays.put(
                    "segments",
                    NpyArray.of(recording.segments().stream()
                            .map(segment -> new double[] {segment.start(), segment.end()})
                            .toArray(double[][]::new)));
        }
        List<Covariate> covariates = recording.covariates();
        if (covariates.size() == 1
                && covariates.get(0) instanceof Covariate.Circular angle
                && angle.name().equals(THETA)) {
            arrays.put(THETA, NpyArray.of(angle.radians()));
        } else if (!covariates.isEmpty()) {
            arrays.put(COVARIATES, NpyArray.text(Json.canonical(covariates.toArray(Covariate[]::new))));
        }
        if (!recording.cells().isEmpty()) {
            arrays.put(CELLS, NpyArray.text(Json.canonical(recording.cells())));
        }
        NpzFile.write(path, arrays);
    }
}

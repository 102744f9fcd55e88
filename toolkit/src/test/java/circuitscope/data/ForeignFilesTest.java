package circuitscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.SharedData;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.spikes.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** Recordings with known wiring as other projects write them. */
class ForeignFilesTest {
    private static final double[][] ROWS_PRESYNAPTIC = {{0, 0.5, 0}, {0, 0, 0}, {-0.25, 0, 0}};
    private static final double[][] ROWS_POSTSYNAPTIC = {{0, 0, -0.25}, {0.5, 0, 0}, {0, 0, 0}};

    @TempDir
    Path folder;

    // files as they should be

    private static Map<String, NpyArray> spycon() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("times", NpyArray.of(0.0010, 0.00025, 0.0020, 0.0020));
        arrays.put("ids", NpyArray.of(7, 3, 9, 3));
        arrays.put("nodes", NpyArray.of(3, 7, 9));
        arrays.put("marked_edges", NpyArray.of(new double[][] {
            {3, 3, Double.NaN}, {3, 7, 0.5}, {3, 9, 0}, {7, 3, 0}, {7, 9, Double.NaN}, {9, 3, -0.25}
        }));
        return arrays;
    }

    private static Matrix matrix(double[]... rows) {
        Matrix matrix = Mat5.newMatrix(rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < rows[row].length; column++) {
                matrix.setDouble(row, column, rows[row][column]);
            }
        }
        return matrix;
    }

    private static Cell cells(double[]... trains) {
        Cell cells = Mat5.newCell(1, trains.length);
        for (int k = 0; k < trains.length; k++) {
            cells.set(k, matrix(trains[k]));
        }
        return cells;
    }

    private static Map<String, Array> synapseDetection() {
        Map<String, Array> variables = new LinkedHashMap<>();
        variables.put("spk", cells(new double[] {30.2, 0.4}, new double[] {7}, new double[] {7, 12.9}));
        variables.put("w_syn", matrix(ROWS_PRESYNAPTIC));
        variables.put("dt_true", matrix(new double[][] {{0, 1.5, 0}, {0, 0, 0}, {2.5, 0, 0}}));
        return variables;
    }

    private static Map<String, Array> tspe() {
        Map<String, Array> variables = new LinkedHashMap<>();
        variables.put(
                "asdf",
                cells(new double[] {0, 90}, new double[] {100}, new double[] {5, 4, 6}, new double[] {2}, new double[] {
                    3, 100
                }));
        variables.put("SWM", matrix(ROWS_PRESYNAPTIC));
        return variables;
    }

    private Path write(Map<String, Array> variables) {
        Struct data = Mat5.newStruct();
        Struct syn = Mat5.newStruct();
        variables.forEach(
                (name, array) -> (name.equals("w_syn") || name.equals("dt_true") ? syn : data).set(name, array));
        if (variables.containsKey("spk")) {
            data.set("syn", syn);
        }
        Path path = folder.resolve("foreign.mat");
        try {
            Mat5File file = Mat5.newMatFile();
            file.addArray("data", data);
            Mat5.writeToFile(file, path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    private Path writeSpycon(Map<String, NpyArray> arrays) {
        Path path = folder.resolve("foreign.npz");
        NpzFile.write(path, arrays);
        return path;
    }

    private static GroundTruth truth(Dataset dataset) {
        return dataset.truth().orElseThrow();
    }

    @Test
    void givenAFileOfSpycon_whenOpened_thenSpikesAreOnTheirGridAndUnknownPairsAreNaN() {
        Path path = writeSpycon(spycon());
        Dataset dataset = Dataset.open(path);
        Recording recording = dataset.recording();
        assertEquals(0.05, recording.dtMs());
        assertEquals(41, recording.steps());
        assertArrayEquals(new int[] {5, 40}, recording.spikeTrain(0));
        assertArrayEquals(new int[] {20}, recording.spikeTrain(1));
        assertArrayEquals(new int[] {40}, recording.spikeTrain(2));
        assertArrayEquals(
                new double[][] {{0, 0, -0.25}, {0.5, 0, Double.NaN}, {0, Double.NaN, 0}},
                truth(dataset).weights());
        assertEquals(Source.SpikeFile.of(path), dataset.source());
        assertEquals(recording.sha256(), dataset.source().load().recording().sha256());
    }

    @Test
    void givenTimesOnNoGrid_whenOpened_thenTheyAreRoundedDown() {
        Map<String, NpyArray> arrays = spycon();
        arrays.put("times", NpyArray.of(0.00109, 0.000251234, 0.00199, 0.0020));
        arrays.remove("marked_edges");
        Dataset dataset = Dataset.open(writeSpycon(arrays));
        assertEquals(0.1, dataset.recording().dtMs());
        assertArrayEquals(new int[] {2, 20}, dataset.recording().spikeTrain(0));
        assertArrayEquals(new int[] {10}, dataset.recording().spikeTrain(1));
        assertTrue(dataset.truth().isEmpty());
    }

    @Test
    void givenAFileOfSynapseDetection_whenOpened_thenRowsArePostsynapticAndLatenciesGoWithThem() {
        Dataset dataset = Dataset.open(write(synapseDetection()));
        assertEquals(0.1, dataset.recording().dtMs());
        assertEquals(303, dataset.recording().steps());
        assertArrayEquals(new int[] {4, 302}, dataset.recording().spikeTrain(0));
        assertArrayEquals(new int[] {70, 129}, dataset.recording().spikeTrain(2));
        assertArrayEquals(ROWS_POSTSYNAPTIC, truth(dataset).weights());
        assertArrayEquals(
                new double[][] {{0, 0, 2.5}, {1.5, 0, 0}, {0, 0, 0}},
                truth(dataset).latenciesMs().orElseThrow());
        Map<String, Array> without = synapseDetection();
        without.remove("dt_true");
        assertTrue(truth(Dataset.open(write(without))).latenciesMs().isEmpty());
    }

    @Test
    void givenAFileOfTspe_whenASpikeIsOnTheStepAfterTheLast_thenTheRecordingIsOneLonger() {
        Dataset dataset = Dataset.open(write(tspe()));
        assertEquals(3, dataset.recording().neurons());
        assertEquals(2, dataset.recording().dtMs());
        assertEquals(101, dataset.recording().steps());
        assertArrayEquals(new int[] {100}, dataset.recording().spikeTrain(1));
        assertArrayEquals(new int[] {4, 5, 6}, dataset.recording().spikeTrain(2));
        assertArrayEquals(ROWS_POSTSYNAPTIC, truth(dataset).weights());
        Map<String, Array> within = tspe();
        ((Cell) within.get("asdf")).set(1, matrix(new double[] {99}));
        assertEquals(100, Dataset.open(write(within)).recording().steps());
    }

    // files that are damaged

    private DynamicTest spyconFault(String fault, String name, NpyArray array, String... words) {
        return fault(fault, words, () -> {
            Map<String, NpyArray> arrays = spycon();
            arrays.put(name, array);
            arrays.values().removeIf(each -> each == null);
            Dataset.open(writeSpycon(arrays));
        });
    }

    private DynamicTest matFault(String fault, Map<String, Array> good, String name, Array array, String... words) {
        return fault(fault, words, () -> {
            good.put(name, array);
            good.values().removeIf(each -> each == null);
            Dataset.open(write(good));
        });
    }

    private DynamicTest asdfFault(String fault, int cell, double[] numbers, String... words) {
        Map<String, Array> good = tspe();
        ((Cell) good.get("asdf")).set(cell, matrix(numbers));
        return matFault(fault, good, "more", matrix(new double[] {1}), words);
    }

    private DynamicTest fault(String fault, String[] words, Executable use) {
        return DynamicTest.dynamicTest(fault, () -> {
            String message = assertThrows(InputException.class, use).getMessage();
            assertTrue(message.startsWith(folder.resolve("foreign").toString()), message);
            assertTrue(message.endsWith(".") && !message.contains("\n"), message);
            for (String word : words) {
                assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> givenADamagedFile_whenOpened_thenOneSentenceSaysWhatIsWrong() {
        double nan = Double.NaN;
        return Stream.of(
                spyconFault("no nodes", "nodes", null, "no array 'nodes'"),
                spyconFault("a neuron twice", "nodes", NpyArray.of(3, 7, 7), "neuron 7 twice"),
                spyconFault("an id of no neuron", "ids", NpyArray.of(7, 3, 8, 3), "'ids', row 2", "8"),
                spyconFault("fewer ids than times", "ids", NpyArray.of(7, 3), "4 rows", "'ids' 2"),
                spyconFault("ids in a matrix", "ids", NpyArray.of(new double[4][1]), "'ids'", "[4, 1]"),
                spyconFault("a negative time", "times", NpyArray.of(0.1, -0.2, 0.3, 0.4), "neuron 0", "-200.0 ms"),
                spyconFault("a time that is no number", "times", NpyArray.of(0.1, nan, 0.3, 0.4), "NaN ms"),
                spyconFault("a year in steps", "times", NpyArray.of(0.1, 0.2, 0.30005, 3e7), "whole number of 1 to"),
                spyconFault("no spikes", "times", NpyArray.of(new double[0]), "0 rows"),
                spyconFault("edges of two columns", "marked_edges", NpyArray.of(new double[2][2]), "[2, 2]"),
                spyconFault(
                        "an edge of no neuron",
                        "marked_edges",
                        NpyArray.of(new double[][] {{3, 7, 1}, {3, 4, 1}}),
                        "row 1",
                        "4.0"),
                spyconFault(
                        "a pair twice",
                        "marked_edges",
                        NpyArray.of(new double[][] {{3, 7, 1}, {3, 7, 1}}),
                        "row 1",
                        "before"),
                spyconFault(
                        "an infinite weight",
                        "marked_edges",
                        NpyArray.of(new double[][] {{3, 7, 1 / 0.0}}),
                        "Infinity"),
                matFault("no weights", synapseDetection(), "w_syn", null, "'data.syn.w_syn' is missing", "data.spk"),
                matFault(
                        "weights not square",
                        synapseDetection(),
                        "w_syn",
                        matrix(new double[3][2]),
                        "(3, 2)",
                        "(3, 3)"),
                matFault(
                        "latencies of other neurons",
                        synapseDetection(),
                        "dt_true",
                        matrix(new double[2][2]),
                        "dt_true"),
                matFault(
                        "trains that are no cells",
                        synapseDetection(),
                        "spk",
                        matrix(new double[1][3]),
                        "'data.spk'",
                        "cells"),
                matFault(
                        "weights that are no numbers",
                        synapseDetection(),
                        "w_syn",
                        cells(new double[1], new double[1], new double[1]),
                        "w_syn"),
                matFault(
                        "a train that is a matrix",
                        synapseDetection(),
                        "spk",
                        Mat5.newCell(1, 3)
                                .set(0, matrix(new double[2][2]))
                                .set(1, matrix(new double[1]))
                                .set(2, matrix(new double[1])),
                        "'data.spk{1}'",
                        "(2, 2)"),
                matFault(
                        "a negative spike time",
                        synapseDetection(),
                        "spk",
                        cells(new double[] {1}, new double[] {-3}, new double[] {2}),
                        "neuron 1",
                        "-3.0 ms"),
                matFault(
                        "no spike at all",
                        synapseDetection(),
                        "spk",
                        cells(new double[0], new double[0], new double[0]),
                        "no spike"),
                matFault("weights of fewer neurons", tspe(), "SWM", matrix(new double[2][2]), "'data.SWM'", "(3, 3)"),
                matFault("only meta data", tspe(), "asdf", cells(new double[] {1}, new double[] {2, 3}), "2 cells"),
                asdfFault("another number of neurons", 4, new double[] {4, 100}, "3 neurons", "4.0"),
                asdfFault("no number of bins", 4, new double[] {3}, "1 numbers, expected 2"),
                asdfFault("a bin of no length", 3, new double[] {0}, "bin in ms is 0.0"),
                asdfFault("half a bin", 0, new double[] {1.5}, "'data.asdf{1}'", "1.5"),
                asdfFault("a spike after the end", 0, new double[] {101}, "202.0 ms", "200.0 ms"),
                asdfFault("a bin that is no number", 0, new double[] {nan}, "NaN"),
                asdfFault("half a recording", 4, new double[] {3, 99.5}, "99.5 steps"),
                fault("a cut file", new String[] {"MAT v5"}, () -> {
                    Path path = write(tspe());
                    byte[] whole = Files.readAllBytes(path);
                    Files.write(path, Arrays.copyOf(whole, whole.length - 100));
                    Dataset.open(path);
                }));
    }

    // the files themselves, which are not part of the project

    private static int count(Dataset dataset, int sign) {
        return (int) Arrays.stream(truth(dataset).weights())
                .flatMapToDouble(Arrays::stream)
                .filter(weight -> weight * sign > 0)
                .count();
    }

    @Test
    void givenTwentyCellsOfSpycon_whenOpened_thenNothingIsLost() {
        Dataset dataset = Dataset.open(SharedData.require("data/ground-truth/spycon-20-of-340.npz"));
        Recording recording = dataset.recording();
        assertEquals(20, recording.neurons());
        assertEquals(93_699, recording.spikes());
        assertEquals(0.05, recording.dtMs());
        assertEquals(71_999_670, recording.steps());
        assertEquals(1546, recording.stepOf(0));
        assertEquals(18, count(dataset, 1));
        assertEquals(0, count(dataset, -1));
        // numpy: marked_edges of 0 to 6, 9 and 12 are not 0, so these are the targets of neuron 0
        assertEquals(1.93059504e-10, truth(dataset).weights()[6][0], 1e-17);
        assertEquals(0, truth(dataset).weights()[0][6]);
    }

    @Test
    void givenFiftyCellsOfSynapseDetection_whenOpened_thenNothingIsLost() {
        Dataset dataset = Dataset.open(SharedData.require("data/ground-truth/synapse-detection-50.mat"));
        Recording recording = dataset.recording();
        assertEquals(50, recording.neurons());
        assertEquals(621_082, recording.spikes());
        assertEquals(0.1, recording.dtMs());
        assertEquals(35_999_990, recording.steps());
        assertEquals(4122, recording.spikeTrain(0)[0]);
        assertEquals(129, count(dataset, 1));
        assertEquals(139, count(dataset, -1));
        assertEquals(0.22811786, truth(dataset).weights()[5][0], 1e-8);
        assertEquals(1.6, truth(dataset).latenciesMs().orElseThrow()[5][0], 1e-12);
    }

    @Test
    void givenAHundredCellsOfTspe_whenOpened_thenNothingIsLost() {
        Dataset dataset = Dataset.open(SharedData.require("data/ground-truth/tspe-100-of-1000.mat"));
        Recording recording = dataset.recording();
        assertEquals(100, recording.neurons());
        assertEquals(719_505, recording.spikes());
        assertEquals(1, recording.dtMs());
        assertEquals(3_600_000, recording.steps());
        assertEquals(72, recording.spikeTrain(0)[0]);
        assertEquals(349, count(dataset, 1));
        assertEquals(84, count(dataset, -1));
    }
}

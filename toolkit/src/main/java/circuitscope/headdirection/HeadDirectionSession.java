package circuitscope.headdirection;

import circuitscope.InputException;
import circuitscope.files.MatVariables;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One session of head-direction cells of the anterodorsal thalamus: awake with the head direction beside the spikes, and
 * asleep without. Bins are 10 ms.
 *
 * <p>The file is the MAT v5 file {@code dataHD.mat} of the teaching material of Peyrache et al. (2015), Mouse12-120806,
 * or one laid out like it:
 *
 * <ul>
 *   <li>{@code angRun} (bins x 2): time in s of the nearest video sample, head direction in rad or NaN;
 *   <li>{@code Qrun} (bins x neurons): spike counts awake; {@code Qrem}, {@code Qsws}: in REM and slow-wave sleep;
 *   <li>{@code hdTuning} (angles x (1 + neurons)): angle in rad, then the authors' rates in Hz;
 *   <li>{@code prefHD} (neurons x 1): the authors' preferred directions in rad.
 * </ul>
 *
 * <p>Bins without tracking are missing from {@code angRun} and {@code Qrun}. A new segment therefore begins wherever the
 * video time advances by more than one sample of 39.0625 Hz; the steps of the recording count the bins that are there.
 *
 * <p>In all three parts each cell prefers the direction in which it fires most when awake.
 *
 * @param wake awake: spikes, head direction, one segment per unbroken stretch of tracking
 * @param rem REM sleep: spikes only, its episodes joined
 * @param slowWave slow-wave sleep: spikes only, its episodes joined
 * @param published what the authors give with the data, to compare with
 */
public record HeadDirectionSession(Recording wake, Recording rem, Recording slowWave, PublishedTuning published) {
    /** Length of a bin in ms. */
    public static final double BIN_MS = 10;

    private static final List<String> PLACES = List.of("data/head-direction", "shared/data/head-direction");
    private static final List<String> NAMES = List.of("dataHD.mat", "mouse12_120806_dataHD.mat");
    private static final double VIDEO_SAMPLE_SECONDS = 1 / 39.0625;

    /**
     * Tuning as published by the authors of the data.
     *
     * @param radians angles in rad, shape (angles)
     * @param hz rates in Hz, shape (neurons, angles)
     * @param preferredDirections in rad, shape (neurons); up to 30 degrees off the peak of the curves
     */
    public record PublishedTuning(double[] radians, double[][] hz, double[] preferredDirections) {}

    /**
     * Looks for the recording where a user has put it: {@code data/head-direction/} or {@code shared/data/head-direction/},
     * in the working folder or a folder above it, under its own name or as {@code mouse12_120806_dataHD.mat}.
     *
     * @return the file, if it is there
     */
    public static Optional<Path> find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            for (String place : PLACES) {
                for (String name : NAMES) {
                    Path file = folder.resolve(place).resolve(name);
                    if (Files.isRegularFile(file)) {
                        return Optional.of(file);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param path a MAT v5 file as described above
     * @return the session
     * @throws InputException if the file can't be read, is corrupt, or a variable in it is missing or misshapen
     */
    public static HeadDirectionSession read(Path path) {
        try (MatVariables file = MatVariables.read(path)) {
            MatVariables.Variable angles = file.require("angRun").requireColumns(2, "time in s and angle in rad");
            MatVariables.Variable counts = file.require("Qrun");
            if (counts.rows() != angles.rows()) {
                throw InputException.of(
                        "variable 'Qrun' has %d rows and 'angRun' %d, expected one row per 10 ms bin in both; download the"
                                + " file again.",
                        counts.rows(), angles.rows());
            }
            int neurons = counts.columns();
            Recording awake = spikes(counts)
                    .segments(segments(angles.column(0)))
                    .covariate(new Covariate.Circular("head direction", 1, angles.column(1)))
                    .build();
            Recording wake = TuningCurve.withPreferences(awake.withCells(cells(neurons)), TuningCurve.Options.paper());
            List<Cell> cells = wake.cells();
            return new HeadDirectionSession(
                    wake,
                    spikes(file.require("Qrem").requireColumns(neurons, "one per neuron of 'Qrun'"))
                            .cells(cells)
                            .build(),
                    spikes(file.require("Qsws").requireColumns(neurons, "one per neuron of 'Qrun'"))
                            .cells(cells)
                            .build(),
                    published(file, neurons));
        } catch (InputException e) {
            String prefix = path + ":";
            throw e.getMessage().startsWith(prefix) ? e : InputException.of("%s %s", prefix, e.getMessage(), e);
        }
    }

    private static List<Cell> cells(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> Cell.of(String.valueOf(number)).inRegion("ADn"))
                .toList();
    }

    private static Recording.Builder spikes(MatVariables.Variable counts) {
        Recording.Builder builder = Recording.builder(counts.columns(), counts.rows(), BIN_MS);
        for (int row = 0; row < counts.rows(); row++) {
            double[] inBin = counts.row(row);
            for (int neuron = 0; neuron < counts.columns(); neuron++) {
                int count = count(inBin[neuron], counts.name(), row, neuron);
                for (int k = 0; k < count; k++) {
                    builder.add(row, neuron);
                }
            }
        }
        return builder;
    }

    private static int count(double value, String name, int row, int column) {
        if (!(value >= 0 && value <= 1000) || value != Math.rint(value)) {
            throw InputException.of(
                    "variable '%s', row %d, column %d: found %s, expected a spike count of 0 to 1000 in 10 ms.",
                    name, row, column, value);
        }
        return (int) value;
    }

    private static List<Segment> segments(double[] seconds) {
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        for (int row = 1; row <= seconds.length; row++) {
            double gap = row < seconds.length ? seconds[row] - seconds[row - 1] : Double.POSITIVE_INFINITY;
            if (!(gap >= 0)) {
                throw InputException.of(
                        "variable 'angRun', row %d: time goes from %s to %s s, expected never backward; download the file"
                                + " again.",
                        row, seconds[row - 1], seconds[row]);
            }
            // half a sample of tolerance: times are multiples of the sample, rounded in the file
            if (gap > 1.5 * VIDEO_SAMPLE_SECONDS) {
                segments.add(new Segment(start, row));
                start = row;
            }
        }
        return segments;
    }

    private static PublishedTuning published(MatVariables file, int neurons) {
        MatVariables.Variable tuning =
                file.require("hdTuning").requireColumns(1 + neurons, "the angle and one per neuron");
        MatVariables.Variable preferred = file.require("prefHD");
        if (preferred.rows() * preferred.columns() != neurons) {
            throw InputException.of(
                    "variable 'prefHD' has shape (%d, %d), expected (%d, 1), one direction per neuron of 'Qrun'.",
                    preferred.rows(), preferred.columns(), neurons);
        }
        double[][] hz = new double[neurons][];
        Arrays.setAll(hz, neuron -> tuning.column(1 + neuron));
        double[] directions = preferred.columns() == 1 ? preferred.column(0) : preferred.row(0);
        return new PublishedTuning(tuning.column(0), hz, directions);
    }
}

package circuitscope.sessions;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.data.Dataset;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.nwb.NwbWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every damaged session gives one sentence that says where, what was found and what was expected. */
class DamagedSessionsTest {
    private static final String MOUSE = "Mouse99-130101";
    private static final String RY = "/processing/behavior/CompassDirection/ry";

    @TempDir
    Path folder;

    /** Makes a damaged session in an empty folder and tells what to open. */
    @FunctionalInterface
    private interface Damage {
        Path in(Path folder) throws IOException;
    }

    /** Damage, what is taken of the session, and words that the message must hold. */
    private record Case(String name, Damage damage, Session.Options options, String... words) {}

    private static Case wrong(String name, Damage damage, String... words) {
        return new Case(name, damage, Session.Options.standard(), words);
    }

    /** One line of a text changed, from 0; those from the end are negative. */
    private static UnaryOperator<List<String>> line(int number, String text) {
        return lines -> {
            lines.set(number < 0 ? lines.size() + number : number, text);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> without(int number) {
        return lines -> {
            lines.remove(number < 0 ? lines.size() + number : number);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> swapped(int first, int second) {
        return lines -> {
            String before = lines.get(first);
            lines.set(first, lines.get(second));
            lines.set(second, before);
            return lines;
        };
    }

    private static UnaryOperator<List<String>> all(UnaryOperator<String> change) {
        return lines -> new ArrayList<>(lines.stream().map(change).toList());
    }

    /** Changes the lines of one file of a session; removes it if all lines are gone. */
    private static Damage text(String session, String file, UnaryOperator<List<String>> change) {
        return folder -> {
            Path root = SessionFiles.copy(session, folder);
            Path path = root.resolve(file);
            List<String> lines = new ArrayList<>(
                    Files.exists(path) ? Files.readAllLines(path, StandardCharsets.ISO_8859_1) : List.of(""));
            List<String> changed = change.apply(lines);
            Files.delete(Files.exists(path) ? path : Files.createFile(path));
            if (!changed.isEmpty()) {
                Files.write(path, changed, StandardCharsets.ISO_8859_1);
            }
            return root;
        };
    }

    private static UnaryOperator<List<String>> removed() {
        return lines -> new ArrayList<>();
    }

    private static Damage th1(String ending, UnaryOperator<List<String>> change) {
        return text("th1", MOUSE + ending, change);
    }

    private static Damage timed(UnaryOperator<List<String>> change) {
        return text("th1-times", MOUSE + ".ang", change);
    }

    private static List<Case> ofTh1() {
        return List.of(
                wrong("a cluster file one line short", th1(".clu.1", without(-1)), ".clu.1", "one more"),
                wrong(
                        "a cluster file one line long",
                        th1(".clu.2", lines -> {
                            lines.add("2");
                            return lines;
                        }),
                        ".clu.2",
                        "one more"),
                wrong("too few clusters told", th1(".clu.2", line(0, "2")), "2 clusters", "but has 3"),
                wrong("text in a cluster file", th1(".clu.2", line(4, "two")), ".clu.2, line 5", "'two'"),
                wrong("no cluster file", th1(".clu.1", removed()), "no " + MOUSE + ".clu.1", "both files"),
                wrong("no spike file", th1(".res.2", removed()), "no " + MOUSE + ".res.2"),
                wrong("a spike file cut off", th1(".res.1", lines -> lines.subList(0, 50)), "has 115 lines", "50"),
                wrong("spikes that run backwards", th1(".res.1", swapped(10, 90)), ".res.1, spike 11", "back to"),
                wrong("a negative sample", th1(".res.1", line(0, "-5")), ".res.1, line 1", "-5"),
                wrong("a broken sample", th1(".res.1", line(7, "12.5")), ".res.1, line 8", "12.5"),
                wrong("no settings", th1(".xml", removed()), ".xml is missing", "samplingRate"),
                wrong(
                        "no rate",
                        th1(".xml", all(text -> text.replace("acquisitionSystem", "other"))),
                        "no acquisitionSystem"),
                wrong("a rate of nothing", th1(".xml", all(text -> text.replace("20000", "0"))), "samplingRate is 0.0"),
                wrong("a rate of words", th1(".xml", all(text -> text.replace("20000", "fast"))), "'fast'"),
                wrong("settings cut off", th1(".xml", lines -> lines.subList(0, 3)), ".xml", "no readable XML"),
                wrong("angles in degrees", th1(".ang", line(20, "271.5")), ".ang", "sample 20", "271.5", "degrees"),
                wrong("an angle below 0", th1(".ang", line(20, "-2")), ".ang, line 21", "-2.0", "-1"),
                wrong("an infinite angle", th1(".ang", line(20, "Infinity")), ".ang", "Infinity"),
                wrong("an angle of words", th1(".ang", line(20, "left")), ".ang, line 21", "'left'"),
                wrong("three columns of angles", th1(".ang", all(text -> text + " 1 2")), "3 columns", "one of angles"),
                wrong(
                        "a column that is lost",
                        th1(".ang", line(30, "1 2")),
                        ".ang, line 31",
                        "2 numbers",
                        "expected 1"),
                wrong("an empty line", th1(".ang", line(30, "")), ".ang", "line 31 is empty"),
                wrong("no angle at all", th1(".ang", all(text -> "")), ".ang", "0 columns"),
                wrong("one angle", th1(".ang", lines -> lines.subList(0, 1)), ".ang", "at least 2"),
                wrong("a clock that runs backwards", timed(swapped(40, 41)), ".ang", "sample 41", "clock goes from"),
                wrong(
                        "a clock that stands",
                        timed(lines -> {
                            lines.add(5, lines.get(5));
                            return lines;
                        }),
                        ".ang",
                        "sample 6",
                        "repeated"),
                wrong(
                        "mixed sampling rates",
                        timed(lines -> new ArrayList<>(IntStream.range(0, 1000)
                                .filter(k -> k < 200 || k % 4 == 0)
                                .mapToObj(lines::get)
                                .toList())),
                        ".ang",
                        "one sampling rate"),
                wrong("states that overlap", th1(".states.Wake", line(1, "5 20")), ".states.Wake", "stretch 1", "9.5"),
                wrong(
                        "a state that ends before it begins",
                        th1(".states.SWS", line(0, "29 21")),
                        ".states.SWS",
                        "29.0 to"),
                wrong("states of one column", th1(".states.SWS", line(0, "29")), ".states.SWS", "1 columns"),
                wrong("states of words", th1(".states.SWS", line(0, "all night")), ".states.SWS, line 1", "'all'"),
                wrong(
                        "two sessions",
                        text("th1", "Other.clu.1", lines -> lines),
                        "[Mouse99-130101, Other]",
                        "expected one"),
                wrong(
                        "a spike after the end",
                        text("th1", MOUSE + ".eeg", lines -> List.of("x".repeat(99_999))),
                        "unit 1.2",
                        "10.0 s"),
                wrong(
                        "only noise",
                        folder -> {
                            Path root = th1(
                                            ".clu.1",
                                            lines -> Stream.concat(
                                                            Stream.of("2"),
                                                            lines.stream()
                                                                    .skip(1)
                                                                    .map(text -> text.equals("0") ? text : "1"))
                                                    .toList())
                                    .in(folder);
                            Files.delete(root.resolve(MOUSE + ".clu.2"));
                            Files.delete(root.resolve(MOUSE + ".res.2"));
                            return root;
                        },
                        "no unit"),
                wrong(
                        "a table of shanks without regions",
                        text("th1", "shanks.csv", line(0, "shank,name")),
                        "shanks.csv",
                        "region"),
                wrong(
                        "a table of shanks of words",
                        text("th1", "shanks.csv", line(1, "left,ADn")),
                        "shanks.csv",
                        "'left'"));
    }

    private static Damage npy(String file, NpyArray array) {
        return folder -> {
            Path root = SessionFiles.copy("phy", folder);
            Path archive = folder.resolve("one.npz");
            NpzFile.write(archive, Map.of("one", array));
            byte[] content = Files.readAllBytes(archive);
            // the only entry is stored as it is, from the magic bytes to the directory
            String bytes = new String(content, StandardCharsets.ISO_8859_1);
            int start = bytes.indexOf("\u0093NUMPY");
            Files.write(root.resolve(file), Arrays.copyOfRange(content, start, bytes.indexOf("PK\u0001\u0002")));
            return root;
        };
    }

    private static Damage phy(String file, UnaryOperator<List<String>> change) {
        return text("phy", file, change);
    }

    private static List<Case> ofPhy() {
        return List.of(
                wrong("no rate", phy("params.py", without(4)), "params.py does not set sample_rate"),
                wrong("no settings", phy("params.py", removed()), "params.py is missing", "sample_rate = 30000"),
                wrong(
                        "two rates",
                        phy("params.py", lines -> {
                            lines.add("sample_rate = 30000");
                            return lines;
                        }),
                        "20000. and to 30000",
                        "one value"),
                wrong(
                        "a rate of words",
                        phy("params.py", line(4, "sample_rate = rate")),
                        "sample_rate = rate",
                        "a number"),
                wrong("a negative rate", phy("params.py", line(4, "sample_rate = -1")), "sample_rate is -1.0"),
                wrong(
                        "a spike after the end",
                        phy("raw.dat", lines -> List.of("x".repeat(99_999))),
                        "unit 12",
                        "has a spike at"),
                wrong("no clusters", phy("spike_clusters.npy", removed()), "spike_clusters.npy can't be read"),
                wrong("no times", phy("spike_times.npy", removed()), "spike_times.npy can't be read"),
                wrong("less clusters than times", npy("spike_clusters.npy", NpyArray.of(12, 13)), "319 spikes", "2"),
                wrong(
                        "a clock that runs backwards",
                        npy("spike_times.npy", NpyArray.of(backwards(319))),
                        "spike 1",
                        "back to"),
                wrong("negative samples", npy("spike_times.npy", NpyArray.of(range(-2, 317))), "sample -2"),
                wrong("broken samples", npy("spike_times.npy", NpyArray.of(halves(319))), "element 1", "0.5"),
                wrong(
                        "times in a matrix",
                        npy("spike_times.npy", NpyArray.of(new double[319][2])),
                        "[319, 2]",
                        "one number per spike"),
                wrong(
                        "times cut off",
                        folder -> {
                            Path root = SessionFiles.copy("phy", folder);
                            Path path = root.resolve("spike_times.npy");
                            Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 1500));
                            return root;
                        },
                        "spike_times.npy",
                        "ends after"),
                wrong("no NPY", phy("spike_times.npy", lines -> List.of("1", "2")), "spike_times.npy", "NPY"),
                wrong(
                        "counts that don't match",
                        phy("cluster_info.tsv", all(text -> text.replace("\t115\t", "\t116\t"))),
                        "cluster 24 has 116",
                        "115"),
                wrong(
                        "a row cut off",
                        phy("cluster_info.tsv", line(2, "13\tgood")),
                        "cluster_info.tsv, line 3",
                        "2 values",
                        "8"),
                wrong(
                        "no column of clusters",
                        phy("cluster_info.tsv", all(text -> text.replace("cluster_id", "name"))),
                        "cluster_id or id"),
                wrong(
                        "a cluster of words",
                        phy("cluster_info.tsv", all(text -> text.replace("24\t", "last\t"))),
                        "'last'"),
                wrong(
                        "a depth of words",
                        phy("cluster_info.tsv", all(text -> text.replace("\t80.0\t", "\tdeep\t"))),
                        "cluster 24",
                        "'deep'"),
                wrong(
                        "only noise",
                        phy(
                                "cluster_info.tsv",
                                all(text -> text.replace("\tmua\t", "\tnoise\t")
                                        .replace("\tgood\t", "\tnoise\t")
                                        .replace("\t\t", "\tnoise\t"))),
                        "no unit"));
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static int[] backwards(int length) {
        return IntStream.range(0, length).map(k -> length - k).toArray();
    }

    private static double[] halves(int length) {
        return IntStream.range(0, length).mapToDouble(k -> k / 2.0).toArray();
    }

    private static Damage csv(String file, UnaryOperator<List<String>> change) {
        return text("csv", file, change);
    }

    private static List<Case> ofCsv() {
        return List.of(
                wrong("no names", csv("spikes.csv", without(0)), "spikes.csv begins with numbers", "unit,time_s"),
                wrong(
                        "only numbers",
                        csv("head_direction.csv", lines -> List.of("0.1,2", "0.2,3")),
                        "begins with numbers",
                        "time_s"),
                wrong(
                        "times without a unit",
                        csv("spikes.csv", line(0, "unit,time")),
                        "'time' does not tell its unit",
                        "time_s"),
                wrong(
                        "angles without a unit",
                        csv("head_direction.csv", line(0, "time_s,angle")),
                        "'angle' does not tell its unit",
                        "_rad or _deg"),
                wrong(
                        "two times",
                        csv("spikes.csv", all(text -> text.startsWith("u") ? "unit,time_s,time_ms" : text + ",1")),
                        "both time_s and time_ms"),
                wrong("no unit column", csv("spikes.csv", line(0, "a,time_s")), "unit or cluster"),
                wrong("a unit that is not known", csv("spikes.csv", line(9, "9.9,1.5")), "row 9", "'9.9'", "units.csv"),
                wrong(
                        "a clock that runs backwards",
                        csv("spikes.csv", lines -> {
                            lines.add("1.2,0.5");
                            return lines;
                        }),
                        "unit 1.2",
                        "back to 0.5"),
                wrong("a time of words", csv("spikes.csv", line(9, "1.2,soon")), "spikes.csv, row 9", "'soon'"),
                wrong("no time", csv("spikes.csv", line(1, "1.2,")), "unit 1.2, spike 0", "NaN"),
                wrong(
                        "a row cut off",
                        csv("spikes.csv", line(-1, "2.4")),
                        "spikes.csv, line 311",
                        "1 values",
                        "expected 2"),
                wrong("an empty file", csv("spikes.csv", all(text -> "")), "spikes.csv is empty"),
                wrong(
                        "degrees called rad",
                        csv("head_direction.csv", line(0, "time_ms,angle_rad")),
                        "head_direction.csv",
                        "one turn"),
                wrong(
                        "a direction whose clock runs backwards",
                        csv("head_direction.csv", swapped(50, 60)),
                        "head_direction.csv",
                        "clock goes from"),
                wrong(
                        "an epoch that ends before it begins",
                        csv("epochs.csv", line(3, "SWS,29,21")),
                        "epoch 'SWS'",
                        "29.0 to 21.0"),
                wrong("epochs that overlap", csv("epochs.csv", line(2, "Wake,8,20")), "epoch 'Wake', stretch 1", "9.5"),
                wrong("an epoch without an end", csv("epochs.csv", line(3, "SWS,29,")), "NaN"),
                wrong("a unit twice", csv("units.csv", line(2, "1.2,ADn,1")), "units.csv, row 2", "again"),
                wrong(
                        "a unit without spikes",
                        csv("units.csv", lines -> {
                            lines.add("7.7,ADn,7");
                            return lines;
                        }),
                        "unit 7.7 has no spike",
                        "rate>="),
                wrong(
                        "spikes outside what was recorded",
                        csv("epochs.csv", lines -> {
                            lines.add("recorded,0,25");
                            return lines;
                        }),
                        "has a spike at",
                        "0.0 to 25.0"));
    }

    private static Damage npz(String name, NpyArray array) {
        return folder -> {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("spike_time_s", NpyArray.of(0.1, 0.2, 0.3, 0.4));
            arrays.put("spike_unit", NpyArray.of(1, 2, 1, 2));
            arrays.put("head_direction_time_s", NpyArray.of(0.0, 0.2, 0.4));
            arrays.put("head_direction_rad", NpyArray.of(0.0, 1, 2));
            arrays.put("epoch_wake_s", NpyArray.of(new double[][] {{0, 0.4}}));
            if (name.endsWith("=")) {
                arrays.put(name.replace("=", ""), arrays.remove(name.replaceFirst("_[a-z]+=", "_s")));
            } else if (array == null) {
                arrays.remove(name);
            } else {
                arrays.put(name, array);
            }
            Path path = folder.resolve("session.npz");
            NpzFile.write(path, arrays);
            return path;
        };
    }

    private static List<Case> ofNpz() {
        return List.of(
                wrong("no times", npz("spike_time_s", null), "'spike_time_s'", "expected also"),
                wrong(
                        "times of two units",
                        npz("spike_time_ms", NpyArray.of(1.0)),
                        "both spike_time_s and spike_time_ms"),
                wrong("no units", npz("spike_unit", null), "no array 'spike_unit'"),
                wrong("units of broken numbers", npz("spike_unit", NpyArray.of(1.5, 1, 1, 1)), "1.5"),
                wrong("less units than times", npz("spike_unit", NpyArray.of(1, 2)), "4 spikes", "2"),
                wrong(
                        "a clock that runs backwards",
                        npz("spike_time_s", NpyArray.of(0.3, 0.2, 0.1, 0.4)),
                        "unit 1, spike 1",
                        "back to 0.1"),
                wrong("a direction without a clock", npz("head_direction_time_s", null), "head_direction_time_s"),
                wrong(
                        "less angles than times",
                        npz("head_direction_rad", NpyArray.of(1.0, 2)),
                        "3 times and 2 samples"),
                wrong("angles in degrees", npz("head_direction_rad", NpyArray.of(10.0, 20, 30)), "10.0", "one turn"),
                wrong("an epoch in one row", npz("epoch_wake_s", NpyArray.of(0.0, 0.4)), "'epoch_wake_s'", "[2]"),
                wrong(
                        "an epoch without a unit",
                        npz("epoch_rem", NpyArray.of(new double[][] {{0, 1}})),
                        "'epoch_rem' does not tell"),
                wrong(
                        "a spike after the end",
                        npz("recorded_s", NpyArray.of(new double[][] {{0, 0.35}})),
                        "0.4 s",
                        "0.0 to 0.35"),
                wrong(
                        "a file cut off",
                        folder -> {
                            Path path = SessionFiles.copy("session.npz", folder);
                            Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 9000));
                            return path;
                        },
                        "cut off or corrupt"));
    }

    private static Damage nwb(String path, Object value) {
        return folder -> NwbWriter.good().with(path, value).write(folder.resolve("a.nwb"));
    }

    private static List<Case> ofNwb() {
        return List.of(
                wrong("no version", nwb("/@nwb_version", null), "nwb_version ''", "NWB 2"),
                wrong("an old version", nwb("/@nwb_version", "NWB-1.0.6"), "'NWB-1.0.6'"),
                wrong("no units", nwb("/units", null), "no table /units"),
                wrong("no spikes", nwb("/units/spike_times", null), "no column spike_times"),
                wrong("no index", nwb("/units/spike_times_index", null), "no spike_times_index"),
                wrong("no ids", nwb("/units/id", null), "no column id"),
                wrong(
                        "an index that goes back",
                        nwb("/units/spike_times_index", new int[] {3, 2, 7}),
                        "row 1",
                        "end 2",
                        "3 to 7"),
                wrong(
                        "an index past the spikes",
                        nwb("/units/spike_times_index", new int[] {3, 6, 8}),
                        "row 2",
                        "end 8"),
                wrong(
                        "an index that ends early",
                        nwb("/units/spike_times_index", new int[] {3, 5, 6}),
                        "ends at 6",
                        "expected 7"),
                wrong(
                        "less ends than units",
                        nwb("/units/spike_times_index", new int[] {3, 7}),
                        "2 values, expected 3"),
                wrong("less facts than units", nwb("/units/quality", new String[] {"good"}), "1 values, expected 3"),
                wrong(
                        "spikes of words",
                        nwb("/units/spike_times", new String[] {"a", "b", "c", "d", "e", "f", "g"}),
                        "expected numbers"),
                wrong(
                        "a spike at no time",
                        nwb("/units/spike_times", new double[] {0.5, Double.NaN, 2.5, 1, 2, 3, 2}),
                        "unit 4, spike 1",
                        "NaN"),
                wrong(
                        "a clock that runs backwards",
                        nwb("/units/spike_times", new double[] {0.5, 2.5, 1.5, 1, 2, 3, 2}),
                        "unit 4, spike 2",
                        "back to 1.5"),
                wrong(
                        "a unit without spikes",
                        nwb("/units/spike_times_index", new int[] {3, 3, 7}),
                        "unit 5 has no spike"),
                wrong(
                        "spikes outside what was observed",
                        folder -> NwbWriter.good()
                                .with("/units/obs_intervals", new double[][] {{0, 3}, {0, 3}, {0, 3}})
                                .with("/units/obs_intervals_index", new int[] {1, 2, 3})
                                .write(folder.resolve("a.nwb")),
                        "unit 5",
                        "3.5 s",
                        "0.0 to 3.0"),
                wrong(
                        "observed once",
                        folder -> NwbWriter.good()
                                .with("/units/obs_intervals", new double[] {0, 3, 4})
                                .with("/units/obs_intervals_index", new int[] {1, 2, 3})
                                .write(folder.resolve("a.nwb")),
                        "[3]",
                        "rows of two"),
                wrong("an angle without a unit", nwb(RY + "/data@unit", "n/a"), "'n/a'", "radians or degrees"),
                wrong("an angle with no unit", nwb(RY + "/data@unit", null), "unit ''", "radians or degrees"),
                wrong("degrees called radians", nwb(RY + "/data", halves(40)), RY, "6.5", "one turn"),
                wrong(
                        "less timestamps than samples",
                        nwb(RY + "/timestamps", new double[] {1, 2}),
                        "2 timestamps and 40 samples"),
                wrong("no clock", nwb(RY + "/timestamps", null), "neither timestamps"),
                wrong("two clocks", nwb(RY + "/starting_time", new double[] {0}), "both timestamps"),
                wrong(
                        "no rate",
                        folder -> NwbWriter.good()
                                .with(RY + "/timestamps", null)
                                .with(RY + "/starting_time", new double[] {0})
                                .write(folder.resolve("a.nwb")),
                        "no attribute rate"),
                wrong("two angles per sample", nwb(RY + "/data", new double[40][2]), "2 values per sample"),
                wrong(
                        "an epoch that ends before it begins",
                        nwb("/intervals/epochs/stop_time", new double[] {0.5}),
                        "row 0",
                        "1.0 to 0.5"),
                wrong(
                        "less ends of epochs than starts",
                        nwb("/intervals/epochs/stop_time", new double[] {2, 3}),
                        "2 values, expected 1"),
                wrong(
                        "one light",
                        folder -> NwbWriter.good()
                                .with("/processing/behavior/CompassDirection", null)
                                .with("/processing/behavior/Position/RedLED@neurodata_type", "SpatialSeries")
                                .with("/processing/behavior/Position/RedLED/data", new double[40][2])
                                .write(folder.resolve("a.nwb")),
                        "no /processing/behavior/Position/BlueLED"),
                wrong(
                        "an electrode that is not there",
                        folder -> NwbWriter.good()
                                .with("/units/electrodes", new int[] {0, 1, 2})
                                .with("/general/extracellular_ephys/electrodes/id", new int[] {0, 1})
                                .with("/general/extracellular_ephys/electrodes/location", new String[] {"a", "b"})
                                .write(folder.resolve("a.nwb")),
                        "row 2",
                        "less than 2"),
                wrong(
                        "HDF5 of another kind",
                        folder -> NwbWriter.good()
                                .with("/@nwb_version", null)
                                .with("/units", null)
                                .write(folder.resolve("a.mat")),
                        "HDF5",
                        "NWB 2"),
                wrong(
                        "a file cut off",
                        folder -> {
                            Path path = SessionFiles.copy("lights.nwb", folder);
                            Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 60_000));
                            return path;
                        },
                        "cut off",
                        "60000 bytes"));
    }

    private static List<Case> ofChoices() {
        Damage none = folder -> SessionFiles.copy("lights.nwb", folder);
        Session.Options standard = Session.Options.standard();
        return List.of(
                wrong("nothing", folder -> folder.resolve("none"), "neither a file nor a folder"),
                wrong("an empty folder", folder -> folder, "holds []", "NWB", "spike_times.npy"),
                wrong(
                        "a folder of two formats",
                        folder -> {
                            Path root = SessionFiles.copy("phy", folder);
                            return Files.copy(SessionFiles.of("csv").resolve("spikes.csv"), root.resolve("spikes.csv"))
                                    .getParent();
                        },
                        "holds both a phy",
                        "spikes.csv"),
                wrong("a text", folder -> Files.writeString(folder.resolve("notes.txt"), "hello"), "no known format"),
                wrong(
                        "one file of a folder",
                        folder -> SessionFiles.copy("th1", folder).resolve(MOUSE + ".res.1"),
                        "give the folder"),
                new Case("no such epoch", none, standard.withEpoch("REM"), "no epoch 'REM'", "[Awake, Non-REM]"),
                new Case(
                        "no epochs",
                        folder -> SessionFiles.copy("phy", folder),
                        standard.withEpoch("wake"),
                        "no epochs"),
                new Case("no such unit", none, standard.withUnits("10,99"), "no unit '99'", "nearest of 4"),
                new Case("no such fact", none, standard.withUnits("regoin=ADn"), "no fact 'regoin'", "'region'"),
                new Case("no such region", none, standard.withUnits("region=AND"), "no region 'AND'", "'ADn'"),
                new Case("no unit of both", none, standard.withUnits("region=PoS,quality=mua"), "no unit of 4 is left"),
                new Case("half a term", none, standard.withUnits("=5"), "'=5'"),
                new Case("a rate of words", none, standard.withUnits("rate>=fast"), "rate>=fast"),
                new Case("a rate of nothing", none, standard.withUnits("rate>=0"), "rate", "0.0"),
                new Case("a rate that nobody has", none, standard.withUnits("rate>=500"), "500.0 Hz", "lower the rate"),
                new Case(
                        "a step longer than the epoch",
                        none,
                        standard.withEpoch("wake").withStep(20_000),
                        "2 stretches",
                        "20000.0 ms"),
                new Case("a step that is too short", none, standard.withStep(0.00001), "longer step"),
                new Case(
                        "facts where nothing is known",
                        folder -> SessionFiles.copy("session.npz", folder),
                        standard.withUnits("region=ADn"),
                        "nothing is known"));
    }

    private static Stream<Case> cases() {
        return Stream.of(ofTh1(), ofPhy(), ofCsv(), ofNpz(), ofNwb(), ofChoices())
                .flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> givenADamagedSession_whenOpened_thenOneSentenceSaysWhatIsWrong() {
        int[] number = new int[1];
        return cases().map(wrong -> DynamicTest.dynamicTest(wrong.name(), () -> {
            Path own = Files.createDirectory(folder.resolve("case" + number[0]++));
            Path path = wrong.damage().in(own);
            String message = assertThrows(InputException.class, () -> Dataset.open(path, wrong.options()))
                    .getMessage();
            for (String word : wrong.words()) {
                assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
            }
            assertTrue(message.contains(own.toString()), "no file: " + message);
            assertOneSentence(message);
        }));
    }

    private static void assertOneSentence(String message) {
        assertTrue(message.endsWith(".") && !message.contains("\n"), "not one sentence: " + message);
    }

    /** The same for formats of many files, of which one is damaged. */
    @ParameterizedTest
    @ValueSource(strings = {"th1", "th1-times", "phy", "csv"})
    void givenAByteChangedInOneOfManyFiles_whenOpened_thenTheyAreReadOrRefusedInOneSentence(String name)
            throws IOException {
        Path root = SessionFiles.copy(name, folder);
        List<Path> files;
        try (Stream<Path> found = Files.list(root)) {
            files = found.sorted().toList();
        }
        Random random = new Random(2);
        int refused = 0;
        for (int trial = 0; trial < 600; trial++) {
            Path file = files.get(trial % files.size());
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, trial % 7 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : damaged);
            try {
                Sessions.open(root).recording(Session.Options.standard());
            } catch (InputException e) {
                assertOneSentence(e.getMessage());
                assertTrue(e.getMessage().contains(root.toString()), e.getMessage());
                refused++;
            }
            Files.write(file, whole);
        }
        assertTrue(refused > 150, "refused: " + refused);
    }

    /** A byte changed anywhere: the file is read, or refused in one sentence. */
    @ParameterizedTest
    @ValueSource(strings = {"lights.nwb", "compass.nwb", "session.npz"})
    void givenAByteChangedAnywhere_whenOpened_thenItIsReadOrRefusedInOneSentence(String name) throws IOException {
        Path path = SessionFiles.copy(name, folder);
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(1);
        int refused = 0;
        for (int trial = 0; trial < 400; trial++) {
            byte[] damaged = whole.clone();
            // the first kilobytes hold the tree
            int at = random.nextInt(trial % 2 == 0 ? whole.length : Math.min(whole.length, 6000));
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(path, damaged);
            try {
                Sessions.open(path).recording(Session.Options.standard());
            } catch (InputException e) {
                assertOneSentence(e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 20, "refused: " + refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lights.nwb", "session.npz"})
    void givenAFileCutAnywhere_whenOpened_thenItIsRefusedInOneSentence(String name) throws IOException {
        Path path = SessionFiles.copy(name, folder);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertOneSentence(
                    assertThrows(InputException.class, () -> Sessions.open(path).recording(Session.Options.standard()))
                            .getMessage());
        }
    }
}

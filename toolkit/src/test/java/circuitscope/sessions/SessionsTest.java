package circuitscope.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.SharedData;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    @TempDir
    Path folder;

    static final List<String> ALL = SessionFiles.ALL;

    private static Session open(String name) {
        return Sessions.open(SessionFiles.of(name));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void givenOneSessionInEveryFormat_whenOpened_thenTheEpochHasTheSpikesOfTheNaiveLoops(String name)
            throws IOException {
        Session session = open(name);
        String epoch = session.epochs().isEmpty() ? "" : "wake";
        Recording recording = session.recording(Session.Options.standard().withEpoch(epoch));
        if (epoch.isEmpty()) {
            // phy keeps no epochs: the whole session has 30 s, and the same units
            assertEquals("phy", name);
            assertEquals(List.of(40L, 65L, 90L, 115L), counts(recording));
            return;
        }
        assertEquals(List.of(new Segment(0, 8500), new Segment(8500, 16250)), recording.segments());
        assertEquals(1, recording.dtMs());
        TreeSet<String> expected = new TreeSet<>();
        for (double[] row : SessionFiles.numbers("recording.csv")) {
            expected.add((int) row[1] + " at " + (int) row[2]);
        }
        TreeSet<String> found = new TreeSet<>();
        for (int k = 0; k < recording.spikes(); k++) {
            found.add(recording.neuronOf(k) + " at " + recording.stepOf(k));
        }
        assertEquals(expected, found);
        assertEquals(SessionFiles.numbers("recording.csv").length, recording.spikes());
    }

    private static List<Long> counts(Recording recording) {
        return Arrays.stream(recording.spikeCounts(recording.segments()))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void givenOneSessionInEveryFormat_whenOpened_thenTheDirectionIsThatOfTheNaiveLoops(String name) throws IOException {
        Session session = open(name);
        if (name.equals("phy")) {
            assertTrue(session.headDirection().isEmpty());
            return;
        }
        Covariate.Circular angle = session.recording(Session.Options.standard().withEpoch("Wake"))
                .angle()
                .orElseThrow();
        assertEquals("head direction", angle.name());
        assertEquals(25, angle.period());
        double[][] expected = SessionFiles.numbers("direction.csv");
        assertEquals(expected.length, angle.radians().length);
        int missing = 0;
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.IEEEremainder(angle.radians()[k] - expected[k][1], 2 * Math.PI);
            assertEquals(
                    Double.isNaN(expected[k][1]), Double.isNaN(angle.radians()[k]), name + " at " + expected[k][0]);
            missing += Double.isNaN(expected[k][1]) ? 1 : 0;
            // texts of th-1 have 6 digits
            assertTrue(Double.isNaN(difference) || Math.abs(difference) < 2e-5, name + " at " + expected[k][0]);
        }
        assertTrue(missing > 3 && missing < 20, "missing: " + missing);
    }

    @Test
    void givenFactsOfUnits_whenOpened_thenRegionShankAndQualityAreThere() {
        assertEquals("ADn ADn PoS PoS", facts("lights.nwb", Unit.REGION));
        assertEquals("shank1 shank1 shank2 shank2", facts("lights.nwb", Unit.SHANK));
        assertEquals("good mua good good", facts("lights.nwb", Unit.QUALITY));
        assertEquals("ADn ADn PoS PoS", facts("compass.nwb", Unit.REGION));
        assertEquals("1 1 2 2", facts("compass.nwb", Unit.SHANK));
        assertEquals("ADn ADn PoS PoS", facts("th1", Unit.REGION));
        assertEquals("1 1 2 2", facts("th1", Unit.SHANK));
        assertEquals("ADn ADn PoS PoS", facts("csv", Unit.REGION));
        // the label of Kilosort where no person said anything
        assertEquals("good mua good good", facts("phy", Unit.QUALITY));
        assertEquals("1 1 2 2", facts("phy", Unit.SHANK));
        assertArrayEquals(new double[] {80}, open("phy").units().get(3).positionUm());
        assertEquals("10 11 12 13", ids(open("lights.nwb").units()));
        assertEquals("1.2 1.3 2.2 2.4", ids(open("th1").units()));
        assertEquals("12 13 22 24", ids(open("phy").units()));
    }

    private static String facts(String name, String fact) {
        return open(name).units().stream().map(unit -> unit.fact(fact)).collect(Collectors.joining(" "));
    }

    private static String ids(List<Unit> units) {
        return units.stream().map(Unit::id).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wake", "Wake", "awake", "AWAKE"})
    void givenTheEpochsOfTwoLaboratories_whenNamedInOneWay_thenTheyAreTheSame(String epoch) {
        for (String name : List.of("lights.nwb", "compass.nwb", "th1", "csv", "session.npz")) {
            assertArrayEquals(new double[] {1, 12.25}, open(name).epoch(epoch).starts(), name);
        }
        assertEquals(8, open("lights.nwb").epoch("sws").seconds());
        assertEquals(8, open("th1").epoch("non-REM").seconds());
        assertEquals(8, open("compass.nwb").epoch("sleep").seconds());
        assertEquals(8, open("compass.nwb").epoch("box").seconds());
    }

    @Test
    void givenAMouseOfTh1WithoutATable_whenOpened_thenTheAuthorsTellTheRegionOfItsShanks() throws IOException {
        // a mouse that is not theirs has none
        assertEquals("   ", facts("th1-times", Unit.REGION));
        Path mouse = SessionFiles.copy("th1-times", folder);
        rename(mouse, "Mouse12-120806");
        assertEquals("ADn ADn ADn ADn", regions(mouse));
        rename(mouse, "Mouse24-131216");
        assertEquals("   ", regions(mouse));
        rename(mouse, "Mouse28-140311");
        for (int shank = 1; shank <= 2; shank++) {
            for (String kind : List.of(".res.", ".clu.")) {
                Path file = mouse.resolve("Mouse28-140311" + kind + shank);
                Files.move(file, file.resolveSibling("Mouse28-140311" + kind + (shank + 6)));
            }
        }
        assertEquals("  ADn ADn", regions(mouse));
    }

    private static String regions(Path path) {
        return Sessions.open(path).units().stream()
                .map(unit -> unit.fact(Unit.REGION))
                .collect(Collectors.joining(" "));
    }

    private static void rename(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String old = file.getFileName().toString();
                Files.move(file, file.resolveSibling(name + old.substring(old.indexOf('.'))));
            }
        }
    }

    /** Two lights 4 apart, in the direction of the angles. */
    private static List<String> lights(Path ang, boolean times) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(ang)) {
            double angle = Double.parseDouble(line);
            String place = angle == -1
                    ? "-1\t-1\t-1\t-1"
                    : (50 + 2 * Math.cos(angle)) + "\t" + (60 + 2 * Math.sin(angle)) + "\t" + (50 - 2 * Math.cos(angle))
                            + "\t" + (60 - 2 * Math.sin(angle));
            lines.add((times ? lines.size() / 39.0625 + "\t" : "") + place);
        }
        return lines;
    }

    @Test
    void givenLightsInPlaceOfAngles_whenOpened_thenTheDirectionIsFromBlueToRed() throws IOException {
        double[] expected = open("th1").headDirection().orElseThrow().values();
        for (String kind : List.of(".whl", ".pos")) {
            Path session = SessionFiles.copy("th1", folder.resolve(kind));
            Path ang = session.resolve("Mouse99-130101.ang");
            Files.write(session.resolve("Mouse99-130101" + kind), lights(ang, kind.equals(".pos")));
            Files.delete(ang);
            TimeSeries found = Sessions.open(session).headDirection().orElseThrow();
            assertEquals(1 / 39.0625, found.intervalSeconds(), 1e-9);
            for (int k = 0; k < expected.length; k++) {
                assertEquals(0, Math.IEEEremainder(angle(found, k) - angle(expected, k), 2 * Math.PI), 1e-9);
            }
        }
    }

    private static double angle(TimeSeries series, int k) {
        return angle(series.values(), k);
    }

    /** Missing ones are 0. */
    private static double angle(double[] radians, int k) {
        return Double.isNaN(radians[k]) ? 0 : radians[k];
    }

    @Test
    void givenPlacesOfOneLight_whenOpened_thenThereIsNoDirection() throws IOException {
        Path session = SessionFiles.copy("th1", folder);
        Files.delete(session.resolve("Mouse99-130101.ang"));
        Files.write(session.resolve("Mouse99-130101.pos"), List.of("0\t1\t2", "0.0256\t1\t2"));
        assertTrue(Sessions.open(session).headDirection().isEmpty());
        // names of backups are no shanks
        Files.writeString(session.resolve("Mouse99-130101.clu.1.old"), "");
        Files.writeString(session.resolve("Mouse99-130101.clu.20130101"), "");
        assertEquals(4, Sessions.open(session).units().size());
    }

    @Test
    void givenAPhyFolderBeforeTheFirstLook_whenOpened_thenKilosortTellsTheQuality() throws IOException {
        Path phy = SessionFiles.copy("phy", folder);
        Files.delete(phy.resolve("cluster_info.tsv"));
        assertEquals(5, Sessions.open(phy).units().size());
        Files.write(
                phy.resolve("cluster_KSLabel.tsv"), List.of("cluster_id\tKSLabel", "12\tgood", "13\tmua", "99\tgood"));
        Files.write(phy.resolve("cluster_group.tsv"), List.of("cluster_id\tgroup", "5\tnoise", "13\tunsorted"));
        Session session = Sessions.open(phy);
        assertEquals("12 13 22 24", ids(session.units()));
        assertEquals(
                "good mua  ",
                session.units().stream().map(unit -> unit.fact(Unit.QUALITY)).collect(Collectors.joining(" ")));
    }

    @Test
    void givenAPhyFolderWithDirectionAndEpochsBesideIt_whenOpened_thenTheyBelongToIt() throws IOException {
        Path phy = SessionFiles.copy("phy", folder);
        for (String name : List.of("head_direction.csv", "epochs.csv")) {
            Files.copy(SessionFiles.of("csv").resolve(name), phy.resolve(name));
        }
        Recording recording =
                Sessions.open(phy).recording(Session.Options.standard().withEpoch("wake"));
        Recording expected = open("csv").recording(Session.Options.standard().withEpoch("wake"));
        assertEquals(counts(expected), counts(recording));
        assertArrayEquals(
                expected.angle().orElseThrow().radians(),
                recording.angle().orElseThrow().radians());
    }

    @Test
    void givenASource_whenWrittenAsJsonAndReadBack_thenItIsTheSame() {
        Source source = Dataset.open(SessionFiles.of("csv"), new Session.Options("region=ADn", "wake", 0.5))
                .source();
        assertEquals(source, Json.value("source", Json.parse("source", Json.canonical(source)), Source.class));
    }

    @Test
    void givenTheWholeSession_whenNoEpochIsNamed_thenItIsTheSpanOrLastsToTheLastEvent() {
        assertEquals(
                30, open("compass.nwb").recording(Session.Options.standard()).seconds());
        Recording lights = open("lights.nwb").recording(Session.Options.standard());
        // the last sample of the camera is at 29.9776 s, in steps of 25 ms
        assertEquals(30, lights.seconds());
        assertEquals(List.of(40L, 65L, 90L, 115L), counts(lights));
    }

    @Test
    void givenASelection_whenRecorded_thenOnlyTheseUnitsAreNeurons() {
        Recording recording = Dataset.open(
                        SessionFiles.of("lights.nwb"),
                        Session.Options.standard()
                                .withUnits("region=adn,quality=good")
                                .withEpoch("wake")
                                .withStep(0.1))
                .recording();
        assertEquals(List.of("10"), recording.cells().stream().map(Cell::label).toList());
        assertEquals("ADn", recording.cells().get(0).region());
        assertEquals(0.1, recording.dtMs());
        assertEquals(256, recording.angle().orElseThrow().period());
    }

    @Test
    void givenASessionAsASource_whenLoadedAgain_thenItIsTheSameRecording() {
        Dataset dataset =
                Dataset.open(SessionFiles.of("th1"), Session.Options.standard().withEpoch("wake"));
        assertEquals(
                dataset.recording().sha256(),
                dataset.source().load().recording().sha256());
    }

    @Test
    void givenTheRealSession_whenOpenedAsASession_thenItsPartsAreThoseOfTheFile() {
        Path path = SharedData.require("data/head-direction/mouse12_120806_dataHD.mat");
        HeadDirectionSession file = HeadDirectionSession.read(path);
        Session session = Sessions.open(path);
        assertSame(file.wake(), session.recording(Session.Options.standard().withEpoch("wake")));
        assertSame(file.rem(), session.recording(Session.Options.standard().withEpoch("rem")));
        assertSame(file.slowWave(), session.recording(Session.Options.standard().withEpoch("SWS")));
        assertEquals(113, session.epoch("wake").stretches());
        Recording whole = session.recording(Session.Options.standard());
        assertEquals(file.wake().steps() + file.rem().steps() + file.slowWave().steps(), whole.steps());
        assertEquals(115, whole.segments().size());
        Recording few =
                Dataset.open(path, Session.Options.standard().withUnits("3,7")).recording();
        assertArrayEquals(file.wake().spikeTrain(2), few.spikeTrain(0));
    }

    private static void assertSame(Recording expected, Recording found) {
        assertEquals(expected.neurons(), found.neurons());
        assertEquals(expected.steps(), found.steps());
        assertEquals(10, found.dtMs());
        assertEquals(expected.segments(), found.segments());
        for (int neuron = 0; neuron < expected.neurons(); neuron++) {
            assertArrayEquals(expected.spikeTrain(neuron), found.spikeTrain(neuron));
        }
        double[] directions = found.angle().orElseThrow().radians();
        expected.angle()
                .ifPresentOrElse(
                        angle -> {
                            for (int k = 0; k < directions.length; k++) {
                                double turned = Math.IEEEremainder(directions[k] - angle.radians()[k], 2 * Math.PI);
                                assertTrue(Double.isNaN(angle.radians()[k]) || Math.abs(turned) < 1e-12);
                                assertEquals(Double.isNaN(angle.radians()[k]), Double.isNaN(directions[k]));
                            }
                        },
                        () -> assertFalse(Arrays.stream(directions).anyMatch(angle -> !Double.isNaN(angle))));
    }

    @Test
    void givenSimulatedFiles_whenOpenedAsData_thenNothingChanges() {
        assertEquals(
                4,
                Stream.of("lights.nwb", "phy", "csv", "session.npz")
                        .filter(name ->
                                Dataset.open(SessionFiles.of(name)).truth().isEmpty())
                        .count());
    }
}

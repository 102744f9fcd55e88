package circuitscope.nwb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.sessions.SessionFiles;
import circuitscope.sessions.Sessions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NwbFileTest {
    @TempDir
    Path folder;

    @Test
    void givenAChunkedCompressedFile_whenRead_thenTablesSeriesAndReferencesAreThere() {
        try (NwbFile file = NwbFile.open(SessionFiles.of("lights.nwb"))) {
            assertEquals("2.6.0", file.version());
            NwbTable units = file.table("/units");
            assertEquals(4, units.rows());
            assertArrayEquals(new long[] {10, 11, 12, 13}, units.ids());
            assertEquals(
                    List.of("electrode_group", "electrodes", "quality", "spike_times", "waveform_mean"),
                    units.columns().stream().sorted().toList());
            assertTrue(units.isRagged("spike_times") && !units.isRagged("quality"));
            assertFalse(units.isFlat("waveform_mean"));
            assertArrayEquals(new long[] {40, 105, 195, 310}, units.ends("spike_times"));
            assertEquals(310, units.values("spike_times"));
            assertArrayEquals(units.numbers("spike_times", 40, 105), units.list("spike_times", 1));
            assertEquals(
                    "/general/extracellular_ephys/shank2",
                    units.references("electrode_group").get(3));
            assertEquals("shank1", units.texts("electrode_group").get(0));
            assertArrayEquals(new double[] {4, 5}, units.list("electrodes", 2));
            NwbTable electrodes = file.table("/general/extracellular_ephys/electrodes");
            assertEquals("PoS", electrodes.texts("location").get(7));
            assertEquals(
                    "/general/extracellular_ephys/shank2",
                    electrodes.references("group").get(4));
            NwbSeries red = file.series("/processing/behavior/SubjectPosition/RedLED");
            assertEquals(2, red.axes());
            assertEquals(1172, red.samples());
            assertEquals("meters", red.unit());
            assertEquals(-1, red.values()[60][1]);
            // starting_time and rate
            assertEquals(100 / 39.0625, red.seconds()[100], 1e-12);
            assertEquals(List.of("/processing/behavior/states"), file.ofType("TimeIntervals"));
            assertEquals(
                    List.of("Awake", "Non-REM", "Awake"),
                    file.table("/processing/behavior/states").texts("label"));
            assertTrue(file.findTable("/intervals/trials").isEmpty());
        }
    }

    @Test
    void givenALinkToTheClockOfAnother_whenRead_thenItIsThatClock() {
        try (NwbFile file = NwbFile.open(SessionFiles.of("compass.nwb"))) {
            assertArrayEquals(
                    file.series("/processing/behavior/CompassDirection/ry").seconds(),
                    file.series("/processing/behavior/CompassDirection/rx").seconds());
            assertEquals(
                    List.of(List.of("wake"), List.of("wake"), List.of("sleep", "box")),
                    file.table("/intervals/epochs").textLists("tags"));
            assertArrayEquals(new double[] {0, 30}, file.table("/units").pairs("obs_intervals")[3]);
        }
    }

    @Test
    void givenSomeSamples_whenRead_thenTheyAreThoseOfAll() {
        for (String object : List.of("SubjectPosition/RedLED", "SubjectPosition/BlueLED")) {
            try (NwbFile file = NwbFile.open(SessionFiles.of("lights.nwb"))) {
                NwbSeries series = file.series("/processing/behavior/" + object);
                double[][] all = series.values();
                double[][] some = series.values(700, 710);
                assertEquals(10, some.length);
                for (int k = 0; k < some.length; k++) {
                    assertArrayEquals(all[700 + k], some[k]);
                }
                assertThrows(InputException.class, () -> series.values(1170, 1173));
                assertThrows(InputException.class, () -> series.values(5, 5));
            }
        }
        try (NwbFile file = NwbFile.open(SessionFiles.of("compass.nwb"))) {
            NwbSeries yaw = file.series("/processing/behavior/CompassDirection/ry");
            assertArrayEquals(yaw.values()[9], yaw.values(9, 10)[0]);
        }
    }

    /** Nobody could open this file who read its potentials: they have 5 GB. */
    @Test
    void givenFiveGigabytesBesideTheUnits_whenOpened_thenTheyStayInTheFile() {
        try (NwbFile file = NwbFile.open(SessionFiles.of("lights.nwb"))) {
            NwbSeries potentials = file.series("/acquisition/ElectricalSeries");
            assertEquals(14_400_000, potentials.samples());
            assertEquals(180, potentials.axes());
            assertEquals(2000, 1 / (potentials.seconds()[1] - potentials.seconds()[0]), 1e-6);
        }
        assertEquals(4, Sessions.open(SessionFiles.of("lights.nwb")).units().size());
    }

    @Test
    void givenConversionAndOffset_whenRead_thenValuesAreInTheUnitOfTheFile() {
        String ry = "/processing/behavior/CompassDirection/ry/data";
        Path path = NwbWriter.good()
                .with(ry, new short[] {10, 20, 30})
                .with(ry + "@conversion", 0.5)
                .with(ry + "@offset", 1.0)
                .write(folder.resolve("a.nwb"));
        try (NwbFile file = NwbFile.open(path)) {
            double[][] values =
                    file.series("/processing/behavior/CompassDirection/ry").values();
            assertArrayEquals(new double[] {11}, values[1]);
            assertEquals(3, values.length);
        }
    }

    @Test
    void givenWhatIsNotThere_whenAskedFor_thenTheFileSaysWhatItHas() {
        try (NwbFile file = NwbFile.open(NwbWriter.good().write(folder.resolve("a.nwb")))) {
            assertMessage("it has [CompassDirection]", () -> file.table("/processing/behavior/states"));
            assertMessage("no time series", () -> file.series("/processing/behavior/Position"));
            assertMessage("/units/spike_time", () -> file.table("/units").numbers("spike_time", 0, 1));
            assertMessage("no object references", () -> file.table("/units").references("quality"));
            assertMessage("expected numbers", () -> file.table("/units").numbers("quality"));
            assertMessage("7 values, expected 3", () -> file.table("/units").numbers("spike_times"));
            assertMessage("no column id", () -> file.table("/processing"));
            assertMessage("is no table", () -> file.table("/units/id"));
            assertMessage("can't be read", () -> file.table("/units").numbers("spike_times", 5, 9));
        }
    }

    private static void assertMessage(String part, Runnable use) {
        String message = assertThrows(InputException.class, use::run).getMessage();
        assertTrue(message.contains(part) && message.contains("a.nwb"), message);
    }
}

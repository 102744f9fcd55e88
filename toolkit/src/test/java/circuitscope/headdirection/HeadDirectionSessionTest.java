package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.spikes.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;

class HeadDirectionSessionTest {
    @TempDir
    Path folder;

    /** Four bins awake of two neurons, with a hole in the tracking before the third. */
    private static Map<String, double[][]> good() {
        return new TreeMap<>(Map.of(
                "angRun", new double[][] {{1, 0.5}, {1.0256, 0.6}, {1.0768, Double.NaN}, {1.0768, 0.7}},
                "Qrun", new double[][] {{0, 2}, {1, 0}, {0, 0}, {3, 1}},
                "Qrem", new double[][] {{0, 1}, {0, 0}},
                "Qsws", new double[][] {{0, 1}, {0, 0}, {4, 0}},
                "hdTuning", new double[][] {{0, 5, 6}, {3, 7, 8}},
                "prefHD", new double[][] {{1.5}, {2.5}}));
    }

    private Path write(Map<String, double[][]> variables) throws IOException {
        Mat5File file = Mat5.newMatFile();
        variables.forEach((name, rows) -> {
            Matrix matrix = Mat5.newMatrix(rows.length, rows.length == 0 ? 0 : rows[0].length);
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < rows[row].length; column++) {
                    matrix.setDouble(row, column, rows[row][column]);
                }
            }
            file.addArray(name, matrix);
        });
        Path path = folder.resolve("dataHD.mat");
        Mat5.writeToFile(file, path.toFile());
        return path;
    }

    @Test
    void countsBecomeSpikesAndAHoleInTheTrackingASegmentBorder() throws IOException {
        HeadDirectionSession session = HeadDirectionSession.read(write(good()));

        assertEquals(7, session.wake().spikes());
        assertArrayEquals(new int[] {1, 3, 3, 3}, session.wake().spikeTrain(0));
        assertArrayEquals(new int[] {0, 0, 3}, session.wake().spikeTrain(1));
        assertEquals(
                List.of(new Segment(0, 2), new Segment(2, 4)), session.wake().segments());
        assertEquals("head direction", session.wake().angle().orElseThrow().name());
        assertArrayEquals(
                new double[] {0.5, 0.6, Double.NaN, 0.7},
                session.wake().angle().orElseThrow().radians());
        assertEquals(10, session.wake().dtMs());
        assertArrayEquals(new int[] {2, 2, 2, 2}, session.slowWave().spikeTrain(0));
        assertEquals(1, session.rem().spikes());
        assertArrayEquals(new double[] {0, 3}, session.published().radians());
        assertArrayEquals(new double[] {6, 8}, session.published().hz()[1]);
        assertArrayEquals(new double[] {1.5, 2.5}, session.published().preferredDirections());
    }

    @Test
    void aMissingVariableIsNamed() throws IOException {
        for (String name : good().keySet()) {
            Map<String, double[][]> variables = good();
            variables.remove(name);
            Path path = write(variables);
            String message = message(path);
            assertTrue(message.contains("variable '" + name + "' is missing"), message);
        }
    }

    @Test
    void aWrongShapeOrValueIsNamed() throws IOException {
        assertFault("angRun", new double[][] {{1}, {2}, {3}, {4}}, "shape (4, 1), expected rows of 2 columns");
        assertFault("Qrun", new double[][] {{0, 2}, {1, 0}}, "'Qrun' has 2 rows and 'angRun' 4");
        assertFault("Qrun", new double[][] {{0, 2}, {1, 0}, {0, 0.5}, {3, 1}}, "row 2, column 1: found 0.5");
        assertFault("Qrun", new double[][] {{0, -2}, {1, 0}, {0, 0}, {3, 1}}, "row 0, column 1: found -2.0");
        assertFault("Qrun", new double[][] {{0, 0}, {0, 0}, {0, 0}, {0, 0}}, "no spike");
        assertFault("Qrem", new double[][] {{0, 1, 2}}, "'Qrem' has shape (1, 3)");
        assertFault("Qsws", new double[][] {}, "'Qsws' has shape (0, 0)");
        assertFault("hdTuning", new double[][] {{0, 1}}, "'hdTuning' has shape (1, 2)");
        assertFault("prefHD", new double[][] {{0}}, "'prefHD' has shape (1, 1), expected (2, 1)");
        assertFault("angRun", new double[][] {{1, 0}, {0.9, 0}, {2, 0}, {3, 0}}, "row 1: time goes from 1.0 to 0.9 s");
        assertFault("angRun", new double[][] {{1, 0}, {Double.NaN, 0}, {2, 0}, {3, 0}}, "row 1: time goes from 1.0");
        assertFault(
                "angRun",
                new double[][] {{1, 0}, {1, Double.POSITIVE_INFINITY}, {2, 0}, {3, 0}},
                "head direction, sample 1: found Infinity");
    }

    private void assertFault(String name, double[][] rows, String part) throws IOException {
        Map<String, double[][]> variables = good();
        variables.put(name, rows);
        Path path = write(variables);
        String message = message(path);
        assertTrue(message.contains(part), message);
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        Path path = write(good());
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length += 3) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertFalse(message(path).isBlank());
        }
    }

    @Test
    void aFileWithADamagedByteIsReadOrRefusedInOneSentence() throws IOException {
        Path path = write(good());
        byte[] whole = Files.readAllBytes(path);
        int refused = 0;
        for (int at = 124; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(path, damaged);
            try {
                HeadDirectionSession.read(path);
            } catch (InputException e) {
                assertTrue(e.getMessage().startsWith(path + ":"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > whole.length / 2, refused + " of " + whole.length + " damaged files were refused");
    }

    @Test
    void anotherKindOfFileOrNoneIsRefused() throws IOException {
        Path text = folder.resolve("notes.mat");
        Files.writeString(text, "not a MAT file ".repeat(100));
        assertTrue(message(text).contains("found no readable MAT v5 file"));
        assertTrue(message(folder.resolve("absent.mat")).contains("found no such file"));
        assertTrue(message(folder).contains("found no such file"));
    }

    private static String message(Path path) {
        String message = assertThrows(InputException.class, () -> HeadDirectionSession.read(path))
                .getMessage();
        assertTrue(message.startsWith(path + ":"), message);
        assertEquals(-1, message.indexOf('\n'), message);
        return message;
    }
}

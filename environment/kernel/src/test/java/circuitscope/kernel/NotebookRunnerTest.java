package circuitscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookRunnerTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void givenANotebookWhenRunThenItsOutputsAreWrittenAndPrinted() throws IOException {
        Path executed = folder.resolve("out").resolve("executed.ipynb");
        Path notebook = notebook(
                "System.out.println(\"µ \" + 1);\nSystem.err.println(\"warned\");",
                " \n",
                "String id = display(\"<i>a</i>\", \"text/html\");\nupdateDisplay(id, \"<i>b</i>\", \"text/html\");\n6 * 7");
        String before = Files.readString(notebook);
        NotebookRunner.Result result = NotebookRunner.run(notebook, Optional.of(executed), terminal);
        assertEquals(Optional.empty(), result.failure());
        assertEquals(2, result.cells());
        assertEquals(before, Files.readString(notebook));
        assertEquals("µ 1\nwarned\n[text/html]\n[text/html]\n42\n", printed.toString(StandardCharsets.UTF_8));
        assertEquals("µ 1\n", output(executed, 1, 0).get("text").getAsString());
        assertEquals("stderr", output(executed, 1, 1).get("name").getAsString());
        assertEquals(
                "<i>b</i>",
                output(executed, 3, 0).getAsJsonObject("data").get("text/html").getAsString());
        assertEquals(
                "42",
                output(executed, 3, 1).getAsJsonObject("data").get("text/plain").getAsString());
        try (Stream<Path> files = Files.list(executed.getParent())) {
            assertEquals(1, files.count(), "nothing else is left");
        }
    }

    @Test
    void givenAFailingCellWhenRunThenCellLineAndErrorAreToldAndTheRestDoesNotRun() throws IOException {
        Path executed = folder.resolve("executed.ipynb");
        Path notebook = notebook("int a = 1;", "int b = 2;\nint c = a / (b - 2);", "System.out.println(\"never\");");
        NotebookRunner.Result result = NotebookRunner.run(notebook, Optional.of(executed), terminal);
        assertEquals(
                new NotebookRunner.Failure(2, 2, "ArithmeticException: line 2: / by zero"),
                result.failure().orElseThrow());
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
        assertEquals("ArithmeticException", output(executed, 2, 0).get("ename").getAsString());
    }

    @Test
    void givenARunWhenItEndsThenTheStreamsOfTheJvmAreBack() throws IOException {
        PrintStream out = System.out;
        NotebookRunner.run(notebook("System.out.println(1);"), Optional.empty(), terminal);
        assertEquals(out, System.out);
        assertThrows(IllegalStateException.class, () -> Display.display(1));
    }

    @Test
    void givenNoNotebookFileWhenRunThenTheMessageNamesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.ipynb"), "{\"a\": 1}");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> NotebookRunner.run(file, Optional.empty(), terminal));
        assertTrue(e.getMessage().startsWith(file + " isn't a notebook"), e.getMessage());
    }

    @Test
    void givenTheCommandWhenACellFailsThenItExitsWithOne() throws Exception {
        assertEquals(0, exitCode(notebook("1 + 1").toString()));
        assertEquals(1, exitCode(notebook("throw new IllegalStateException();").toString()));
        assertEquals(2, exitCode(folder.resolve("none.ipynb").toString()));
    }

    private static int exitCode(String notebook) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NotebookRunner.class.getName(),
                        notebook)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static JsonObject output(Path notebook, int cell, int output) throws IOException {
        JsonArray cells = JsonParser.parseString(Files.readString(notebook))
                .getAsJsonObject()
                .getAsJsonArray("cells");
        return cells.get(cell)
                .getAsJsonObject()
                .getAsJsonArray("outputs")
                .get(output)
                .getAsJsonObject();
    }

    /** Writes a notebook with a title and code cells. */
    private Path notebook(String... code) throws IOException {
        JsonArray cells = new JsonArray();
        cells.add(cell("markdown", "# A title"));
        for (String source : code) {
            cells.add(cell("code", source));
        }
        JsonObject notebook = new JsonObject();
        notebook.add("cells", cells);
        notebook.add("metadata", new JsonObject());
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 4);
        return Files.writeString(Files.createTempFile(folder, "some", ".ipynb"), notebook.toString());
    }

    private static JsonObject cell(String type, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell_type", type);
        cell.addProperty("source", source);
        cell.add("metadata", new JsonObject());
        if (type.equals("code")) {
            cell.add("outputs", new JsonArray());
        }
        return cell;
    }
}

package circuitscope.show.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {
    private static final String BODY = """
            public static final java.util.List<String> heard = new java.util.ArrayList<>();
            public static String display(Object o, String... as) {
                heard.add("display " + o + " as " + String.join(",", as));
                return "id7";
            }
            public static void updateDisplay(String id, Object o, String... as) {
                heard.add("update " + id + " " + o + " as " + String.join(",", as));
            }
            """;

    private static final String NOT_RUNNING = """
            public static String display(Object o, String... as) { throw new IllegalStateException("none"); }
            public static void updateDisplay(String id, Object o, String... as) {}
            """;

    @TempDir
    Path folder;

    private URLClassLoader kernel(String name, String body) throws IOException {
        int dot = name.lastIndexOf('.');
        Path source = folder.resolve(name.substring(dot + 1) + ".java");
        Files.writeString(
                source,
                "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1) + " {" + body + "}");
        Path classes = Files.createTempDirectory(folder, "kernel");
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertEquals(0, result);
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
    }

    private static List<?> heard(ClassLoader loader, String name) throws ReflectiveOperationException {
        Field heard = Class.forName(name, true, loader).getField("heard");
        return (List<?>) heard.get(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "circuitscope.kernel.Display",
                "io.github.spencerpark.ijava.runtime.Display",
                "org.dflib.jjava.runtime.Display"
            })
    void htmlGoesThroughTheKernelThatIsThere(String name) throws Exception {
        try (URLClassLoader loader = kernel(name, BODY)) {
            Notebook shown = Notebook.show("<p>1</p>", Set.of(loader)).orElseThrow();
            shown.update("<p>2</p>");

            assertEquals(
                    List.of("display <p>1</p> as text/html", "update id7 <p>2</p> as text/html"), heard(loader, name));
        }
    }

    @Test
    void aKernelThatDoesNotRunIsPassedOver() throws Exception {
        String jjava = "org.dflib.jjava.runtime.Display";
        try (URLClassLoader ours = kernel("circuitscope.kernel.Display", NOT_RUNNING);
                URLClassLoader other = kernel(jjava, BODY)) {
            assertEquals(Optional.empty(), Notebook.show("x", Set.of(ours)));
            assertTrue(Notebook.show("x", Set.of(ours, other)).isPresent());
            assertEquals(1, heard(other, jjava).size());
        }
    }

    @Test
    void aClassOfThatNameWithoutTheMethodsIsPassedOver() throws Exception {
        try (URLClassLoader loader = kernel("circuitscope.kernel.Display", "public void display() {}")) {
            assertEquals(Optional.empty(), Notebook.show("x", Set.of(loader)));
        }
    }

    @Test
    void theContextClassLoaderIsAskedFirst() throws Exception {
        String name = "circuitscope.kernel.Display";
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = kernel(name, BODY)) {
            thread.setContextClassLoader(loader);
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            Notebook.show("<b>", "text", new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertEquals(List.of("display <b> as text/html"), heard(loader, name));
            assertEquals(0, printed.size());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void withoutAKernelTextIsPrinted() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Notebook.show("<b>", "text\n", new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertEquals("text\n", printed.toString(StandardCharsets.UTF_8));
    }

    /** What a progress does at times that it sets itself, in nanoseconds. */
    @FunctionalInterface
    private interface Work {
        void run(ProgressDisplay progress, long[] now);
    }

    /** What a notebook hears of the progress of some work. */
    private List<?> heardOf(Work work) throws Exception {
        String name = "circuitscope.kernel.Display";
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = kernel(name, BODY)) {
            thread.setContextClassLoader(loader);
            long[] now = {0};
            try (ProgressDisplay progress = new ProgressDisplay(
                    () -> now[0], new ProgressDisplay.NotebookScreen(new ProgressDisplay.LogScreen(System.err)))) {
                work.run(progress, now);
            }
            return heard(loader, name);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void progressMovesOneElementOfTheNotebook() throws Exception {
        List<?> heard = heardOf((progress, now) -> {
            progress.update("Training <1>", 0, 4);
            now[0] = 400_000_000;
            progress.update("Training <1>", 1, 4);
            now[0] = 2_000_000_000;
            progress.update("Training <1>", 2, 4);
            now[0] = 4_000_000_000L;
            progress.update("Training <1>", 4, 4);
        });
        assertEquals(3, heard.size(), heard.toString());
        assertTrue(heard.get(0).toString().startsWith("display <div"), heard.toString());
        String second = heard.get(1).toString();
        assertTrue(second.startsWith("update id7 <div"), second);
        assertTrue(second.contains("width:50.0%"), second);
        assertTrue(second.contains("Training &lt;1&gt;"), second);
        assertTrue(second.contains("2 of 4, 0:02 passed, 0:02 left"), second);
        String last = heard.get(2).toString();
        assertTrue(last.contains("Training &lt;1&gt;: 4 done in 0:04"), last);
    }

    @Test
    void givenAStageOverInASecond_whenTheNextEnds_thenOnlyTheNextLeavesALine() throws Exception {
        List<?> heard = heardOf((progress, now) -> {
            progress.update("Reading", 0, 1);
            now[0] = 1_000_000_000;
            progress.update("Reading", 1, 1);
            progress.update("Training", 0, 4);
            now[0] = 3_000_000_000L;
            progress.update("Training", 4, 4);
        });
        String last = heard.get(heard.size() - 1).toString();
        assertTrue(last.contains("Training: 4 done in 0:02"), last);
        assertTrue(!last.contains("Reading"), last);
    }
}

package circuitscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel as Jupyter sees it: a process of its own, started and asked by Jupyter's Python client. */
@DisplayName("The kernel through Jupyter's client")
class KernelProtocolTest {

    private static String python;

    @TempDir
    private Path data;

    @BeforeAll
    static void findPython() throws IOException, InterruptedException {
        for (String candidate : List.of(
                Optional.ofNullable(System.getenv("CIRCUITSCOPE_PYTHON")).orElse("python3"), "/usr/bin/python3")) {
            if (python == null && hasJupyter(candidate)) {
                python = candidate;
            }
        }
        assumeTrue(python != null, "no Python with jupyter_client was found; environment/check installs it");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"starts", "answers", "restarts", "shuts_down", "ends_with_parent", "schema", "environment"})
    void answersLikeAJupyterKernel(String check) throws Exception {
        // one install is tested below; here the file is enough, and quicker, as is a kernel without the second compiler
        Files.createDirectories(kernelFile("java").getParent());
        JsonObject specification = Install.specification(System.getProperty("java.class.path"), "mvn");
        specification.getAsJsonArray("argv").asList().add(1, new JsonPrimitive("-XX:TieredStopAtLevel=1"));
        Files.writeString(kernelFile("java"), Notebook.GSON.toJson(specification));
        Path script = Path.of(getClass().getResource("protocol.py").toURI());
        Answer answer = call(List.of(python, script.toString(), check, System.getProperty("java.home")));
        assertEquals(0, answer.code(), answer.text());
        System.out.print(answer.text());
    }

    @Test
    void givenNoKernelNamedJavaWhenInstalledThenItGetsTheName() throws Exception {
        assertEquals("java", install());
        assertEquals("java", install(), "a second time");
        assertTrue(Files.readString(kernelFile("java")).contains("circuitscope.kernel.Main"));
    }

    @Test
    void givenAForeignKernelNamedJavaWhenInstalledThenItStays() throws Exception {
        String foreign =
                "{\"argv\": [\"other\", \"{connection_file}\"], \"display_name\": \"Other\", \"language\": \"java\"}";
        Files.createDirectories(kernelFile("java").getParent());
        Files.writeString(kernelFile("java"), foreign);
        assertEquals("circuitscope", install());
        assertEquals(foreign, Files.readString(kernelFile("java")));
        assertTrue(Files.readString(kernelFile("circuitscope")).contains("circuitscope.kernel.Main"));
    }

    @Test
    void givenOurKernelOfAnOtherPlaceWhenInstalledThenItIsReplaced() throws Exception {
        install();
        Files.writeString(
                kernelFile("java"), Files.readString(kernelFile("java")).replace("-XX:+UseParallelGC", "-Dold"));
        assertEquals("java", install());
        assertTrue(Files.readString(kernelFile("java")).contains("-XX:+UseParallelGC"));
    }

    private Path kernelFile(String name) {
        return data.resolve("kernels").resolve(name).resolve("kernel.json");
    }

    private String install() throws Exception {
        String classPath = System.getProperty("java.class.path");
        Answer answer = call(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Install.class.getName(),
                classPath,
                "mvn",
                python,
                "-m",
                "jupyter"));
        assertEquals(0, answer.code(), answer.text());
        return answer.text().strip();
    }

    private record Answer(int code, String text) {}

    /** Calls a command with a Jupyter folder of the test's own. */
    private Answer call(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("circuitscope-test", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("JUPYTER_DATA_DIR", data.toString());
            builder.environment().keySet().removeIf(name -> name.startsWith("IJAVA_") || name.equals("JUPYTER_PATH"));
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                        .forEach(ProcessHandle::destroyForcibly);
                return new Answer(-1, "no end after 5 minutes: " + Files.readString(log));
            }
            return new Answer(process.exitValue(), Files.readString(log));
        } finally {
            Files.delete(log);
        }
    }

    private static boolean hasJupyter(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", "import jupyter_client, jupyter")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

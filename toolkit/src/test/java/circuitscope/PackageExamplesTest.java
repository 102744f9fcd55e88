package circuitscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every room says what it does, with an example that compiles. */
class PackageExamplesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?) \\* \\}</pre>", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void givenTheExampleOfEveryRoom_whenCompiled_thenItIsJavaThatUsesTheRoomsAsTheyAre() throws IOException {
        List<Path> infos;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            infos = files.filter(file -> file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
        String imports = infos.stream()
                .map(info -> "import "
                        + SOURCES.relativize(info.getParent())
                                .toString()
                                .replace('/', '.')
                                .replace('\\', '.') + ".*;\n")
                .collect(Collectors.joining());
        List<JavaFileObject> sources = new ArrayList<>();
        for (Path info : infos) {
            Matcher example = EXAMPLE.matcher(Files.readString(info));
            assertTrue(example.find(), info + " has no example");
            String name = "Example" + sources.size();
            String source = imports
                    + "import java.nio.file.*;\nimport java.util.*;\n"
                    + "class " + name + " { Recording recording; double[][] weights; Path path;\n"
                    + "void run() throws Exception { // " + info + "\n"
                    + example.group(1).replaceAll("(?m)^ \\* ?", "") + "}}\n";
            sources.add(
                    new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    });
        }
        assertTrue(sources.size() > 20, "rooms: " + sources.size());
        StringWriter errors = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(errors, null, null, List.of("-proc:none", "-d", folder.toString()), null, sources)
                .call();
        assertEquals("", compiled ? "" : errors.toString());
    }
}

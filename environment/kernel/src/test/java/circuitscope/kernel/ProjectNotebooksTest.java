package circuitscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The notebooks of the project. They can be executed here in quick mode, without Python; the check does so in Jupyter. */
class ProjectNotebooksTest {
    private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks");

    private static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    @Tag("notebooks")
    Stream<DynamicTest> givenANotebookOfTheProjectWhenRunThenNoCellFails() throws IOException {
        assertFalse(notebooks().isEmpty());
        return notebooks().stream()
                .map(notebook -> DynamicTest.dynamicTest(
                        notebook.getFileName().toString(),
                        () -> assertEquals(
                                Optional.empty(),
                                NotebookRunner.run(notebook, Optional.empty(), System.out)
                                        .failure())));
    }

    @Test
    void givenTheNotebooksWhenReadThenTheyHaveNoOutputsAndNameTheJavaKernel() throws IOException {
        for (Path notebook : notebooks()) {
            String text = Files.readString(notebook).replaceAll("\\s", "");
            assertFalse(text.contains("\"output_type\""), notebook + " holds outputs: strip them before a commit.");
            assertEquals(
                    true,
                    text.contains(
                            "\"kernelspec\":{\"display_name\":\"Java\",\"language\":\"java\",\"name\":\"java\"}"));
        }
    }
}

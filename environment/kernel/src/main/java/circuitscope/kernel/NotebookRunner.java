package circuitscope.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Executes Java notebooks in this JVM, with the evaluator of the kernel and without Python.
 *
 * <p>The cells see the class path of the JVM. Paths in them are relative to the JVM's working directory.
 */
public final class NotebookRunner {

    private static final String USAGE = "Usage: NotebookRunner [--output <executed.ipynb>] <notebook.ipynb>...";

    private NotebookRunner() {}

    /**
     * Why a notebook stopped.
     *
     * @param cell the failed code cell, counted from 1 without empty cells, as Jupyter counts
     * @param line the line in it, counted from 1, or 0 if it isn't known
     * @param error the kind of error and its message
     */
    public record Failure(int cell, int line, String error) {

        /** Returns the failure in one line. */
        @Override
        public String toString() {
            return "cell [" + cell + "]: " + error;
        }
    }

    /**
     * What became of a notebook.
     *
     * @param notebook the file
     * @param cells how many code cells ran
     * @param duration how long they took
     * @param failure the failure of the last of them, if it failed
     */
    public record Result(Path notebook, int cells, Duration duration, Optional<Failure> failure) {}

    /**
     * Executes a notebook up to its end or its first failing cell.
     *
     * @param notebook the notebook, which stays as it is
     * @param executed where to write the notebook with its outputs, also if a cell fails
     * @param terminal where to print what the cells print
     * @return what became of it
     * @throws IOException if the notebook can't be read or the executed one can't be written
     */
    public static Result run(Path notebook, Optional<Path> executed, PrintStream terminal) throws IOException {
        Notebook document = Notebook.read(notebook);
        CellOutputs outputs = new CellOutputs(terminal);
        PrintStream out = System.out;
        PrintStream err = System.err;
        Display.sendTo(outputs);
        System.setOut(outputs.stream(false));
        System.setErr(outputs.stream(true));
        Result result;
        try {
            result = run(notebook, document, outputs);
        } finally {
            System.setOut(out);
            System.setErr(err);
            Display.sendTo(null);
        }
        if (executed.isPresent()) {
            document.write(executed.get());
        }
        return result;
    }

    private static Result run(Path notebook, Notebook document, CellOutputs outputs) {
        long start = System.nanoTime();
        Failure failure = null;
        int cell = 0;
        try (Evaluator evaluator = new Evaluator(Settings.of(System.getenv()))) {
            List<String> sources = document.code();
            while (cell < sources.size() && failure == null) {
                cell++;
                failure = evaluate(evaluator, sources.get(cell - 1), cell, outputs);
                document.outputs(cell - 1, outputs.take());
            }
        } catch (CellFailure e) {
            failure = new Failure(0, e.line(), "startup script: " + e.name() + ": " + e.getMessage());
        }
        return new Result(notebook, cell, Duration.ofNanos(System.nanoTime() - start), Optional.ofNullable(failure));
    }

    private static Failure evaluate(Evaluator evaluator, String source, int cell, CellOutputs outputs) {
        try {
            Object value = evaluator.evaluate(source, cell);
            if (value != null) {
                DisplayData data = Display.data(value);
                outputs.result(data, cell);
            }
            return null;
        } catch (CellFailure e) {
            outputs.error(e);
            return new Failure(cell, e.line(), e.name() + ": " + e.getMessage());
        }
    }

    /**
     * Executes notebooks one after the other and exits with 1 if a cell of them fails.
     *
     * @param arguments the notebooks, and {@code --output} with a file for the executed one
     * @throws IOException if a notebook can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path output = null;
        List<Path> notebooks = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else {
                notebooks.add(Path.of(arguments[i]));
            }
        }
        Optional<Path> missing =
                notebooks.stream().filter(n -> !Files.isRegularFile(n)).findFirst();
        if (notebooks.isEmpty() || missing.isPresent() || output != null && notebooks.size() > 1) {
            System.err.println(missing.map(n -> "No such notebook: " + n + ". ").orElse("") + USAGE);
            System.exit(2);
        }
        boolean failed = false;
        for (Path notebook : notebooks) {
            Result result = run(notebook, Optional.ofNullable(output), System.out);
            System.out.printf(
                    "%s: %s, %d cells, %.1f s%n",
                    notebook,
                    result.failure().map(f -> "FAILED in " + f).orElse("passed"),
                    result.cells(),
                    result.duration().toMillis() / 1000.0);
            failed |= result.failure().isPresent();
        }
        System.exit(failed ? 1 : 0); // threads of cells must not hold up the end
    }
}

package circuitscope.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Evaluates cells one after the other with JShell, in this JVM. */
final class Evaluator implements AutoCloseable {

    private static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.regex.*",
            "java.util.stream.*",
            "static circuitscope.kernel.Display.*");

    /** What a library's loop gets to stop by itself, at a checkpoint, before loops in cells are stopped. */
    private static final long GRACE_MS = 300;

    // a thread of its own: the loops to stop may well occupy all threads of the common pool
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(Evaluator::timerThread);

    private final CellControl control = new CellControl();
    private final Map<String, CellFailure.Origin> origins = new HashMap<>();
    private final Magics magics = new Magics(this);
    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    private int running; // counts cells; guarded by this; 0 when none runs
    private int started;
    private boolean interrupted; // guarded by this

    /**
     * Starts an evaluator and runs its startup scripts.
     *
     * @throws CellFailure if a startup script fails
     */
    Evaluator(Settings settings) throws CellFailure {
        shell = JShell.builder()
                .executionEngine(new InThisJvm(control), Map.of())
                .compilerOptions(settings.compilerOptions().toArray(String[]::new))
                .build();
        // before the analysis starts: its thread reads the class path, and JShell doesn't guard it against changes
        addToClassPath(settings.classPath());
        analysis = shell.sourceCodeAnalysis();
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        for (String script : settings.startup()) {
            evaluate(script, 0);
        }
    }

    private record InThisJvm(CellControl control) implements ExecutionControlProvider {

        @Override
        public String name() {
            return "circuitscope";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }

    /**
     * Evaluates a cell on the calling thread.
     *
     * @param source the cell
     * @param number its execution count
     * @return the value of its last expression, or null if it has none or ends with a semicolon
     * @throws CellFailure if the cell doesn't compile, throws or is interrupted
     */
    Object evaluate(String source, int number) throws CellFailure {
        begin();
        try {
            return new Run(new CellSource(number, source)).run();
        } finally {
            end();
        }
    }

    /** Evaluates further source within the running cell. */
    Object include(String source, int number) throws CellFailure {
        return new Run(new CellSource(number, source)).run();
    }

    /** Interrupts the running cell, if there is one: what waits at once, loops in the cell a moment later. */
    synchronized void interrupt() {
        if (running == 0) {
            return;
        }
        int cell = running;
        interrupted = true;
        control.interrupt();
        TIMER.schedule(() -> stopLoops(cell), GRACE_MS, TimeUnit.MILLISECONDS);
    }

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "interrupt");
        thread.setDaemon(true);
        return thread;
    }

    /** Doesn't interrupt the thread again: it may be writing a checkpoint, and an interrupt would break the file. */
    private synchronized void stopLoops(int cell) {
        if (running == cell) {
            LoopGuard.stopLoops();
            TIMER.schedule(() -> stopLoops(cell), GRACE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void begin() {
        interrupted = false;
        control.begin();
        running = ++started;
        LoopGuard.passLoops(); // not earlier, so that other threads of an interrupted cell stop, too
    }

    private synchronized void end() {
        running = 0;
    }

    private synchronized boolean interrupted() {
        return interrupted;
    }

    void addToClassPath(List<Path> entries) {
        for (Path entry : entries) {
            shell.addToClasspath(entry.toAbsolutePath().normalize().toString());
        }
    }

    /** Returns the piece of the code that the cursor is in, for completion and documentation. */
    private CellSource.Piece at(String source, int cursor) {
        CellSource.Piece found = new CellSource.Piece(CellSource.Kind.CODE, 0, source, false);
        for (CellSource.Piece piece : new CellSource(0, source).pieces(analysis)) {
            if (piece.offset() <= cursor) {
                found = piece;
            }
        }
        return found;
    }

    /**
     * What can stand at the cursor.
     *
     * @param texts the suggestions
     * @param from where what they replace begins
     */
    record Completions(List<String> texts, int from) {}

    Completions complete(String source, int cursor) {
        CellSource.Piece piece = at(source, cursor);
        String before = earlier(source, piece);
        int own = before.length() + cursor - piece.offset();
        int[] anchor = {own};
        List<Suggestion> found = analysis.completionSuggestions(before + source.substring(piece.offset()), own, anchor);
        boolean typed = found.stream().anyMatch(Suggestion::matchesType);
        List<String> texts = new ArrayList<>(found.stream()
                .filter(s -> !typed || s.matchesType() || found.size() > 1)
                .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
                .map(Suggestion::continuation)
                .distinct()
                .toList());
        int from = piece.offset() + anchor[0] - before.length();
        for (String method : earlierMethods(source, piece)) {
            String start = source.substring(Math.max(0, Math.min(from, cursor)), cursor);
            boolean alone = from == 0 || source.charAt(from - 1) != '.';
            if (alone && method.startsWith(start) && !texts.contains(method + "(")) {
                texts.add(method + "(");
            }
        }
        return new Completions(texts, from);
    }

    /**
     * What the cell declares before a piece, as the beginning of a block that holds the piece: so its names are known though
     * nothing has run. Imports and methods can't stand in a block.
     */
    private String earlier(String source, CellSource.Piece piece) {
        StringBuilder block = new StringBuilder();
        for (CellSource.Piece each : new CellSource(0, source).pieces(analysis)) {
            if (each.offset() < piece.offset() && each.kind() == CellSource.Kind.CODE) {
                block.append(Declarations.fitBlock(each.code()) ? each.code() + "\n" : "");
            }
        }
        return block.isEmpty() ? "" : "{ " + block;
    }

    private List<String> earlierMethods(String source, CellSource.Piece piece) {
        List<String> names = new ArrayList<>();
        for (CellSource.Piece each : new CellSource(0, source).pieces(analysis)) {
            if (each.offset() < piece.offset() && each.kind() == CellSource.Kind.CODE) {
                names.addAll(Declarations.methods(each.code()));
            }
        }
        return names;
    }

    /** Returns the signatures and documentation of what is at the cursor, or an empty text. */
    String document(String source, int cursor) {
        CellSource.Piece piece = at(source, cursor);
        String before = earlier(source, piece);
        String code = before + source.substring(piece.offset());
        int end = Math.max(0, before.length() + cursor - piece.offset());
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        // JShell documents a method only from inside its parentheses
        List<Documentation> found = analysis.documentation(code.substring(0, end) + "(", end + 1, true);
        if (found.isEmpty()) {
            found = analysis.documentation(code, end, true);
        }
        return found.stream().map(Evaluator::documented).distinct().collect(Collectors.joining("\n\n"));
    }

    private static String documented(Documentation found) {
        String comment = Objects.requireNonNullElse(found.javadoc(), "").isBlank()
                ? SourceDocs.of(found.signature()).orElse("")
                : found.javadoc();
        return comment.isBlank() ? found.signature() : found.signature() + "\n" + comment;
    }

    SourceCodeAnalysis.Completeness completeness(String source) {
        String rest = source;
        SourceCodeAnalysis.CompletionInfo info;
        do {
            info = analysis.analyzeCompletion(rest);
            rest = info.remaining();
        } while (info.completeness().isComplete() && !rest.isBlank());
        return info.completeness();
    }

    @Override
    public void close() {
        shell.close();
    }

    /** One evaluation of one cell. */
    private final class Run {

        private final CellSource cell;
        private final List<CellSource.Piece> open;
        private final List<Snippet> forward = new ArrayList<>();

        Run(CellSource cell) {
            this.cell = cell;
            this.open = new ArrayList<>(cell.pieces(analysis));
        }

        Object run() throws CellFailure {
            Object last = null;
            while (!open.isEmpty()) {
                CellSource.Piece piece = open.remove(0);
                if (interrupted()) {
                    throw CellFailure.interrupted(cell, cell.line(piece));
                }
                Object value = piece(piece);
                last = piece.silent() ? null : value;
            }
            forward.stream().filter(this::unresolved).forEach(this::warn);
            return last;
        }

        private Object piece(CellSource.Piece piece) throws CellFailure {
            return switch (piece.kind()) {
                case MAGIC -> magics.run(piece.code(), cell, cell.line(piece));
                case INCOMPLETE ->
                    throw CellFailure.at(
                            cell, cell.line(piece), "CompilationError", "the code that begins here is incomplete");
                case CODE -> code(piece);
            };
        }

        private Object code(CellSource.Piece piece) throws CellFailure {
            // a statement may stand before declarations of its cell that it needs
            if (forward.stream().anyMatch(this::unresolved) && !declares(piece)) {
                declareLater();
            }
            List<SnippetEvent> events = shell.eval(piece.code());
            if (rejected(events) && open.stream().anyMatch(this::declares)) {
                declareLater();
                events = shell.eval(piece.code());
            }
            return value(piece, events);
        }

        private boolean rejected(List<SnippetEvent> events) {
            return events.stream().anyMatch(e -> e.status() == Snippet.Status.REJECTED);
        }

        private boolean declares(CellSource.Piece piece) {
            return piece.kind() == CellSource.Kind.CODE
                    && analysis.sourceToSnippets(piece.code()).stream()
                            .anyMatch(s -> s.kind() == Snippet.Kind.TYPE_DECL || s.kind() == Snippet.Kind.METHOD);
        }

        private void declareLater() throws CellFailure {
            List<CellSource.Piece> later = open.stream().filter(this::declares).toList();
            open.removeAll(later);
            for (CellSource.Piece piece : later) {
                value(piece, shell.eval(piece.code()));
            }
        }

        private Object value(CellSource.Piece piece, List<SnippetEvent> events) throws CellFailure {
            for (SnippetEvent event : events) {
                if (event.causeSnippet() == null) {
                    origins.put(event.snippet().id(), new CellFailure.Origin(cell, piece.offset()));
                }
            }
            Object value = null;
            for (SnippetEvent event : events) {
                Snippet snippet = event.snippet();
                if (event.status() == Snippet.Status.REJECTED) {
                    List<Diag> errors =
                            shell.diagnostics(snippet).filter(Diag::isError).toList();
                    throw CellFailure.compilation(cell, piece.offset(), errors);
                }
                if (event.exception() != null) {
                    throw failure(piece, event.exception());
                }
                if (event.causeSnippet() == null) {
                    forward.add(snippet);
                    value = shown(snippet) ? control.value() : null;
                }
            }
            return value;
        }

        private CellFailure failure(CellSource.Piece piece, JShellException exception) {
            int line = cell.line(piece);
            if (exception instanceof UnresolvedReferenceException missing) {
                DeclarationSnippet snippet = missing.getSnippet();
                return CellFailure.at(cell, line, "CompilationError", missing(snippet));
            }
            Throwable thrown = control.thrown();
            boolean stopped = thrown instanceof LoopGuard.Stopped || thrown instanceof InterruptedException;
            CellFailure failure = CellFailure.thrown(cell, line, thrown, exception, origins);
            return stopped && interrupted() ? CellFailure.interrupted(cell, failure.line()) : failure;
        }

        private boolean shown(Snippet snippet) {
            return snippet.kind() == Snippet.Kind.EXPRESSION && snippet.subKind() != Snippet.SubKind.ASSIGNMENT_SUBKIND
                    || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
        }

        private boolean unresolved(Snippet snippet) {
            Snippet.Status status = shell.status(snippet);
            return status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
        }

        private void warn(Snippet snippet) {
            CellFailure.Origin origin = origins.get(snippet.id());
            System.err.println("line " + origin.line(1) + ": " + missing((DeclarationSnippet) snippet));
        }

        private String missing(DeclarationSnippet snippet) {
            return snippet.name() + " can't be used yet, it needs "
                    + shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "))
                    + ", not defined so far";
        }
    }
}

package circuitscope.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShellException;

/** Tells why a cell failed, and in which of its lines. */
final class CellFailure extends Exception {

    private static final long serialVersionUID = 1;
    private static final int SHOWN_FRAMES = 20;

    private final String name;
    private final int line;
    private final transient List<String> details;

    private CellFailure(String name, int line, String message, List<String> details) {
        super(line > 0 ? "line " + line + ": " + message : message);
        this.name = name;
        this.line = line;
        this.details = List.copyOf(details);
    }

    /**
     * A snippet of a cell, by which a stack trace refers to the cell's lines.
     *
     * @param cell the cell
     * @param offset where the snippet begins in the cell
     */
    record Origin(CellSource cell, int offset) {

        int line(int snippetLine) {
            return cell.line(offset) + snippetLine - 1;
        }
    }

    /** Returns the kind of failure: the exception's simple class name or "CompilationError". */
    String name() {
        return name;
    }

    /** Returns the line in the cell, or 0 if it isn't known. */
    int line() {
        return line;
    }

    /** Returns what a notebook prints below the cell, line by line. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add("\u001b[1;31m" + name + "\u001b[0m: " + getMessage());
        lines.addAll(details);
        return lines;
    }

    static CellFailure at(CellSource cell, int line, String name, String message) {
        return new CellFailure(name, line, message, List.of(marked(cell, line)));
    }

    static CellFailure compilation(CellSource cell, int offset, List<Diag> errors) {
        List<String> details = new ArrayList<>();
        for (Diag error : errors) {
            int position = offset + (int) Math.max(0, error.getStartPosition());
            int line = cell.line(position);
            if (errors.size() > 1) {
                details.add("line " + line + ": " + text(error));
            }
            details.add("    " + cell.lineText(line));
            details.add("    " + " ".repeat(Math.max(0, cell.column(position))) + "^");
        }
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return new CellFailure(
                "CompilationError",
                cell.line(offset + (int) Math.max(0, errors.get(0).getStartPosition())),
                text(errors.get(0)) + more,
                details);
    }

    static CellFailure interrupted(CellSource cell, int line) {
        return new CellFailure("Interrupted", line, "the cell was interrupted", List.of(marked(cell, line)));
    }

    static CellFailure unexpected(Throwable problem) {
        List<String> details = new ArrayList<>();
        for (StackTraceElement frame : problem.getStackTrace()) {
            details.add("    at " + frame);
        }
        return new CellFailure(problem.getClass().getSimpleName(), 0, message(problem), shortened(details));
    }

    /**
     * Describes what the code of a cell threw.
     *
     * @param cell the running cell
     * @param line the line of the statement that was running
     * @param thrown the exception as it was thrown
     * @param translated the same with stack frames that name snippets
     * @param origins the snippets
     */
    static CellFailure thrown(
            CellSource cell, int line, Throwable thrown, JShellException translated, Map<String, Origin> origins) {
        List<String> details = new ArrayList<>();
        int found = 0;
        Throwable original = thrown;
        for (Throwable t = translated; t != null; t = t.getCause()) {
            if (t != translated) {
                details.add("caused by " + (original == null ? t : original));
            }
            List<String> frames = new ArrayList<>();
            int keep = 0;
            for (StackTraceElement frame : t.getStackTrace()) {
                Origin origin = origin(frame, origins);
                if (origin == null) {
                    frames.add("    at " + frame);
                    continue;
                }
                int at = origin.line(frame.getLineNumber());
                boolean here = origin.cell().equals(cell);
                if (here && found == 0) {
                    found = at;
                }
                String method = frame.getMethodName().isEmpty() ? "" : frame.getMethodName() + ", ";
                frames.add("    at " + method + (here ? "" : where(origin.cell()) + ", ") + "line " + at + ": "
                        + origin.cell().lineText(at).strip());
                keep = frames.size();
            }
            // below the last frame of a cell there is only the kernel
            details.addAll(shortened(keep == 0 ? frames : frames.subList(0, keep)));
            original = original == null ? null : original.getCause();
        }
        return new CellFailure(thrown.getClass().getSimpleName(), found == 0 ? line : found, message(thrown), details);
    }

    /** Joins the messages of an exception and its causes; Jupyter's converter prints nothing else. */
    private static String message(Throwable thrown) {
        StringBuilder message = new StringBuilder(thrown.getMessage() == null ? "" : thrown.getMessage());
        Set<Throwable> seen = new HashSet<>(Set.of(thrown));
        for (Throwable cause = thrown.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            String text = cause.getMessage();
            if (text == null || message.indexOf(text) < 0) {
                message.append(message.isEmpty() ? "" : ", ")
                        .append("caused by ")
                        .append(cause);
            }
        }
        return message.isEmpty() ? thrown.getClass().getName() + " without a message" : message.toString();
    }

    private static Origin origin(StackTraceElement frame, Map<String, Origin> origins) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") ? origins.get(file.substring(1)) : null;
    }

    private static String where(CellSource cell) {
        return cell.number() == 0 ? "startup script" : "cell [" + cell.number() + "]";
    }

    private static String marked(CellSource cell, int line) {
        return "    " + cell.lineText(line);
    }

    private static List<String> shortened(List<String> frames) {
        if (frames.size() <= SHOWN_FRAMES) {
            return frames;
        }
        List<String> shown = new ArrayList<>(frames.subList(0, SHOWN_FRAMES / 2));
        shown.add("    ... " + (frames.size() - SHOWN_FRAMES) + " more");
        shown.addAll(frames.subList(frames.size() - SHOWN_FRAMES / 2, frames.size()));
        return shown;
    }

    private static String text(Diag error) {
        return error.getMessage(null)
                .lines()
                .map(String::strip)
                .filter(l -> !l.startsWith("location:"))
                .map(l -> l.startsWith("symbol:")
                        ? l.substring("symbol:".length()).strip()
                        : l)
                .collect(Collectors.joining(" "));
    }
}

package circuitscope.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * The text of a cell.
 *
 * @param number the cell's execution count; 0 for the startup script
 * @param text its source
 */
record CellSource(int number, String text) {

    private static final Pattern MAGIC = Pattern.compile("^%(?=\\w|%).*$", Pattern.MULTILINE);
    private static final Pattern SILENT = Pattern.compile(";\\s*(//[^\\n\"]*\\s*|/\\*[^\"]*?\\*/\\s*)*$");

    /** What a piece of a cell is. */
    enum Kind {
        CODE,
        MAGIC,
        INCOMPLETE
    }

    /**
     * One statement, declaration or magic of a cell.
     *
     * @param kind what it is
     * @param offset where it begins in the cell
     * @param code its text for the compiler
     * @param silent whether it ends with a semicolon, so that its value isn't shown
     */
    record Piece(Kind kind, int offset, String code, boolean silent) {}

    List<Piece> pieces(SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        Matcher magic = MAGIC.matcher(text);
        int at = 0;
        while (magic.find()) {
            code(pieces, analysis, at, magic.start());
            String line = magic.group().strip();
            // what is timed shows its value like any statement
            boolean silent = !line.startsWith("%time ") || line.endsWith(";");
            pieces.add(new Piece(Kind.MAGIC, magic.start(), line, silent));
            at = magic.end();
        }
        code(pieces, analysis, at, text.length());
        return pieces;
    }

    private void code(List<Piece> pieces, SourceCodeAnalysis analysis, int from, int to) {
        int at = from;
        while (at < to) {
            String rest = text.substring(at, to);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return;
            }
            int length = rest.length() - info.remaining().length();
            boolean incomplete = info.completeness() == Completeness.DEFINITELY_INCOMPLETE || length <= 0;
            String code = info.source() == null || info.source().isBlank() ? rest : info.source();
            String original = incomplete ? rest : rest.substring(0, length);
            // JShell miscounts the lines of a snippet that begins with an empty one
            int blank = code.length() - code.stripLeading().length();
            pieces.add(new Piece(
                    incomplete ? Kind.INCOMPLETE : Kind.CODE,
                    at + blank,
                    code.substring(blank),
                    SILENT.matcher(original).find()));
            at = incomplete ? to : at + length;
        }
    }

    /** Returns the line of an offset, counted from 1. */
    int line(int offset) {
        int end = Math.max(0, Math.min(offset, text.length()));
        return 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }

    int line(Piece piece) {
        return line(piece.offset());
    }

    String lineText(int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("");
    }

    /** Returns the distance of an offset from the beginning of its line. */
    int column(int offset) {
        return offset - (text.lastIndexOf('\n', offset - 1) + 1);
    }
}

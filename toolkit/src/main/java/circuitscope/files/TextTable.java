package circuitscope.files;

import circuitscope.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A text with a line of names and then lines of values, with tabs, commas or semicolons between them. */
public final class TextTable {
    private final Path path;
    private final List<String> names;
    private final List<String[]> rows;

    private TextTable(Path path, List<String> names, List<String[]> rows) {
        this.path = path;
        this.names = names;
        this.rows = rows;
    }

    /**
     * @param path a text
     * @return its table; names are in small letters
     * @throws InputException if the file can't be read, is empty, or a line has not one value per name
     */
    public static TextTable read(Path path) {
        List<String> lines;
        try {
            // any byte is a letter here: regions may have some that are not UTF-8
            lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        if (lines.isEmpty() || lines.get(0).isBlank()) {
            throw InputException.of("%s is empty, expected a line of names and lines of values.", path);
        }
        String first = lines.get(0).replace("\u00ef\u00bb\u00bf", "");
        String separator = first.indexOf('\t') >= 0 ? "\t" : first.indexOf(';') >= 0 ? ";" : ",";
        List<String> names = Arrays.stream(first.split(separator, -1))
                .map(name -> unquoted(name).toLowerCase(Locale.ROOT))
                .toList();
        List<String[]> rows = new ArrayList<>();
        for (int k = 1; k < lines.size(); k++) {
            if (lines.get(k).isBlank()) {
                continue;
            }
            String[] values = lines.get(k).split(separator, -1);
            if (values.length != names.size()) {
                throw InputException.of(
                        "%s, line %d: found %d values, expected %d, one per name in the first line; see whether it is cut off.",
                        path, k + 1, values.length, names.size());
            }
            rows.add(values);
        }
        return new TextTable(path, names, rows);
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        return stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }

    /** {@return the file} */
    public Path path() {
        return path;
    }

    /** {@return the names of the columns, in small letters} */
    public List<String> names() {
        return names;
    }

    /** {@return the number of rows, the line of names left out} */
    public int rows() {
        return rows.size();
    }

    /**
     * @param wanted names of columns
     * @return the first of these that is a column
     */
    public Optional<String> find(String... wanted) {
        return Arrays.stream(wanted).filter(names::contains).findFirst();
    }

    /**
     * @param meaning what is looked for, for the message
     * @param wanted names of columns
     * @return the first of these that is a column
     * @throws InputException if none is
     */
    public String require(String meaning, String... wanted) {
        return find(wanted)
                .orElseThrow(() -> InputException.of(
                        "%s has the columns %s, expected %s in one named %s.",
                        path, names, meaning, String.join(" or ", wanted)));
    }

    /**
     * @param row number of a row, from 0
     * @param name name of a column
     * @return the value there, without quotation marks around it
     */
    public String text(int row, String name) {
        return unquoted(rows.get(row)[names.indexOf(name)]);
    }

    /**
     * @param name name of a column
     * @return its numbers, NaN where the value is empty, shape (rows)
     * @throws InputException if a value is no number
     */
    public double[] numbers(String name) {
        double[] numbers = new double[rows.size()];
        for (int row = 0; row < numbers.length; row++) {
            String text = text(row, name);
            try {
                // what is missing is an empty text in some programs
                numbers[row] = text.isEmpty() ? Double.NaN : NumberLines.parse(text);
            } catch (NumberFormatException e) {
                throw InputException.of(
                        "%s, row %d: found '%s' in column %s, expected a number.", path, row + 1, text, name, e);
            }
        }
        return numbers;
    }

    /**
     * @param name name of a column
     * @return its values, shape (rows)
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            texts.add(text(row, name));
        }
        return texts;
    }
}

package circuitscope.files;

import circuitscope.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text of numbers, as many in each line, with spaces, tabs or commas between them. Empty lines at its end don't count. */
public final class NumberLines {
    private NumberLines() {}

    /**
     * @param path a text
     * @return its numbers, shape (lines, numbers); "nan" in any letters is one
     * @throws InputException if the file can't be read, a word is no number, or lines have not equally many
     */
    public static double[][] read(Path path) {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String[] words = line.strip().split("[\\s,]+");
                if (words[0].isEmpty()) {
                    continue;
                }
                if (number != rows.size() + 1) {
                    throw InputException.of("%s: line %d is empty, expected numbers.", path, rows.size() + 1);
                }
                double[] row = new double[words.length];
                for (int k = 0; k < row.length; k++) {
                    row[k] = number(path, number, words[k]);
                }
                if (!rows.isEmpty() && rows.get(0).length != row.length) {
                    throw InputException.of(
                            "%s, line %d: found %d numbers, expected %d as in the first line; see whether the file is cut off.",
                            path, number, row.length, rows.get(0).length);
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        return rows.toArray(double[][]::new);
    }

    /**
     * @param path a text
     * @return the only number in each line, shape (lines)
     * @throws InputException if the file can't be read, or a line is not one whole number
     */
    public static long[] whole(Path path) {
        long[] numbers = new long[1024];
        int count = 0;
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String word = line.strip();
                number++;
                if (word.isEmpty()) {
                    continue;
                }
                if (number != count + 1) {
                    throw InputException.of("%s: line %d is empty, expected a number.", path, count + 1);
                }
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * count);
                }
                numbers[count++] = Long.parseLong(word);
            }
        } catch (NumberFormatException e) {
            throw InputException.of(
                    "%s, line %d: found '%s', expected one whole number.", path, count, quoted(e.getMessage()), e);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
        return Arrays.copyOf(numbers, count);
    }

    private static String quoted(String message) {
        int start = message.indexOf('"');
        String text = start < 0 ? message : message.substring(start + 1, message.lastIndexOf('"'));
        return text.length() > 20 ? text.substring(0, 20) + "..." : text;
    }

    /** A number as programs write it: NumPy in small letters, MATLAB in others. */
    static double parse(String word) {
        return word.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(word);
    }

    private static double number(Path path, int line, String word) {
        try {
            return parse(word);
        } catch (NumberFormatException e) {
            throw InputException.of("%s, line %d: found '%s', expected a number.", path, line, word, e);
        }
    }
}

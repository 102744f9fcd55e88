package circuitscope;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reference values that another tool wrote, in resources beside the tests. */
public final class NumberFile {
    private NumberFile() {}

    /** One array per line, numbers between commas. */
    public static List<double[]> rows(Class<?> test, String resource) {
        return text(test, resource).stream().map(NumberFile::numbers).toList();
    }

    /** Matrices by name: a line with name and number of rows before the rows of each. */
    public static Map<String, double[][]> blocks(Class<?> test, String resource) {
        List<String> lines = text(test, resource);
        Map<String, double[][]> blocks = new LinkedHashMap<>();
        for (int at = 0; at < lines.size(); ) {
            String[] head = lines.get(at++).split(",");
            double[][] rows = new double[Integer.parseInt(head[1])][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = numbers(lines.get(at++));
            }
            blocks.put(head[0], rows);
        }
        return blocks;
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static List<String> text(Class<?> test, String resource) {
        try (InputStream in = test.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

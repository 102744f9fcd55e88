package circuitscope.nwb;

import circuitscope.InputException;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.object.datatype.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table of an NWB file (a DynamicTable): units, electrodes, intervals. Columns are read when they are asked for. A ragged
 * column holds a list in each row: its numbers lie one behind the other, and a second dataset, whose name ends in {@code _index},
 * tells where the list of each row ends.
 */
public final class NwbTable {
    private static final String INDEX = "_index";
    private static final String ID = "id";

    private final NwbFile file;
    private final String path;
    private final int rows;

    private NwbTable(NwbFile file, String path, int rows) {
        this.file = file;
        this.path = path;
        this.rows = rows;
    }

    static NwbTable of(NwbFile file, String path) {
        if (!(file.node(path).orElseThrow() instanceof Group)) {
            throw InputException.of("%s: %s is no table, expected a group with columns.", file.path(), path);
        }
        if (!file.has(path + "/" + ID)) {
            throw InputException.of("%s: table %s has no column id, expected one number per row.", file.path(), path);
        }
        return new NwbTable(file, path, length(file, path + "/" + ID));
    }

    private static int length(NwbFile file, String object) {
        Dataset dataset = file.dataset(object);
        return file.guarded(object, () -> dataset.getDimensions().length == 0 ? 0 : dataset.getDimensions()[0]);
    }

    private String where(String column) {
        return path + "/" + column;
    }

    /** {@return its path in the file} */
    public String path() {
        return path;
    }

    /** {@return the number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return names of its columns; indices of ragged ones are none} */
    public List<String> columns() {
        List<String> all = file.children(path);
        return all.stream()
                .filter(name -> !name.equals(ID))
                .filter(name ->
                        !name.endsWith(INDEX) || !all.contains(name.substring(0, name.length() - INDEX.length())))
                .filter(name -> file.node(where(name)).orElseThrow() instanceof Dataset)
                .toList();
    }

    /**
     * @param column a name
     * @return whether there is such a column
     */
    public boolean has(String column) {
        return file.has(where(column));
    }

    /**
     * @param column a name
     * @return whether it holds a list in each row
     */
    public boolean isRagged(String column) {
        return file.has(where(column + INDEX));
    }

    /**
     * @param column a column with one value per row
     * @return whether the values are numbers, texts or references along one axis, not of more axes such as a mean waveform
     */
    public boolean isFlat(String column) {
        Dataset dataset = file.dataset(where(column));
        return !isRagged(column)
                && file.guarded(where(column), () -> dataset.getDimensions().length == 1 && !dataset.isCompound());
    }

    /** {@return the id of each row, shape (rows)} */
    public long[] ids() {
        double[] numbers = numbers(ID);
        long[] ids = new long[numbers.length];
        for (int k = 0; k < ids.length; k++) {
            ids[k] = (long) numbers[k];
        }
        return ids;
    }

    /**
     * @param column a column with one number per row
     * @return the numbers, shape (rows)
     * @throws InputException if there is no such column, or it holds no numbers or another number of them
     */
    public double[] numbers(String column) {
        double[] numbers = HdfValues.numbers(file.path() + ": " + where(column), data(column));
        requireRows(column, numbers.length);
        return numbers;
    }

    /**
     * @param column a column with one value per row: a text, a number, a truth value; or a reference, of which the last part of the
     *     path is given
     * @return the values as texts, shape (rows)
     * @throws InputException if there is no such column, or it holds another number of values
     */
    public List<String> texts(String column) {
        List<String> texts = new ArrayList<>();
        if (isReference(column)) {
            for (String object : references(column)) {
                texts.add(object.replaceAll(".*/(?=[^/])|/$", ""));
            }
        } else {
            texts.addAll(List.of(HdfValues.texts(data(column))));
        }
        requireRows(column, texts.size());
        return texts;
    }

    private boolean isReference(String column) {
        return file.dataset(where(column)).getDataType() instanceof Reference;
    }

    /**
     * @param column a column with one object reference per row, such as {@code electrode_group}
     * @return the path of each object, shape (rows)
     * @throws InputException if there is no such column, or it holds no references
     */
    public List<String> references(String column) {
        if (!isReference(column)) {
            throw InputException.of("%s: %s holds no object references.", file.path(), where(column));
        }
        List<String> objects = new ArrayList<>();
        for (double address : HdfValues.numbers(file.path() + ": " + where(column), data(column))) {
            objects.add(file.pathOf((long) address));
        }
        return objects;
    }

    /**
     * Where the list of each row of a ragged column ends among all its values.
     *
     * @param column a ragged column
     * @return one past the last value of each row, shape (rows)
     * @throws InputException if there is no such column, or ends go backwards or past the values
     */
    public long[] ends(String column) {
        double[] numbers = HdfValues.numbers(file.path() + ": " + where(column + INDEX), data(column + INDEX));
        requireRows(column + INDEX, numbers.length);
        long[] ends = new long[numbers.length];
        long values = values(column);
        for (int row = 0; row < ends.length; row++) {
            ends[row] = (long) numbers[row];
            if (ends[row] < (row == 0 ? 0 : ends[row - 1]) || ends[row] > values) {
                throw InputException.of(
                        "%s: %s, row %d: found the end %d, expected %d to %d, the number of values in %s; fetch the file again.",
                        file.path(),
                        where(column + INDEX),
                        row,
                        ends[row],
                        row == 0 ? 0 : ends[row - 1],
                        values,
                        column);
            }
        }
        if (ends.length > 0 && ends[ends.length - 1] != values) {
            throw InputException.of(
                    "%s: %s ends at %d, expected %d, the number of values in %s; fetch the file again.",
                    file.path(), where(column + INDEX), ends[ends.length - 1], values, column);
        }
        return ends;
    }

    /**
     * @param column a column, ragged or not
     * @return the number of values in all rows together
     */
    public long values(String column) {
        Dataset dataset = file.dataset(where(column));
        return file.guarded(
                where(column), () -> dataset.getDimensionsAsLong().length == 0 ? 0 : dataset.getDimensionsAsLong()[0]);
    }

    /**
     * Reads some of the values of a column: of a large file nothing else is read. Compressed columns are decompressed in the chunks
     * that hold them.
     *
     * @param column a column of numbers, ragged or not, with one axis
     * @param start first value
     * @param end one past the last value
     * @return the numbers, shape (end - start)
     * @throws InputException if there is no such column, it holds no numbers, or is damaged
     */
    public double[] numbers(String column, long start, long end) {
        return slice(file, where(column), start, end);
    }

    static double[] slice(NwbFile file, String object, long start, long end) {
        if (start >= end) {
            return new double[0];
        }
        Dataset dataset = file.dataset(object);
        int[] length = {Math.toIntExact(end - start)};
        return HdfValues.numbers(
                file.path() + ": " + object, file.guarded(object, () -> dataset.getData(new long[] {start}, length)));
    }

    /**
     * @param column a ragged column of numbers
     * @param row a row
     * @return its list
     * @throws InputException if there is no such column, or it is damaged
     */
    public double[] list(String column, int row) {
        long[] ends = ends(column);
        return numbers(column, row == 0 ? 0 : ends[row - 1], ends[row]);
    }

    /**
     * @param column a column of pairs, ragged or not, such as {@code obs_intervals}
     * @return the pairs of all rows, shape (values, 2)
     * @throws InputException if there is no such column, or it holds something else
     */
    public double[][] pairs(String column) {
        Dataset dataset = file.dataset(where(column));
        int[] shape = file.guarded(where(column), dataset::getDimensions);
        if (shape.length != 2 || shape[1] != 2) {
            throw InputException.of(
                    "%s: %s has shape %s, expected rows of two.", file.path(), where(column), Arrays.toString(shape));
        }
        double[] flat = HdfValues.numbers(file.path() + ": " + where(column), data(column));
        double[][] pairs = new double[shape[0]][];
        Arrays.setAll(pairs, row -> new double[] {flat[2 * row], flat[2 * row + 1]});
        return pairs;
    }

    /**
     * @param column a ragged column of texts, such as {@code tags}
     * @return the list of each row
     * @throws InputException if there is no such column, or it is damaged
     */
    public List<List<String>> textLists(String column) {
        long[] ends = ends(column);
        List<String> all = List.of(HdfValues.texts(data(column)));
        List<List<String>> lists = new ArrayList<>();
        for (int row = 0; row < ends.length; row++) {
            lists.add(all.subList(row == 0 ? 0 : (int) ends[row - 1], (int) ends[row]));
        }
        return lists;
    }

    /**
     * @param column a column
     * @return the first of these that there is
     */
    public Optional<String> find(String... column) {
        return List.of(column).stream().filter(this::has).findFirst();
    }

    private Object data(String column) {
        Dataset dataset = file.dataset(where(column));
        return file.guarded(where(column), dataset::getDataFlat);
    }

    private void requireRows(String column, int found) {
        if (found != rows) {
            throw InputException.of(
                    "%s: %s has %d values, expected %d, one per row of %s; fetch the file again.",
                    file.path(), where(column), found, rows, path);
        }
    }
}

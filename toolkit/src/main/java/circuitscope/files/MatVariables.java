package circuitscope.files;

import circuitscope.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/**
 * The variables of a MAT v5 file, checked when they are asked for. A field of a structure goes by its path, such as {@code
 * data.syn.dt_true}. They are gone when the file is closed.
 */
public final class MatVariables implements AutoCloseable {
    private static final byte[] START = {'M', 'A', 'T', 'L', 'A', 'B'};

    private final MatFile file;
    private final Map<String, Variable> variables;

    private MatVariables(MatFile file, Map<String, Variable> variables) {
        this.file = file;
        this.variables = variables;
    }

    /**
     * @param path a file
     * @return whether it is there and begins as a MAT file does
     * @throws InputException if it can't be read
     */
    public static boolean isMat(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(START.length), START);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
    }

    /**
     * @param path a MAT v5 file
     * @return its variables
     * @throws InputException if the file is missing, or no such file
     */
    public static MatVariables read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw InputException.of("%s: found no such file, expected a MAT v5 file; check its name.", path);
        }
        try {
            MatFile file = Mat5.readFromFile(path.toFile());
            Map<String, Variable> variables = new LinkedHashMap<>();
            for (MatFile.Entry entry : file.getEntries()) {
                Array value = entry.getValue();
                collect(entry.getName(), value, variables);
            }
            return new MatVariables(file, variables);
        } catch (IOException | RuntimeException e) {
            // the reader signals broken files by many kinds of unchecked exceptions
            throw InputException.of(
                    "%s: found no readable MAT v5 file (%s), expected one saved with -v7 or -v6; download or save it again.",
                    path, e, e);
        }
    }

    private static void collect(String name, Array value, Map<String, Variable> variables) {
        if (value instanceof Struct struct && struct.getNumElements() == 1) {
            for (String field : struct.getFieldNames()) {
                Array inner = struct.get(field);
                collect(name + "." + field, inner, variables);
            }
        } else if (value instanceof Matrix || value instanceof Cell) {
            variables.put(name, new Variable(name, value));
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The variables are in memory: nothing can fail here.", e);
        }
    }

    /**
     * @param name name of a variable, or the path of a field
     * @return the variable, if the file has it
     */
    public Optional<Variable> find(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /**
     * @param name name of a variable, or the path of a field
     * @return the variable
     * @throws InputException if the file has none of this name
     */
    public Variable require(String name) {
        return find(name)
                .orElseThrow(() -> InputException.of(
                        "variable '%s' is missing, found %s; choose a file with this layout.",
                        name, variables.keySet()));
    }

    /**
     * A matrix of numbers, or a list of such in cells.
     *
     * @param name its name in the file
     * @param array what it holds
     */
    public record Variable(String name, Array array) {
        /** {@return the number of rows} */
        public int rows() {
            return array.getNumRows();
        }

        /** {@return the number of columns} */
        public int columns() {
            return array.getNumCols();
        }

        /**
         * @param index number of a column, from 0
         * @return its numbers, shape (rows)
         * @throws InputException if the variable holds no numbers
         */
        public double[] column(int index) {
            Matrix matrix = numbers();
            double[] column = new double[rows()];
            Arrays.setAll(column, row -> matrix.getDouble(row, index));
            return column;
        }

        /**
         * @param index number of a row, from 0
         * @return its numbers, shape (columns)
         * @throws InputException if the variable holds no numbers
         */
        public double[] row(int index) {
            Matrix matrix = numbers();
            double[] row = new double[columns()];
            Arrays.setAll(row, column -> matrix.getDouble(index, column));
            return row;
        }

        /**
         * @return all numbers of a single row or column, in their order
         * @throws InputException if the variable holds no numbers, or more than a row or column of them
         */
        public double[] vector() {
            if (rows() != 1 && columns() != 1 && rows() * columns() != 0) {
                throw InputException.of(
                        "variable '%s' has shape (%d, %d), expected one row or one column.", name, rows(), columns());
            }
            Matrix matrix = numbers();
            double[] all = new double[rows() * columns()];
            Arrays.setAll(all, matrix::getDouble);
            return all;
        }

        /**
         * @param neurons number of neurons
         * @return the numbers with rows and columns exchanged: [i][j] is row j, column i of the variable
         * @throws InputException if the variable holds no numbers or has another shape
         */
        public double[][] transposed(int neurons) {
            if (rows() != neurons || columns() != neurons) {
                throw InputException.of(
                        "variable '%s' has shape (%d, %d), expected (%d, %d), one row and one column per neuron.",
                        name, rows(), columns(), neurons, neurons);
            }
            double[][] transposed = new double[neurons][];
            Arrays.setAll(transposed, this::column);
            return transposed;
        }

        /**
         * @return the number of cells
         * @throws InputException if the variable is no list of cells
         */
        public int cells() {
            return list().getNumElements();
        }

        /**
         * @param index number of a cell, from 0
         * @return what is in it
         * @throws InputException if the variable is no list of cells, or this one holds no numbers
         */
        public Variable cell(int index) {
            Array inner = list().get(index);
            return new Variable(name + "{" + (index + 1) + "}", inner);
        }

        /**
         * @param expected number of columns
         * @param meaning what they are
         * @return this variable
         * @throws InputException if there are others, or no rows
         */
        public Variable requireColumns(int expected, String meaning) {
            if (columns() != expected || rows() == 0) {
                throw InputException.of(
                        "variable '%s' has shape (%d, %d), expected rows of %d columns: %s.",
                        name, rows(), columns(), expected, meaning);
            }
            return this;
        }

        private Matrix numbers() {
            if (array instanceof Matrix matrix) {
                return matrix;
            }
            throw InputException.of("variable '%s' is a %s, expected numbers.", name, array.getType());
        }

        private Cell list() {
            if (array instanceof Cell cell) {
                return cell;
            }
            throw InputException.of(
                    "variable '%s' is of type %s, expected a list of cells, one per neuron.", name, array.getType());
        }
    }
}

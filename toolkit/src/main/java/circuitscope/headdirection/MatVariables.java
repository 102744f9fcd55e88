package circuitscope.headdirection;

import circuitscope.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/** The numeric variables of a MAT v5 file, checked when they are asked for. They are gone when the file is closed. */
final class MatVariables implements AutoCloseable {
    private final MatFile file;
    private final Map<String, Variable> variables;

    private MatVariables(MatFile file, Map<String, Variable> variables) {
        this.file = file;
        this.variables = variables;
    }

    static MatVariables read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw InputException.of("%s: found no such file, expected a MAT v5 file; check its name.", path);
        }
        try {
            MatFile file = Mat5.readFromFile(path.toFile());
            Map<String, Variable> variables = new LinkedHashMap<>();
            for (MatFile.Entry entry : file.getEntries()) {
                if (entry.getValue() instanceof Matrix matrix) {
                    variables.put(entry.getName(), new Variable(entry.getName(), matrix));
                }
            }
            return new MatVariables(file, variables);
        } catch (IOException | RuntimeException e) {
            // the reader signals broken files by many kinds of unchecked exceptions
            throw InputException.of(
                    "%s: found no readable MAT v5 file (%s), expected one saved with -v7 or -v6; download or save it again.",
                    path, e, e);
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

    Variable require(String name) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw InputException.of(
                    "variable '%s' is missing, found %s; choose a file with this layout.", name, variables.keySet());
        }
        return variable;
    }

    /** A matrix with the name that it has in the file. */
    record Variable(String name, Matrix matrix) {
        int rows() {
            return matrix.getNumRows();
        }

        int columns() {
            return matrix.getNumCols();
        }

        double[] column(int index) {
            double[] column = new double[rows()];
            Arrays.setAll(column, row -> matrix.getDouble(row, index));
            return column;
        }

        double[] row(int index) {
            double[] row = new double[columns()];
            Arrays.setAll(row, column -> matrix.getDouble(index, column));
            return row;
        }

        Variable requireColumns(int expected, String meaning) {
            if (columns() != expected || rows() == 0) {
                throw InputException.of(
                        "variable '%s' has shape (%d, %d), expected rows of %d columns: %s.",
                        name, rows(), columns(), expected, meaning);
            }
            return this;
        }

        int count(int row, int column) {
            double value = matrix.getDouble(row, column);
            if (!(value >= 0 && value <= 1000) || value != Math.rint(value)) {
                throw InputException.of(
                        "variable '%s', row %d, column %d: found %s, expected a spike count of 0 to 1000 in 10 ms.",
                        name, row, column, value);
            }
            return (int) value;
        }
    }
}

package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.data.Dataset;
import circuitscope.data.GroundTruth;
import circuitscope.files.MatVariables;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** True weights and latencies from a file that need not hold spikes; NaN where they are not known. */
record TrueConnections(double[][] weights, Optional<double[][]> latenciesMs) {
    private static final String WEIGHTS = "weights";

    static TrueConnections read(Path path) {
        if (!MatVariables.isMat(path)) {
            NpzFile file = NpzFile.read(path);
            if (file.find(WEIGHTS).isPresent() || file.find("times").isEmpty()) {
                return new TrueConnections(
                        matrix(file.require(WEIGHTS), path, WEIGHTS),
                        file.find("latencies_ms").map(array -> matrix(array, path, "latencies_ms")));
            }
        }
        GroundTruth truth = Dataset.open(path)
                .truth()
                .orElseThrow(() -> InputException.of(
                        "%s has no true weights to compare with; use a file with known wiring.", path));
        return new TrueConnections(truth.weights(), truth.latenciesMs());
    }

    /** A matrix that may hold NaN. */
    static double[][] matrix(NpyArray array, Path path, String name) {
        int[] shape = array.shape();
        if (shape.length != 2) {
            throw InputException.of(
                    "%s, array '%s' has shape %s, expected a matrix.", path, name, Arrays.toString(shape));
        }
        double[] values = array.doubles();
        return IntStream.range(0, shape[0])
                .mapToObj(i -> Arrays.copyOfRange(values, i * shape[1], (i + 1) * shape[1]))
                .toArray(double[][]::new);
    }

    boolean anyUnknown() {
        return Arrays.stream(weights).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    }

    /** Whether there are pairs with and without a connection. */
    boolean isSparse() {
        boolean[] seen = new boolean[2];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                if (i != j && !Double.isNaN(weights[i][j])) {
                    seen[weights[i][j] == 0 ? 0 : 1] = true;
                }
            }
        }
        return seen[0] && seen[1];
    }
}

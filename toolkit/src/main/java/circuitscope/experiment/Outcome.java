package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.files.Json;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/**
 * What came out of an experiment, with all that is needed to judge it: one value, one file, one checksum.
 *
 * @param name name of the experiment
 * @param key key of the experiment
 * @param experiment its recipe: data, method, options, seed
 * @param provenance hash of the recording, version and commit, Java, threads and seconds
 * @param convergence how the fit ended
 * @param error distance to the true weights; null if they are not known
 * @param scores spike prediction; null if the method does not predict spikes
 * @param reach limits and oracle; null if they are not known
 * @param weights inferred weights
 */
public record Outcome(
        String name,
        String key,
        JsonNode experiment,
        Provenance provenance,
        Convergence convergence,
        WeightError error,
        SplitScores scores,
        Reach reach,
        Matrix weights) {
    private static final String SHA256 = "sha256";

    /**
     * A square matrix in single precision: 24 bits per entry are significant.
     *
     * @param neurons number of rows and columns
     * @param base64 the entries row by row, 32-bit floating-point numbers in little-endian order, in Base64
     */
    public record Matrix(int neurons, String base64) {
        static Matrix of(double[][] rows) {
            int n = rows.length;
            ByteBuffer bytes = ByteBuffer.allocate(4 * n * n).order(ByteOrder.LITTLE_ENDIAN);
            for (double[] row : rows) {
                for (double value : row) {
                    bytes.putFloat((float) value);
                }
            }
            return new Matrix(n, Base64.getEncoder().encodeToString(bytes.array()));
        }

        /** {@return the rows, shape (N, N)} */
        public double[][] rows() {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            double[][] rows = new double[neurons][neurons];
            for (double[] row : rows) {
                for (int j = 0; j < neurons; j++) {
                    row[j] = bytes.getFloat();
                }
            }
            return rows;
        }
    }

    static Outcome of(
            Experiment experiment, Dataset dataset, Inference result, Optional<Reach> reach, Workers workers) {
        int stride = Experiment.scoreStride(dataset.recording().steps());
        return new Outcome(
                experiment.name(),
                experiment.key(),
                experiment.recipe(),
                result.provenance(),
                result.convergence(),
                dataset.truth()
                        .map(truth -> WeightError.of(result.weights(), truth.weights()))
                        .orElse(null),
                result.rates()
                        .map(rates -> SplitScores.sampled(
                                dataset.recording(),
                                result.provenance().split(),
                                rates,
                                stride,
                                experiment.seed(),
                                workers))
                        .orElse(null),
                reach.orElse(null),
                Matrix.of(result.weights()));
    }

    /** {@return spike prediction on training, validation and test part, if the method predicts spikes} */
    public Optional<SplitScores> prediction() {
        return Optional.ofNullable(scores);
    }

    /** {@return the file's text: JSON with the SHA-256 of the canonical text of all the rest} */
    String json() {
        ObjectNode tree = (ObjectNode) Json.tree(this);
        tree.put(SHA256, Json.sha256(tree));
        return Json.indented(tree);
    }

    /**
     * @param where names the text in messages
     * @param text a file's text
     * @return the outcome
     * @throws InputException if it is not the text of an outcome, or has not the checksum that it names
     */
    static Outcome of(String where, String text) {
        JsonNode tree = Json.parse(where, text);
        if (!(tree instanceof ObjectNode object) || !object.has(SHA256)) {
            throw InputException.of("%s is not an outcome with its checksum; run the experiment again.", where);
        }
        String expected = object.remove(SHA256).asText();
        String found = Json.sha256(object);
        if (!found.equals(expected)) {
            throw InputException.of(
                    "%s has the SHA-256 %s, expected %s as it names; fetch it or run the experiment again.",
                    where, found, expected);
        }
        Outcome outcome = Json.value(where, object, Outcome.class);
        String key = Json.sha256(outcome.experiment);
        if (!key.equals(outcome.key)) {
            throw InputException.of(
                    "%s has the key %s, expected %s as its experiment has; run the experiment again.",
                    where, outcome.key, key);
        }
        return outcome;
    }
}

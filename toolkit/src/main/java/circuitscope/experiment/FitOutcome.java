package circuitscope.experiment;

import circuitscope.Build;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.evaluate.edges.EdgeDetection;
import circuitscope.evaluate.edges.EdgeMetric;
import circuitscope.infer.Convergence;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Recording;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What came out of a fit of a method to spikes.
 *
 * @param name name of the experiment
 * @param key key of the experiment
 * @param experiment its recipe: data, method, options, seed
 * @param provenance hash of the recording, version and commit, Java, threads and seconds
 * @param convergence how the fit ended
 * @param error distance to the true weights, of the whole ring if only some of its neurons were observed; null if they are not
 *     known
 * @param edges how well edges were found, by metric, as far as it is defined; null if that can't be asked, as all pairs are
 *     connected, or none, or the truth is not known
 * @param scores spike prediction; null if the method does not predict spikes
 * @param cells what is known of each recorded cell where the true weights are not known; null otherwise
 * @param reach limits and oracle; null if they are not known
 * @param weights inferred weights
 * @param run how it was run; null if that was not written down
 */
public record FitOutcome(
        String name,
        String key,
        JsonNode experiment,
        Provenance provenance,
        Convergence convergence,
        WeightError error,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<EdgeMetric, Double> edges,
        SplitScores scores,
        @JsonInclude(JsonInclude.Include.NON_NULL) Cells cells,
        Reach reach,
        Matrix weights,
        @JsonInclude(JsonInclude.Include.NON_NULL) Run run)
        implements Outcome {
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

    /**
     * Where nobody knows the wiring, cells are all that there is to compare methods by.
     *
     * @param preferredRadians preferred angle of each cell in rad, shape (N); empty if one of them is not known
     * @param testScore score of the test part of each cell in nats per spike, 0 for one that does not fire there, shape (N); empty if
     *     the method does not predict spikes
     */
    public record Cells(double[] preferredRadians, double[] testScore) {
        static Cells of(Recording recording, Inference result) {
            double[] preferred = recording.cells().stream()
                    .mapToDouble(Cell::preferredRadians)
                    .toArray();
            return new Cells(
                    Arrays.stream(preferred).allMatch(Double::isFinite) ? preferred : new double[0],
                    result.rates()
                            .map(rates -> LikelihoodScore.byNeuron(
                                    recording, result.provenance().split().test(), rates))
                            .orElse(new double[0]));
        }
    }

    private static Optional<Map<EdgeMetric, Double>> edges(Inference result, double[][] truth) {
        int n = result.weights().length;
        if (truth.length != n) {
            return Optional.empty();
        }
        long connected = IntStream.range(0, n * n)
                .filter(p -> p / n != p % n && truth[p / n][p % n] != 0)
                .count();
        if (connected == 0 || connected == n * (n - 1L)) {
            return Optional.empty();
        }
        EdgeDetection detection = EdgeDetection.of(result.connectivity(), truth);
        Map<EdgeMetric, Double> values = new EnumMap<>(EdgeMetric.class);
        for (EdgeMetric metric : detection.metrics()) {
            double value = detection.value(metric);
            if (Double.isFinite(value)) {
                values.put(metric, value);
            }
        }
        return Optional.of(values);
    }

    static FitOutcome of(
            FitExperiment experiment, Dataset dataset, Inference result, Optional<Reach> reach, Workers workers) {
        int stride = FitExperiment.scoreStride(dataset.recording().steps());
        return new FitOutcome(
                experiment.name(),
                experiment.key(),
                experiment.recipe(),
                result.provenance(),
                result.convergence(),
                dataset.truth()
                        .map(truth -> dataset.source() instanceof Source.Observed part
                                ? WeightError.interpolated(
                                        result.weights(),
                                        part.indices(),
                                        part.simulation().network().weights())
                                : WeightError.of(result.weights(), truth.weights()))
                        .orElse(null),
                dataset.truth().flatMap(truth -> edges(result, truth.weights())).orElse(null),
                result.rates()
                        .map(rates -> SplitScores.sampled(
                                dataset.recording(),
                                result.provenance().split(),
                                rates,
                                stride,
                                experiment.seed(),
                                workers))
                        .orElse(null),
                dataset.truth().isPresent() ? null : Cells.of(dataset.recording(), result),
                reach.orElse(null),
                Matrix.of(result.weights()),
                null);
    }

    /**
     * @return what is known of each recorded cell
     * @throws InputException if it was not kept, because the true weights are known
     */
    public Cells requireCells() {
        if (cells == null) {
            throw InputException.of(
                    "%s is of a circuit whose weights are known, so its cells are not kept; expected recorded cells.",
                    name);
        }
        return cells;
    }

    /** {@return spike prediction on training, validation and test part, if the method predicts spikes} */
    public Optional<SplitScores> prediction() {
        return Optional.ofNullable(scores);
    }

    @Override
    public Build build() {
        return provenance.build();
    }

    @Override
    public double seconds() {
        return provenance.seconds();
    }

    @Override
    public FitOutcome ranAs(Run how) {
        return new FitOutcome(
                name, key, experiment, provenance, convergence, error, edges, scores, cells, reach, weights, how);
    }
}

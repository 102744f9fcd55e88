package circuitscope.experiment;

import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Provenance;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What came out of an experiment.
 *
 * @param name name of the experiment, such as "glm-threshold-1"
 * @param recipe how the recording was made, in words
 * @param provenance method, options, seed, hash of the recording, versions and seconds
 * @param error distance to the true weights
 * @param scores spike prediction on training, validation and test part, null if the method does not predict spikes; ask
 *     {@link #prediction} for it
 * @param weights inferred weights w[i][j] from neuron j to neuron i, shape (N, N); kept with 24 bits in a file
 */
public record Outcome(
        String name,
        String recipe,
        Provenance provenance,
        WeightError error,
        @JsonInclude(JsonInclude.Include.NON_NULL) SplitScores scores,
        @JsonIgnore double[][] weights) {
    /** {@return spike prediction on training, validation and test part, if the method predicts spikes} */
    public Optional<SplitScores> prediction() {
        return Optional.ofNullable(scores);
    }

    Outcome withWeights(double[][] values) {
        return new Outcome(name, recipe, provenance, error, scores, values);
    }

    /** Whether it came from this experiment: the same method, options and recording. */
    boolean isOf(Experiment<?, ?> experiment) {
        return name.equals(experiment.name())
                && recipe.equals(experiment.recipe().toString())
                && provenance.options().equals(experiment.options().toString());
    }
}

package circuitscope.infer.glm;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Penalty on the couplings of each neuron of a GLM; biases and tuning are free. Of several strengths the one is taken under
 * which the validation part is most likely; they are tried from the largest on, until the likelihood has fallen twice in a
 * row.
 *
 * @param norm what is penalized
 * @param strengths how strongly, in nats, from the largest to the smallest
 */
public record GlmPenalty(Norm norm, List<Double> strengths) {
    /** What is penalized. */
    public enum Norm {
        /** Half the sum of squared weights: 1 / strength is the variance of a Gaussian prior. */
        RIDGE,
        /** Sum of absolute weights: couplings that the spikes do not ask for are exactly 0. */
        LASSO
    }

    /**
     * Sorts the strengths.
     *
     * @param norm what is penalized
     * @param strengths how strongly, in nats, at least one
     * @throws InputException if there is no strength, one is negative or not finite, or two are equal
     */
    public GlmPenalty {
        if (norm == null) {
            throw InputException.of("Norm of the GLM penalty is missing, expected RIDGE or LASSO.");
        }
        if (strengths.isEmpty() || strengths.stream().distinct().count() < strengths.size()) {
            throw InputException.of(
                    "Strengths of the GLM penalty are %s, expected at least one, and none of them twice.", strengths);
        }
        for (double strength : strengths) {
            InputException.requireBetween("Strength of the GLM penalty", strength, 0, 1e12);
        }
        strengths = strengths.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /**
     * @param strengths each for a penalty strength / 2 * sum of squared weights; weights are the change of the log rate at the
     *     filter's peak, so 1 is a prior standard deviation of 1
     * @return an l2 penalty
     * @throws InputException if there is no strength, one is negative or not finite, or two are equal
     */
    public static GlmPenalty ridge(double... strengths) {
        return new GlmPenalty(Norm.RIDGE, Arrays.stream(strengths).boxed().toList());
    }

    /**
     * @param strengths each for a penalty strength * sum of absolute weights
     * @return an l1 penalty
     * @throws InputException if there is no strength, one is negative or not finite, or two are equal
     */
    public static GlmPenalty lasso(double... strengths) {
        return new GlmPenalty(Norm.LASSO, Arrays.stream(strengths).boxed().toList());
    }

    /** One strength. */
    record Term(Norm norm, double strength) {
        static final Term NONE = new Term(Norm.RIDGE, 0);

        double ridge() {
            return norm == Norm.RIDGE ? strength : 0;
        }

        double lasso() {
            return norm == Norm.LASSO ? strength : 0;
        }

        double of(double weight) {
            return ridge() / 2 * weight * weight + lasso() * Math.abs(weight);
        }
    }

    /** The strengths one by one, the largest first. */
    List<Term> terms() {
        return strengths.stream().map(strength -> new Term(norm, strength)).toList();
    }
}

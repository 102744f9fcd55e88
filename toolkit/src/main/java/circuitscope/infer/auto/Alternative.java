package circuitscope.infer.auto;

/**
 * Something that could have been chosen, and what the held-out spikes said.
 *
 * @param question what was to be chosen
 * @param name what this alternative is
 * @param score how good it is; only alternatives of one question can be compared, and more is better
 * @param unit unit of the score
 * @param error standard error of the difference to the chosen one, 0 for itself
 * @param chosen whether it was chosen
 */
public record Alternative(String question, String name, double score, String unit, double error, boolean chosen) {}

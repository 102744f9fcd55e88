package circuitscope.infer;

/**
 * How a search for the best solution ended.
 *
 * @param converged whether it arrived; false if it stopped at its last iteration
 * @param iterations iterations that it took, the most of all neurons where each has a search of its own
 * @param unfinished number of neurons, or of other parts that are searched alone, that did not arrive
 */
public record Convergence(boolean converged, int iterations, int unfinished) {
    /** {@return a solution in closed form} */
    public static Convergence closedForm() {
        return new Convergence(true, 0, 0);
    }

    /**
     * @param converged whether the search arrived
     * @param iterations iterations that it took
     * @return the end of one search
     */
    public static Convergence of(boolean converged, int iterations) {
        return new Convergence(converged, iterations, converged ? 0 : 1);
    }

    /**
     * @param unfinished searches that did not arrive
     * @param iterations the most iterations of any
     * @return the end of several searches
     */
    public static Convergence ofParts(int unfinished, int iterations) {
        return new Convergence(unfinished == 0, iterations, unfinished);
    }
}

package circuitscope.spikes;

/** The expected number of spikes of every neuron in each step, given all that was recorded before this step. */
@FunctionalInterface
public interface RateModel {
    /**
     * Visits some steps in order. Safe to call from several threads at a time.
     *
     * @param recording the spikes that are given
     * @param steps steps to predict, increasing, each in a segment of the recording
     * @param visitor hears the rates of each step
     */
    void visit(Recording recording, int[] steps, Visitor visitor);

    /** Hears the rates of one step. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param step the step
         * @param rates expected spike counts in this step, shape (neurons); reused between calls
         */
        void rates(int step, double[] rates);
    }
}

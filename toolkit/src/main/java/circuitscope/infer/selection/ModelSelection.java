package circuitscope.infer.selection;

import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;

/**
 * What held-out spikes have said about weights so far.
 *
 * @param tauMs synaptic time constant through which weights are compared, 0 if they are not
 * @param losses what each neuron adds to the loss of the best weights, in nats per spike, shape (N)
 * @param best parameters of the best weights
 * @param settled whether the search has ended
 * @param steps training steps after which weights were last compared
 */
public record ModelSelection(double tauMs, double[] losses, Parameters best, boolean settled, long steps) {
    /** In standard errors. */
    private static final double SIGNIFICANT = 2;

    /** {@return the state of weights that are not compared} */
    public static ModelSelection none() {
        return new ModelSelection(0, new double[] {Double.NaN}, new Parameters(), false, 0);
    }

    /**
     * @param now training steps so far
     * @return the same state, of weights that were compared now
     */
    public ModelSelection at(long now) {
        return new ModelSelection(tauMs, losses, best, settled, now);
    }

    /** {@return the loss of the best weights in nats per spike} */
    public double loss() {
        return Arrays.stream(losses).sum();
    }

    /**
     * The state after new weights were compared: they are taken if they are significantly better, and otherwise the search
     * ends with the best.
     *
     * @param others losses of the new weights, shape (N)
     * @param candidate their parameters
     * @param now training steps so far
     * @return the new state
     */
    public ModelSelection after(double[] others, Parameters candidate, long now) {
        return isBeatenBy(others)
                ? new ModelSelection(tauMs, others, candidate, false, now)
                : new ModelSelection(tauMs, losses, best, true, now);
    }

    /**
     * @param others losses of other weights, shape (N)
     * @return whether they are lower by more than two standard errors, neurons being the sample
     */
    public boolean isBeatenBy(double[] others) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            sum += losses[i] - others[i];
        }
        return sum > SIGNIFICANT * errorOfDifference(losses, others);
    }

    /**
     * @param a what each neuron adds to a sum, shape (N)
     * @param b what it adds to another, shape (N)
     * @return standard error of the difference of the sums, neurons being the sample
     */
    public static double errorOfDifference(double[] a, double[] b) {
        int n = a.length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = a[i] - b[i];
            sum += difference;
            squares += difference * difference;
        }
        return Math.sqrt(Math.max(0, squares - sum * sum / n) * n / (n - 1));
    }
}

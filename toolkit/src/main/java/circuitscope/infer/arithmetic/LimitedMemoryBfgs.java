package circuitscope.infer.arithmetic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for smooth convex functions of many variables, with steps halved until the function falls enough.
 * Nocedal and Wright, Numerical Optimization, Algorithms 7.4 and 7.5. Maintained libraries on Maven Central have
 * dense quasi-Newton methods only, whose matrix for all pairs of 100 neurons would take 200 MB.
 */
public final class LimitedMemoryBfgs {
    private static final int MEMORY = 20;

    /** Share of the promised decrease that a step must bring (Armijo's condition). */
    private static final double SUFFICIENT = 1e-4;

    private static final double SHORTEST_STEP = 1e-12;

    private LimitedMemoryBfgs() {}

    /** A function with its gradient. */
    @FunctionalInterface
    public interface Function {
        /**
         * @param point where, left alone
         * @param gradient to be filled
         * @return the value
         */
        double at(double[] point, double[] gradient);
    }

    /** Hears how far the search is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param number iterations so far
         * @param value value of the function
         * @param largestGradient largest entry of the gradient
         */
        void iteration(int number, double value, double largestGradient);
    }

    /**
     * Where the search ended.
     *
     * @param point the point
     * @param value value there
     * @param iterations iterations that it took
     * @param arrived whether no entry of the gradient is larger than the tolerance
     */
    public record Minimum(double[] point, double value, int iterations, boolean arrived) {}

    /** A step, the change of the gradient over it, and one over their product. */
    private record Move(double[] step, double[] change, double inverseProduct) {}

    /**
     * @param function what is minimized
     * @param start where the search starts
     * @param tolerance it ends when no entry of the gradient is larger
     * @param iterations most iterations
     * @param listener hears how far it is
     * @return where it ended
     */
    public static Minimum minimize(
            Function function, double[] start, double tolerance, int iterations, Listener listener) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = function.at(point, gradient);
        Deque<Move> moves = new ArrayDeque<>();
        for (int iteration = 0; iteration < iterations; iteration++) {
            listener.iteration(iteration, value, largest(gradient));
            if (largest(gradient) <= tolerance) {
                return new Minimum(point, value, iteration, true);
            }
            double[] direction = direction(gradient, moves);
            double slope = dot(direction, gradient);
            // without a memory the gradient gives no scale: the first step changes no entry by more than 1
            double length = moves.isEmpty() ? Math.min(1, 1 / largest(gradient)) : 1;
            double[] trial = new double[point.length];
            double[] trialGradient = new double[point.length];
            double trialValue;
            while (true) {
                for (int k = 0; k < trial.length; k++) {
                    trial[k] = point[k] + length * direction[k];
                }
                trialValue = function.at(trial, trialGradient);
                if (trialValue <= value + SUFFICIENT * length * slope) {
                    break;
                }
                length /= 2;
                if (length < SHORTEST_STEP) {
                    return new Minimum(point, value, iteration, false);
                }
            }
            double[] step = new double[point.length];
            double[] change = new double[point.length];
            for (int k = 0; k < step.length; k++) {
                step[k] = trial[k] - point[k];
                change[k] = trialGradient[k] - gradient[k];
            }
            double product = dot(step, change);
            if (product > 0) {
                moves.addLast(new Move(step, change, 1 / product));
                if (moves.size() > MEMORY) {
                    moves.removeFirst();
                }
            }
            point = trial;
            gradient = trialGradient;
            value = trialValue;
        }
        return new Minimum(point, value, iterations, largest(gradient) <= tolerance);
    }

    /** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
    private static double[] direction(double[] gradient, Deque<Move> moves) {
        double[] direction = new double[gradient.length];
        for (int k = 0; k < gradient.length; k++) {
            direction[k] = -gradient[k];
        }
        if (moves.isEmpty()) {
            return direction;
        }
        double[] alpha = new double[moves.size()];
        int m = moves.size();
        for (Iterator<Move> newestFirst = moves.descendingIterator(); newestFirst.hasNext(); ) {
            Move move = newestFirst.next();
            alpha[--m] = move.inverseProduct * dot(move.step, direction);
            add(direction, -alpha[m], move.change);
        }
        Move newest = moves.getLast();
        double scale = 1 / (newest.inverseProduct * dot(newest.change, newest.change));
        for (int k = 0; k < direction.length; k++) {
            direction[k] *= scale;
        }
        for (Move move : moves) {
            double beta = move.inverseProduct * dot(move.change, direction);
            add(direction, alpha[m++] - beta, move.step);
        }
        return direction;
    }

    private static void add(double[] sum, double factor, double[] term) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += factor * term[k];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}

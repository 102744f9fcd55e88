package circuitscope.infer.embedding;

import circuitscope.InputException;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Neurons of a ring that nobody recorded (paper, Section 3.3 and Appendix B.2). Embedding and message of each are interpolated
 * linearly between its two nearest recorded neighbours, one on either side, and every neuron is connected to every other. So what
 * a recorded neuron j does to neuron i is its own weight and a share of the weights of the hidden units beside it:
 *
 * <pre>
 *   effective w_ij = w_ij + sum over hidden h of w_ih share_hj.
 * </pre>
 */
public final class HiddenUnits {
    private final int recorded;
    private final int[] left;
    private final int[] right;
    /** Share of the left neighbour. */
    private final double[] share;

    private HiddenUnits(int recorded, int[] left, int[] right, double[] share) {
        this.recorded = recorded;
        this.left = left;
        this.right = right;
        this.share = share;
    }

    /**
     * @param recorded number of recorded neurons
     * @return no hidden unit
     */
    public static HiddenUnits none(int recorded) {
        return new HiddenUnits(recorded, new int[0], new int[0], new double[0]);
    }

    /**
     * @param recorded angle of each recorded neuron on the ring in rad, in any order, shape (N)
     * @param hidden angle of each hidden unit in rad, shape (H)
     * @return the hidden units between their neighbours
     * @throws InputException if fewer than 2 neurons are recorded, or an angle is not known
     */
    public static HiddenUnits of(double[] recorded, double[] hidden) {
        InputException.requireBetween("Recorded neurons beside hidden units", recorded.length, 2, 1 << 16);
        for (int k = 0; k < recorded.length + hidden.length; k++) {
            double angle = k < recorded.length ? recorded[k] : hidden[k - recorded.length];
            if (!Double.isFinite(angle)) {
                throw InputException.of(
                        "Neuron %d has no place on the ring, expected a preferred angle; give its cell one, or leave out"
                                + " hidden units.",
                        k);
            }
        }
        int[] order = IntStream.range(0, recorded.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> onRing(recorded[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] left = new int[hidden.length];
        int[] right = new int[hidden.length];
        double[] share = new double[hidden.length];
        for (int h = 0; h < hidden.length; h++) {
            double place = onRing(hidden[h]);
            int after = 0;
            while (after < order.length && onRing(recorded[order[after]]) <= place) {
                after++;
            }
            left[h] = order[(after + order.length - 1) % order.length];
            right[h] = order[after % order.length];
            double toLeft = onRing(place - recorded[left[h]]);
            double toRight = onRing(recorded[right[h]] - place);
            share[h] = toLeft + toRight == 0 ? 0.5 : toRight / (toLeft + toRight);
        }
        return new HiddenUnits(recorded.length, left, right, share);
    }

    private static double onRing(double angle) {
        double turns = angle / (2 * Math.PI);
        return 2 * Math.PI * (turns - Math.floor(turns));
    }

    /** {@return whether there is any} */
    public boolean any() {
        return left.length > 0;
    }

    /** {@return neighbours of each hidden unit, and the share of the left one} */
    @Override
    public String toString() {
        return Arrays.toString(left) + Arrays.toString(right) + Arrays.toString(share);
    }

    private int all() {
        return recorded + left.length;
    }

    /**
     * @param p MLP
     * @param z embedding of the recorded neurons, flat, shape (N, dimensions)
     * @return weights among all neurons, the recorded ones first, flat, shape (N + H, N + H)
     */
    public float[] complete(Parameters p, float[] z) {
        return PairwiseMlp.weights(p, extended(z), all());
    }

    /**
     * @param p MLP
     * @param z embedding of the recorded neurons, flat, shape (N, dimensions)
     * @return effective weights among the recorded neurons, flat, shape (N, N)
     */
    public float[] effective(Parameters p, float[] z) {
        return effective(complete(p, z));
    }

    /**
     * @param p MLP
     * @param z embedding of the recorded neurons, flat, shape (N, dimensions)
     * @return weights among the recorded neurons alone, flat, shape (N, N)
     */
    public float[] recorded(Parameters p, float[] z) {
        float[] complete = complete(p, z);
        float[] part = new float[recorded * recorded];
        for (int i = 0; i < recorded; i++) {
            System.arraycopy(complete, i * all(), part, i * recorded, recorded);
        }
        return part;
    }

    /** Embedding of all neurons. */
    float[] extended(float[] z) {
        int dimensions = z.length / recorded;
        float[] extended = Arrays.copyOf(z, all() * dimensions);
        for (int h = 0; h < left.length; h++) {
            for (int r = 0; r < dimensions; r++) {
                extended[(recorded + h) * dimensions + r] = (float)
                        (share[h] * z[left[h] * dimensions + r] + (1 - share[h]) * z[right[h] * dimensions + r]);
            }
        }
        return extended;
    }

    /** Effective weights of weights among all neurons. */
    float[] effective(float[] complete) {
        int all = all();
        float[] effective = new float[recorded * recorded];
        for (int i = 0; i < recorded; i++) {
            for (int j = 0; j < recorded; j++) {
                effective[i * recorded + j] = complete[i * all + j];
            }
            for (int h = 0; h < left.length; h++) {
                float weight = complete[i * all + recorded + h];
                effective[i * recorded + left[h]] += (float) (share[h] * weight);
                effective[i * recorded + right[h]] += (float) ((1 - share[h]) * weight);
            }
            effective[i * recorded + i] = 0;
        }
        return effective;
    }

    /** Gradient of the weights among all neurons from that of the effective ones. */
    private float[] completeGradient(float[] effectiveGradient) {
        int all = all();
        float[] gradient = new float[all * all];
        for (int i = 0; i < recorded; i++) {
            for (int j = 0; j < recorded; j++) {
                gradient[i * all + j] = i == j ? 0 : effectiveGradient[i * recorded + j];
            }
            for (int h = 0; h < left.length; h++) {
                gradient[i * all + recorded + h] = (float)
                        (share[h] * gradient[i * all + left[h]] + (1 - share[h]) * gradient[i * all + right[h]]);
            }
        }
        return gradient;
    }

    /**
     * An MLP for all neurons, for the passes of one thread.
     *
     * @return its arrays
     */
    public PairwiseMlp mlp() {
        return new PairwiseMlp(all());
    }

    /**
     * A forward and a backward pass.
     *
     * @param mlp arrays from {@link #mlp}
     * @param p MLP
     * @param z embedding of the recorded neurons, flat, shape (N, dimensions)
     * @param loss from effective weights, flat, shape (N, N), to their gradient
     * @param gradient gradients of the MLP are added here
     * @return gradient of z, flat, shape (N, dimensions)
     */
    public float[] zGradient(
            PairwiseMlp mlp, Parameters p, float[] z, UnaryOperator<float[]> loss, Parameters gradient) {
        float[] effective = effective(mlp.forward(p, extended(z)));
        float[] extended = mlp.backward(p, completeGradient(loss.apply(effective)), gradient);
        int dimensions = z.length / recorded;
        float[] own = Arrays.copyOf(extended, z.length);
        for (int h = 0; h < left.length; h++) {
            for (int r = 0; r < dimensions; r++) {
                float of = extended[(recorded + h) * dimensions + r];
                own[left[h] * dimensions + r] += (float) (share[h] * of);
                own[right[h] * dimensions + r] += (float) ((1 - share[h]) * of);
            }
        }
        return own;
    }
}

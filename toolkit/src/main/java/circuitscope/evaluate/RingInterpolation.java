package circuitscope.evaluate;

import circuitscope.InputException;
import java.util.Arrays;

/**
 * Fills the weight matrix of a ring of which only some neurons are known, by linear interpolation along the ring: first
 * within the known rows, over missing presynaptic neurons, then over missing rows. The ring is continued periodically
 * (paper, Section 4.4, Figure 4 b-e).
 */
public final class RingInterpolation {
    private RingInterpolation() {}

    /**
     * @param known weights among the known neurons, shape (K, K); the diagonal is not used
     * @param positions place on the ring of each known neuron, increasing, from 0 to {@code neurons - 1}, shape (K)
     * @param neurons number of neurons N on the whole ring
     * @return weights among all neurons, shape (N, N), zero diagonal
     * @throws InputException if fewer than 3 neurons are known, the shapes do not match, or positions are out of order
     */
    public static double[][] fill(double[][] known, int[] positions, int neurons) {
        int k = AlignedProfile.requireSquare("Known weights", known);
        if (k < 3 || positions.length != k) {
            throw InputException.of(
                    "Known weights are of %d neurons at %d positions, expected at least 3 of each and as many.",
                    k, positions.length);
        }
        for (int i = 0; i < k; i++) {
            InputException.requireBetween("Position of known neuron " + i, positions[i], 0, neurons - 1);
            if (i > 0 && positions[i] <= positions[i - 1]) {
                throw InputException.of(
                        "Position of known neuron %d is %d, expected it after %d.", i, positions[i], positions[i - 1]);
            }
        }
        double[][] rows = new double[k][];
        for (int i = 0; i < k; i++) {
            rows[i] = alongRing(without(known[i], i), without(positions, i), neurons);
        }
        double[][] full = new double[neurons][neurons];
        for (int j = 0; j < neurons; j++) {
            // a neuron's weight to itself was interpolated from its neighbours' weights, like any missing one
            double[] column = new double[k];
            for (int i = 0; i < k; i++) {
                column[i] = rows[i][j];
            }
            double[] filled = alongRing(column, positions, neurons);
            for (int i = 0; i < neurons; i++) {
                full[i][j] = i == j ? 0 : filled[i];
            }
        }
        return full;
    }

    private static double[] without(double[] values, int index) {
        double[] rest = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }

    private static int[] without(int[] values, int index) {
        int[] rest = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }

    /** Values at all places of the ring from those at some, linear between neighbours, around the end too. */
    private static double[] alongRing(double[] values, int[] positions, int neurons) {
        double[] filled = new double[neurons];
        int count = positions.length;
        for (int a = 0; a < count; a++) {
            int b = (a + 1) % count;
            int gap = Math.floorMod(positions[b] - positions[a], neurons);
            for (int step = 0; step < gap; step++) {
                double share = (double) step / gap;
                filled[(positions[a] + step) % neurons] = (1 - share) * values[a] + share * values[b];
            }
        }
        return filled;
    }
}

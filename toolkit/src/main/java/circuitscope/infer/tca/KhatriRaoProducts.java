package circuitscope.infer.tca;

import circuitscope.Progress;
import java.util.HashMap;
import java.util.Map;

/**
 * Products of an unfolded tensor with the Khatri-Rao product of factors, which itself is never formed: one axis after the
 * other is summed out, the longest first, separately for each component. The first sum is by far the dearest and is kept
 * until its factor changes. Rows of data are added as a whole.
 *
 * <p>Factors have shape (components, length of the axis).
 */
final class KhatriRaoProducts {
    /** Elements of a row that are summed at a time, so that sums of all components stay in a near cache. */
    private static final int PIECE = 1024;

    private final int[] shape;
    private final Map<Integer, Tensor> byFirstAxis = new HashMap<>();
    private final Map<Integer, double[][]> partial = new HashMap<>();

    KhatriRaoProducts(Tensor tensor) {
        shape = tensor.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            byFirstAxis.computeIfAbsent(longestBeside(axis), tensor::withFirst);
        }
    }

    private int longestBeside(int axis) {
        int longest = axis == 0 ? 1 : 0;
        for (int a = 0; a < shape.length; a++) {
            if (a != axis && shape[a] > shape[longest]) {
                longest = a;
            }
        }
        return longest;
    }

    /** To be called when the factor of an axis has changed. */
    void forget(int axis) {
        partial.remove(axis);
    }

    /** To be called when one component of the factor of an axis has been multiplied by a number. */
    void scale(int axis, int component, double factor) {
        double[][] sums = partial.get(axis);
        if (sums != null) {
            for (int k = 0; k < sums[component].length; k++) {
                sums[component][k] *= factor;
            }
        }
    }

    /**
     * @param axis the axis that stays
     * @param factors one factor per axis; that of {@code axis} is not used
     * @return sum over all other axes of the tensor times their factors, shape (components, length of the axis)
     */
    double[][] along(int axis, double[][][] factors) {
        int first = longestBeside(axis);
        double[][] sums = partial.computeIfAbsent(first, a -> sumOut(byFirstAxis.get(a), factors[a]));
        // axes that are left, in their order
        int[] left = new int[shape.length - 1];
        for (int a = 0, at = 0; a < shape.length; a++) {
            if (a != first) {
                left[at++] = a;
            }
        }
        double[][] products = new double[sums.length][];
        for (int r = 0; r < sums.length; r++) {
            double[] values = sums[r];
            int before = 1;
            for (int a : left) {
                if (a == axis) {
                    before = shape[a];
                } else {
                    values = sumMiddle(values, before, factors[a][r]);
                }
            }
            products[r] = values;
        }
        return products;
    }

    /** For each component: sum over the first axis of the tensor times its factor. */
    private static double[][] sumOut(Tensor tensor, double[][] factor) {
        int length = tensor.shape()[0];
        int row = tensor.values().length / length;
        double[] values = tensor.values();
        double[][] sums = new double[factor.length][row];
        double[] data = new double[PIECE];
        for (int start = 0; start < row; start += PIECE) {
            Progress.stopIfInterrupted("summing over the tensor");
            int count = Math.min(PIECE, row - start);
            double[][] piece = new double[factor.length][count];
            for (int i = 0; i < length; i++) {
                System.arraycopy(values, i * row + start, data, 0, count);
                for (int r = 0; r < factor.length; r++) {
                    double weight = factor[r][i];
                    double[] sum = piece[r];
                    for (int k = 0; k < count; k++) {
                        sum[k] += weight * data[k];
                    }
                }
            }
            for (int r = 0; r < factor.length; r++) {
                System.arraycopy(piece[r], 0, sums[r], start, count);
            }
        }
        return sums;
    }

    /** Sums out the axis behind {@code before} elements of the axis that stays, which is 1 until that axis is passed. */
    private static double[] sumMiddle(double[] values, int before, double[] factor) {
        int after = values.length / before / factor.length;
        double[] sums = new double[before * after];
        for (int b = 0; b < before; b++) {
            for (int i = 0; i < factor.length; i++) {
                int from = (b * factor.length + i) * after;
                int to = b * after;
                for (int k = 0; k < after; k++) {
                    sums[to + k] += factor[i] * values[from + k];
                }
            }
        }
        return sums;
    }
}

package circuitscope.infer.tca;

import java.util.Arrays;

/**
 * A dense array with any number of axes, in C order (the last axis varies fastest).
 *
 * @param shape length of each axis
 * @param values elements, shape as given
 */
record Tensor(int[] shape, double[] values) {
    Tensor {
        if (size(shape) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " elements do not fill the shape " + Arrays.toString(shape));
        }
    }

    static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    double squaredNorm() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** The same elements with this axis moved to the front. */
    Tensor withFirst(int axis) {
        int before = 1;
        for (int a = 0; a < axis; a++) {
            before *= shape[a];
        }
        int length = shape[axis];
        int after = values.length / before / length;
        double[] moved = new double[values.length];
        for (int b = 0; b < before; b++) {
            for (int i = 0; i < length; i++) {
                System.arraycopy(values, (b * length + i) * after, moved, (i * before + b) * after, after);
            }
        }
        int[] order = new int[shape.length];
        order[0] = length;
        for (int a = 0, at = 1; a < shape.length; a++) {
            if (a != axis) {
                order[at++] = shape[a];
            }
        }
        return new Tensor(order, moved);
    }
}

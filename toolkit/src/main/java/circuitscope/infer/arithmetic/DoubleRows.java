package circuitscope.infer.arithmetic;

/** Sums over rows of numbers in double precision. */
public final class DoubleRows {
    private DoubleRows() {}

    /**
     * A dot product in four sums, which the processor adds up side by side.
     *
     * @param left a row
     * @param right a row of the same length
     * @return the sum of their products
     */
    public static double dot(double[] left, double[] right) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int k = 0;
        for (; k + 3 < left.length; k += 4) {
            first += left[k] * right[k];
            second += left[k + 1] * right[k + 1];
            third += left[k + 2] * right[k + 2];
            fourth += left[k + 3] * right[k + 3];
        }
        for (; k < left.length; k++) {
            first += left[k] * right[k];
        }
        return first + second + (third + fourth);
    }
}

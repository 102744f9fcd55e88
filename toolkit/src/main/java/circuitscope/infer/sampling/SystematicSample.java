package circuitscope.infer.sampling;

/** Draws in proportion to given chances, evenly spaced: with the weight 1 / (chance count) a sum over them is unbiased. */
public final class SystematicSample {
    private SystematicSample() {}

    /**
     * @param chance chance of each candidate, summing to 1
     * @param count number of draws
     * @return number of the candidate of each draw, not decreasing, shape (count)
     */
    public static int[] of(double[] chance, int count) {
        int[] drawn = new int[count];
        int k = 0;
        double before = 0;
        for (int m = 0; m < count; m++) {
            while (k < chance.length - 1 && before + chance[k] < (m + 0.5) / count) {
                before += chance[k++];
            }
            drawn[m] = k;
        }
        return drawn;
    }
}

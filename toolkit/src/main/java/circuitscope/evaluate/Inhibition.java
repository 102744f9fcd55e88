package circuitscope.evaluate;

/**
 * Similarity read as inhibition. Correlations and the interaction matrices of seqNMF and TCA say how much two neurons are
 * active together, above an offset that is not a weight: products of non-negative factors can't be negative. On a ring whose
 * neurons only inhibit each other, as that of the paper, those at the distance of greatest similarity are uncoupled, and
 * less similarity is more inhibition.
 */
public final class Inhibition {
    private Inhibition() {}

    /**
     * @param similarity how alike neurons i and j are, shape (N, N), neurons in their order around the ring
     * @return similarity minus its mean at that distance around the ring where this is largest, shape (N, N), zero diagonal
     */
    public static double[][] of(double[][] similarity) {
        int n = similarity.length;
        double largest = Double.NEGATIVE_INFINITY;
        for (int d = 1; d < n; d++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += similarity[i][(i + d) % n] / n;
            }
            largest = Math.max(largest, mean);
        }
        double[][] inhibition = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inhibition[i][j] = i == j ? 0 : similarity[i][j] - largest;
            }
        }
        return inhibition;
    }
}

package circuitscope.motifs.meanfield;

/** Linear equations of a handful of unknowns, solved in place: a library's objects would take longer than the arithmetic. */
final class SmallSystem {
    private SmallSystem() {}

    /**
     * Gaussian elimination with pivots by row.
     *
     * @param matrix shape (n, n), left alone
     * @param right shape (n), left alone
     * @return the solution, null if there is no single one
     */
    static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, a[i], 0, n);
            a[i][n] = right[i];
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                if (Math.abs(a[i][column]) > Math.abs(a[pivot][column])) {
                    pivot = i;
                }
            }
            double[] row = a[pivot];
            a[pivot] = a[column];
            a[column] = row;
            if (!(Math.abs(row[column]) > 1e-14)) {
                return null;
            }
            for (int i = column + 1; i < n; i++) {
                double factor = a[i][column] / row[column];
                for (int k = column; k <= n; k++) {
                    a[i][k] -= factor * row[k];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = a[i][n];
            for (int k = i + 1; k < n; k++) {
                sum -= a[i][k] * solution[k];
            }
            solution[i] = sum / a[i][i];
        }
        return solution;
    }
}

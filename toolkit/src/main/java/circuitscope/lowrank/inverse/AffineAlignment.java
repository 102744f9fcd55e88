package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.lowrank.Loadings;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Latent variables are known up to z = A z' + o only: m = A^-T m', d = d' - m . o and n = A n' give the same activity. This is
 * the A and o that bring one set of latent variables nearest to another.
 *
 * @param matrix A, shape (R, R)
 * @param offset o, shape (R)
 * @param explained share of the variance of the other set that is explained
 */
public record AffineAlignment(double[][] matrix, double[] offset, double explained) {
    /**
     * @param from latent variables z', shape (steps, R)
     * @param to latent variables z, shape (steps, R)
     * @return the alignment by least squares
     * @throws InputException if shapes differ, or z' has not full rank
     */
    public static AffineAlignment fit(double[][] from, double[][] to) {
        int rank = to[0].length;
        if (from.length != to.length || from[0].length != rank || from.length <= rank + 1) {
            throw InputException.of(
                    "Latent variables of shape (%d, %d) and (%d, %d), expected one shape with more rows than columns.",
                    from.length, from[0].length, to.length, rank);
        }
        DMatrixRMaj design = new DMatrixRMaj(from.length, rank + 1);
        for (int t = 0; t < from.length; t++) {
            for (int r = 0; r < rank; r++) {
                design.set(t, r, from[t][r]);
            }
            design.set(t, rank, 1);
        }
        DMatrixRMaj target = new DMatrixRMaj(to);
        DMatrixRMaj solution = new DMatrixRMaj(rank + 1, rank);
        if (!CommonOps_DDRM.solve(design, target, solution)) {
            throw InputException.of("Latent variables of rank %d do not vary in all directions; record more.", rank);
        }
        double[][] matrix = new double[rank][rank];
        double[] offset = new double[rank];
        for (int r = 0; r < rank; r++) {
            offset[r] = solution.get(rank, r);
            for (int s = 0; s < rank; s++) {
                matrix[r][s] = solution.get(s, r);
            }
        }
        AffineAlignment found = new AffineAlignment(matrix, offset, 0);
        double left = 0;
        double all = 0;
        for (int r = 0; r < rank; r++) {
            int column = r;
            double mean =
                    Arrays.stream(to).mapToDouble(row -> row[column]).average().orElseThrow();
            for (int t = 0; t < to.length; t++) {
                left += Math.pow(to[t][r] - found.apply(from[t])[r], 2);
                all += Math.pow(to[t][r] - mean, 2);
            }
        }
        return new AffineAlignment(matrix, offset, 1 - left / all);
    }

    /**
     * @param z latent variables z', shape (R)
     * @return z, shape (R)
     */
    public double[] apply(double[] z) {
        double[] aligned = offset.clone();
        for (int r = 0; r < aligned.length; r++) {
            for (int s = 0; s < z.length; s++) {
                aligned[r] += matrix[r][s] * z[s];
            }
        }
        return aligned;
    }

    /**
     * @param found loadings on the latent variables z'
     * @return loadings on z with the same activity
     * @throws InputException if the alignment has no inverse
     */
    public Loadings apply(Loadings found) {
        int rank = offset.length;
        DMatrixRMaj inverse = new DMatrixRMaj(rank, rank);
        if (!CommonOps_DDRM.invert(new DMatrixRMaj(matrix), inverse)) {
            throw InputException.of("The alignment of %d latent variables has no inverse.", rank);
        }
        double[][] m = new double[found.neurons()][rank];
        double[][] n = new double[found.neurons()][rank];
        double[] d = found.d().clone();
        for (int i = 0; i < m.length; i++) {
            for (int r = 0; r < rank; r++) {
                for (int s = 0; s < rank; s++) {
                    m[i][r] += inverse.get(s, r) * found.m()[i][s];
                    n[i][r] += matrix[r][s] * found.n()[i][s];
                }
                d[i] -= m[i][r] * offset[r];
            }
        }
        return new Loadings(m, n, found.b(), d);
    }
}

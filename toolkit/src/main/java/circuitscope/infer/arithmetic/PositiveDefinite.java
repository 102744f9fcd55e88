package circuitscope.infer.arithmetic;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** A symmetric positive definite matrix, factored once (Cholesky, by EJML), for solutions and the diagonal of its inverse. */
public final class PositiveDefinite {
    private final LinearSolverDense<DMatrixRMaj> solver;
    private final int size;

    private PositiveDefinite(LinearSolverDense<DMatrixRMaj> solver, int size) {
        this.solver = solver;
        this.size = size;
    }

    /** Thrown if a matrix is not positive definite: some direction has no curvature, or not a finite one. */
    public static final class NotPositiveDefinite extends ArithmeticException {
        private static final long serialVersionUID = 1L;

        private NotPositiveDefinite() {
            super("The matrix is not positive definite.");
        }
    }

    /**
     * @param matrix a symmetric matrix, of which a copy is factored, shape (size, size)
     * @return the factored matrix
     * @throws NotPositiveDefinite if it is not positive definite
     */
    public static PositiveDefinite of(double[][] matrix) {
        int size = matrix.length;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
        if (!solver.setA(new DMatrixRMaj(matrix))) {
            throw new NotPositiveDefinite();
        }
        return new PositiveDefinite(solver, size);
    }

    /** {@return the number of rows} */
    public int size() {
        return size;
    }

    /**
     * @param right right-hand side b, shape (size)
     * @return x with A x = b
     */
    public double[] solve(double[] right) {
        DMatrixRMaj solution = new DMatrixRMaj(size, 1);
        // the solver works in memory of its own
        synchronized (solver) {
            solver.solve(DMatrixRMaj.wrap(size, 1, right.clone()), solution);
        }
        return solution.data;
    }

    /** {@return the inverse, shape (size, size)} */
    public double[][] inverse() {
        DMatrixRMaj inverse = inverted();
        double[][] rows = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(inverse.data, i * size, rows[i], 0, size);
        }
        return rows;
    }

    /** {@return the diagonal of the inverse, shape (size): variances, if the matrix is a Fisher information} */
    public double[] inverseDiagonal() {
        DMatrixRMaj inverse = inverted();
        double[] diagonal = new double[size];
        for (int i = 0; i < size; i++) {
            diagonal[i] = inverse.data[i * size + i];
        }
        return diagonal;
    }

    private DMatrixRMaj inverted() {
        DMatrixRMaj inverse = new DMatrixRMaj(size, size);
        synchronized (solver) {
            solver.invert(inverse);
        }
        return inverse;
    }
}

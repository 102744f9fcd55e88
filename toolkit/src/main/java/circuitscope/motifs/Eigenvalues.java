package circuitscope.motifs;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.math3.complex.Complex;
import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues of matrices without symmetry, by EJML. */
public final class Eigenvalues {
    private static final Comparator<Complex> ORDER = Comparator.comparingDouble(Complex::getReal)
            .reversed()
            .thenComparing(Comparator.comparingDouble(Complex::getImaginary).reversed());

    private Eigenvalues() {}

    /**
     * @param matrix a square matrix
     * @return its eigenvalues, from the largest real part, shape (N)
     * @throws ArithmeticException if they can't be found, as where an entry is not finite
     */
    public static Complex[] of(double[][] matrix) {
        int n = matrix.length;
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(n, false, false);
        if (!decomposition.decompose(new DMatrixRMaj(matrix))) {
            throw new ArithmeticException("The eigenvalues of the matrix can't be found.");
        }
        Complex[] values = new Complex[n];
        for (int k = 0; k < n; k++) {
            Complex_F64 value = decomposition.getEigenvalue(k);
            values[k] = new Complex(value.real, value.imaginary);
        }
        Arrays.sort(values, ORDER);
        return values;
    }
}

package circuitscope.infer.ising;

/** Approximations of the inverse Ising problem, for spins of -1 (silent) and 1 (active) with means m, covariance C. */
public enum MeanField {
    /** Naive mean field: J = -C^-1 off the diagonal. */
    NAIVE {
        @Override
        double coupling(double inverseCovariance, double meanProduct) {
            return -inverseCovariance;
        }
    },

    /**
     * Thouless, Anderson and Palmer: C^-1_ij = -J_ij - 2 J_ij^2 m_i m_j, solved for the J_ij that goes over into the naive
     * one. Where no real J_ij solves it, the one that comes nearest is taken.
     */
    TAP {
        @Override
        double coupling(double inverseCovariance, double meanProduct) {
            double square = 1 - 8 * meanProduct * inverseCovariance;
            // (root - 1) / (4 m_i m_j) in a form that also holds for m_i m_j = 0; or the vertex of the parabola
            return square >= 0 ? -2 * inverseCovariance / (Math.sqrt(square) + 1) : -1 / (4 * meanProduct);
        }
    };

    /** Coupling J_ij from C^-1_ij and m_i m_j. */
    abstract double coupling(double inverseCovariance, double meanProduct);
}

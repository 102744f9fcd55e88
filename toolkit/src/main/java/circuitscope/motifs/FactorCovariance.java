package circuitscope.motifs;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Whether a covariance of the factors of a neuron can be one, and what to change if not. */
final class FactorCovariance {
    /** Relative size of an eigenvalue that is nothing but rounding. */
    private static final double ROUNDING = 1e-10;

    private FactorCovariance() {}

    static void requireValid(List<String> names, int p, double[][] covariance) {
        int count = names.size();
        for (int k = 0; k < 2 * count; k++) {
            for (int l = 0; l < k; l++) {
                if (Math.abs(covariance[k][l] - covariance[l][k]) > ROUNDING * (1 + Math.abs(covariance[k][l]))) {
                    throw InputException.of(
                            "Covariance of the factors of population %s is %s at [%d][%d] and %s at [%d][%d], expected a"
                                    + " symmetric matrix.",
                            names.get(p), covariance[k][l], k, l, covariance[l][k], l, k);
                }
            }
        }
        requireBlock(names, p, covariance, true);
        requireBlock(names, p, covariance, false);
        double scale = largestChains(covariance);
        if (scale >= 1 - 1e-9) {
            return;
        }
        int[] worst = worstChain(covariance);
        String path = names.get(worst[0]) + " <- " + names.get(p) + " <- " + names.get(worst[1]);
        double found = covariance[count + worst[0]][worst[1]];
        double most = Math.abs(found) * scale;
        throw InputException.of(
                "Chain strength %s is %.6g, expected %.6g to %.6g, and the other chains through %s smaller in proportion: they"
                        + " are bound by the convergent and divergent strengths of %s; weaken the chains, or strengthen those.",
                path, found, -most, most, names.get(p), names.get(p));
    }

    private static void requireBlock(List<String> names, int p, double[][] covariance, boolean convergent) {
        int count = names.size();
        int from = convergent ? 0 : count;
        String kind = convergent ? "Convergent" : "Divergent";
        String arrow = convergent ? " <- " : " -> ";
        for (int q = 0; q < count; q++) {
            double own = covariance[from + q][from + q];
            if (own < 0) {
                throw InputException.of(
                        "%s strength %s%s%s is %s, expected 0 or more: it is a variance.",
                        kind, names.get(p), arrow, names.get(q), own);
            }
            for (int r = 0; r < q; r++) {
                double most = Math.sqrt(own * covariance[from + r][from + r]);
                double both = covariance[from + q][from + r];
                if (Math.abs(both) > most * (1 + 1e-9) + 1e-300) {
                    throw InputException.of(
                            "%s strength %s%s%s, %s is %s, expected %s to %s: at most the root of the strengths of either.",
                            kind, names.get(p), arrow, names.get(q), names.get(r), both, -most, most);
                }
            }
        }
        RealMatrix block =
                new Array2DRowRealMatrix(covariance).getSubMatrix(from, from + count - 1, from, from + count - 1);
        double least = leastEigenvalue(block);
        if (least < -ROUNDING * (block.getTrace() + 1e-300)) {
            double off = largestShare(block);
            throw InputException.of(
                    "%s strengths of population %s are impossible together, found the eigenvalue %s of their covariance,"
                            + " expected none below 0; those of two different populations may be at most %s times as large.",
                    kind, names.get(p), least, off);
        }
    }

    /** The largest factor of all that stands off the diagonal. */
    private static double largestShare(RealMatrix block) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 50; step++) {
            double share = (low + high) / 2;
            RealMatrix trial = block.scalarMultiply(share);
            for (int k = 0; k < block.getRowDimension(); k++) {
                trial.setEntry(k, k, block.getEntry(k, k));
            }
            if (leastEigenvalue(trial) >= 0) {
                low = share;
            } else {
                high = share;
            }
        }
        return Math.floor(low * 1e4) / 1e4;
    }

    private static double leastEigenvalue(RealMatrix symmetric) {
        return Arrays.stream(new EigenDecomposition(symmetric).getRealEigenvalues())
                .min()
                .orElseThrow();
    }

    /**
     * The largest factor of the chain block C that leaves the covariance positive semidefinite: one over the largest singular
     * value of D^(-1/2) C Gamma^(-1/2), and 0 if C reaches where D or Gamma do not.
     */
    private static double largestChains(double[][] covariance) {
        int count = covariance.length / 2;
        RealMatrix all = new Array2DRowRealMatrix(covariance);
        RealMatrix chain = all.getSubMatrix(count, 2 * count - 1, 0, count - 1);
        RealMatrix convergent = all.getSubMatrix(0, count - 1, 0, count - 1);
        RealMatrix divergent = all.getSubMatrix(count, 2 * count - 1, count, 2 * count - 1);
        RealMatrix left = inverseRoot(divergent);
        RealMatrix right = inverseRoot(convergent);
        RealMatrix relative = left.multiply(chain).multiply(right);
        RealMatrix reached =
                divergent.multiply(left).multiply(relative).multiply(right).multiply(convergent);
        if (reached.subtract(chain).getFrobeniusNorm() > 1e-7 * chain.getFrobeniusNorm() + 1e-300) {
            return 0;
        }
        double largest = new SingularValueDecomposition(relative).getNorm();
        return largest <= 1 ? 1 : 1 / largest;
    }

    /** The chain that is largest against what its two ends allow. */
    private static int[] worstChain(double[][] covariance) {
        int count = covariance.length / 2;
        int[] worst = {0, 0};
        double largest = -1;
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                double size = Math.abs(covariance[count + a][b]);
                double share = size / Math.max(Math.sqrt(covariance[count + a][count + a] * covariance[b][b]), 1e-300);
                if (size > 0 && share > largest) {
                    largest = share;
                    worst = new int[] {a, b};
                }
            }
        }
        return worst;
    }

    /** Symmetric A^(-1/2) on the range of A, 0 elsewhere. */
    private static RealMatrix inverseRoot(RealMatrix symmetric) {
        EigenDecomposition eigen = new EigenDecomposition(symmetric);
        RealMatrix root = symmetric.scalarMultiply(0);
        for (int k = 0; k < symmetric.getRowDimension(); k++) {
            double value = eigen.getRealEigenvalue(k);
            if (value > ROUNDING * symmetric.getTrace()) {
                root = root.add(eigen.getEigenvector(k)
                        .outerProduct(eigen.getEigenvector(k))
                        .scalarMultiply(1 / Math.sqrt(value)));
            }
        }
        return root;
    }
}

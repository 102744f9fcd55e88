package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.lowrank.Trajectories;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * What activity can tell of loadings. Neurons' c = (m, b, d) are unique if z, u and 1 are independent over the data. What is sent
 * on average, nbar(c), is unique if the rates phi(c . s) at the visited states s span all functions of c; eigenvalues of the
 * rates' Gram matrix tell how many combinations they span at which precision.
 *
 * @param design eigenvalues of the Gram matrix of (z, u, 1) with columns scaled to one length, from the largest, sum 1
 * @param rates eigenvalues of Phi^T Phi, Phi_ti = phi(c_i . s_t), from the largest, sum 1
 * @param phi how input becomes a rate
 * @param biased whether some neurons have biases
 */
public record Identifiability(double[] design, double[] rates, Nonlinearity phi, boolean biased) {
    /** Precision that activity of a few per cent noise allows for. */
    public static final double COARSE = 1e-6;

    private static final double INDEPENDENT = 1e-10;
    private static final int MOST_STATES = 600;
    /** Biases that a regression leaves are not exactly 0. */
    private static final double NO_BIAS = 1e-4;

    /**
     * @param activity latent variables and inputs; of more than 600 steps, 600 that lie far apart
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param phi how input becomes a rate
     * @return the report
     * @throws InputException if shapes do not fit
     */
    public static Identifiability of(Trajectories activity, double[][] c, Nonlinearity phi) {
        return of(activity.states(), c, phi);
    }

    /**
     * @param states states (z, u, 1); of more than 600, 600 that lie far apart; shape (states, R + U + 1)
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param phi how input becomes a rate
     * @return the report
     * @throws InputException if shapes do not fit
     */
    public static Identifiability of(double[][] states, double[][] c, Nonlinearity phi) {
        int size = states[0].length;
        if (c.length == 0 || c[0].length != size) {
            throw InputException.of("%d neurons, expected at least one, each with %d numbers.", c.length, size);
        }
        double[][] gram = new double[size][size];
        for (double[] state : states) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    gram[j][k] += state[j] * state[k];
                }
            }
        }
        double[][] scaled = new double[size][size];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < size; k++) {
                double length = Math.sqrt(gram[j][j] * gram[k][k]);
                scaled[j][k] = length == 0 ? 0 : gram[j][k] / length;
            }
        }
        double[][] some = states.length <= MOST_STATES ? states : RidgeSolution.spread(states, MOST_STATES);
        RowProducts products = new RowProducts(some.length);
        double largest = 0;
        double bias = 0;
        int rank = size - 1;
        for (double[] one : c) {
            double[] row = products.next();
            for (int t = 0; t < row.length; t++) {
                double h = 0;
                for (int k = 0; k < size; k++) {
                    h += one[k] * some[t][k];
                }
                row[t] = phi.rate(h);
            }
            for (int k = 0; k < rank; k++) {
                largest = Math.max(largest, Math.abs(one[k]));
            }
            bias = Math.max(bias, Math.abs(one[rank]));
        }
        return new Identifiability(normalised(scaled), normalised(products.sum()), phi, bias > NO_BIAS * largest);
    }

    private static double[] normalised(double[][] symmetric) {
        int size = symmetric.length;
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(size, false, true);
        if (!decomposition.decompose(new DMatrixRMaj(symmetric))) {
            throw InputException.of("The spectrum of %d states can't be found.", size);
        }
        double[] values = new double[size];
        Arrays.setAll(values, k -> -Math.max(0, decomposition.getEigenvalue(k).getReal()));
        Arrays.sort(values);
        double sum = -Arrays.stream(values).sum();
        return Arrays.stream(values).map(value -> sum == 0 ? 0 : -value / sum).toArray();
    }

    /**
     * @param precision smallest eigenvalue that counts, relative to their sum
     * @return number of combinations of what neurons send that the activity tells
     */
    public int rank(double precision) {
        return (int) Arrays.stream(rates).filter(value -> value > precision).count();
    }

    /** {@return whether m, b and d of each neuron are unique} */
    public boolean receivedIsUnique() {
        return design[design.length - 1] > INDEPENDENT;
    }

    /** {@return in words, what is told and what is not, one sentence each} */
    public List<String> sentences() {
        List<String> all = new ArrayList<>();
        all.add(
                receivedIsUnique()
                        ? "What each neuron receives (m, b, d) is unique: z, u and 1 are independent over the data."
                        : "What each neuron receives (m, b, d) is not unique: some combination of z, u and 1 never varies.");
        all.add(String.format(
                Locale.ROOT,
                "Of what neurons send, the activity tells %d combinations at a precision of %.0e and %d at %.0e.",
                rank(COARSE),
                COARSE,
                rank(1e-4 * COARSE),
                1e-4 * COARSE));
        if (biased) {
            all.add(
                    "Biases differ from zero, so that no symmetry of phi hides a part of nbar(m, b, d) altogether; what varies"
                            + " quickly with m is still seen weakly.");
        } else if (phi == Nonlinearity.TANH) {
            all.add("Invisible without bias: all even functions of m in nbar(m), for tanh is odd.");
        } else if (phi == Nonlinearity.THRESHOLD_LINEAR) {
            all.add(
                    "Invisible without bias: how nbar(m) depends on the length of m; only averages of |m| nbar(m) over each"
                            + " direction are seen.");
        } else {
            all.add(
                    "No symmetry of phi hides a part of nbar(m) altogether; what varies quickly with m is seen weakly.");
        }
        all.add(
                "Invisible for many neurons: the distribution of n given m beyond its mean; N neurons show it by fluctuations"
                        + " of the size N^(-1/2).");
        all.add(
                "Always told where z = 0 is visited: the covariance of n with m, which is the slope of the field there over"
                        + " phi'(0).");
        return all;
    }
}

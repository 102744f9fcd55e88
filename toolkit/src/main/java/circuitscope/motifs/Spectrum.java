package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Eigenvalues of weight matrices with motifs: a disc from independent weights, and outliers from means and chains.
 *
 * @param outliers the solutions of det(lambda^2 - lambda Jbar - Cbar) = 0 with Cbar_ab = sum_p C_apb, from the largest real part,
 *     shape (2 P); those inside the disc can't be seen. For one population (J0 +- sqrt(J0^2 + 4 C)) / 2 (Hu et al. 2013; Shao et
 *     al. 2025)
 * @param radius radius of the disc, the root of the largest eigenvalue of g_pq^2
 */
public record Spectrum(List<Complex> outliers, double radius) {
    private static final int MOST_VECTORS = 200;
    private static final int VECTORS_PER_CHECK = 10;
    private static final double TOLERANCE = 1e-7;

    /**
     * @param outliers solutions of the determinant equation, shape (2 P)
     * @param radius radius of the disc
     */
    public Spectrum {
        outliers = List.copyOf(outliers);
    }

    /**
     * @param model means and motifs of the weights
     * @return what the theory says of its eigenvalues
     */
    public static Spectrum of(MotifModel model) {
        int count = model.populations();
        double[][] companion = new double[2 * count][2 * count];
        double[][] squares = new double[count][count];
        for (int a = 0; a < count; a++) {
            companion[count + a][a] = 1;
            for (int b = 0; b < count; b++) {
                companion[a][b] = model.mean()[a][b];
                squares[a][b] = model.spread()[a][b] * model.spread()[a][b];
                for (int p = 0; p < count; p++) {
                    companion[a][count + b] += model.chain(a, p, b);
                }
            }
        }
        double radius = Math.sqrt(Math.max(0, Eigenvalues.of(squares)[0].getReal()));
        return new Spectrum(List.of(Eigenvalues.of(companion)), radius);
    }

    /** {@return the outliers beyond the disc} */
    public List<Complex> visible() {
        return outliers.stream().filter(value -> value.abs() > radius).toList();
    }

    /**
     * The eigenvalues of largest size of a network, by Arnoldi's method: no matrix has to be stored.
     *
     * @param network a network
     * @param count number of eigenvalues, 1 to 20
     * @return the eigenvalues, from the largest real part
     * @throws InputException if the number is out of range, or they are not told apart from the rest
     */
    public static List<Complex> leading(MotifNetwork network, int count) {
        return leading(network, count, Workers.all());
    }

    /**
     * @param network a network
     * @param count number of eigenvalues, 1 to 20
     * @param workers threads, on whose number the result does not depend
     * @return the eigenvalues of largest size, from the largest real part
     * @throws InputException if the number is out of range, or they are not told apart from the rest
     */
    public static List<Complex> leading(MotifNetwork network, int count, Workers workers) {
        InputException.requireBetween("Number of eigenvalues", count, 1, 20);
        return arnoldi(network.neurons(), (in, out) -> network.input(in, out, workers), count);
    }

    private static List<Complex> arnoldi(int n, BiConsumer<double[], double[]> product, int count) {
        int most = Math.min(n, MOST_VECTORS);
        double[][] basis = new double[most + 1][];
        double[][] projected = new double[most + 1][most];
        UniformRandomProvider random = RandomStreams.of(1, "start of Arnoldi's method");
        double[] start = new double[n];
        Arrays.setAll(start, i -> random.nextDouble() - 0.3);
        basis[0] = scaled(start, 1 / norm(start));
        List<Complex> before = List.of();
        for (int m = 0; m < most; m++) {
            double[] next = new double[n];
            product.accept(basis[m], next);
            // twice, for what rounding leaves of the first time
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k <= m; k++) {
                    double share = dot(basis[k], next);
                    projected[k][m] += share;
                    for (int i = 0; i < n; i++) {
                        next[i] -= share * basis[k][i];
                    }
                }
            }
            double rest = norm(next);
            projected[m + 1][m] = rest;
            boolean complete = rest < 1e-12;
            if (complete || m % VECTORS_PER_CHECK == VECTORS_PER_CHECK - 1 || m == most - 1) {
                int size = m + 1;
                double[][] square = Arrays.stream(projected, 0, size)
                        .map(row -> Arrays.copyOf(row, size))
                        .toArray(double[][]::new);
                List<Complex> now = largest(square, count);
                if (complete || now.size() == count && now.size() == before.size() && moved(before, now) < TOLERANCE) {
                    return now;
                }
                before = now;
            }
            basis[m + 1] = scaled(next, 1 / rest);
        }
        throw InputException.of(
                "The %d largest eigenvalues are not told apart from the rest within %d vectors; ask for the outliers beyond the"
                        + " disc only.",
                count, most);
    }

    private static List<Complex> largest(double[][] matrix, int count) {
        return Arrays.stream(Eigenvalues.of(matrix))
                .sorted(Comparator.comparingDouble(Complex::abs).reversed())
                .limit(count)
                .sorted(Comparator.comparingDouble(Complex::getReal)
                        .reversed()
                        .thenComparing(Comparator.comparingDouble(Complex::getImaginary)
                                .reversed()))
                .toList();
    }

    private static double moved(List<Complex> before, List<Complex> now) {
        double most = 0;
        for (int k = 0; k < now.size(); k++) {
            most = Math.max(most, before.get(k).subtract(now.get(k)).abs());
        }
        return most;
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

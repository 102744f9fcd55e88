package circuitscope.lowrank.inverse;

import circuitscope.Workers;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.lowrank.Loadings;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.List;

/**
 * The conditional maximum-entropy solution: given c, n is normal about nbar(c), and nbar is a sum of rates phi(c . s_k) at
 * some visited states s_k = (z, u, 1) (representer form), so that it is known for neurons that were not recorded, too.
 *
 * @param c what each neuron receives, shape (N, R + U + 1)
 * @param n what it sends on average, nbar(c), shape (N, R)
 * @param phi how input becomes a rate
 * @param points states s_k, shape (K, R + U + 1)
 * @param coefficients their weights, shape (K, R)
 * @param error s.d. of the difference between n and its representer form, relative to the s.d. of n
 */
public record RidgeSolution(
        double[][] c, double[][] n, Nonlinearity phi, double[][] points, double[][] coefficients, double error) {
    private static final int MOST_POINTS = 300;
    private static final int CANDIDATES = 4000;
    /** Rates at so many states are nearly dependent: this share of the largest square makes the weights unique. */
    private static final double JITTER = 1e-12;

    static RidgeSolution of(double[][] c, double[][] n, Nonlinearity phi, double[][] states, Workers workers) {
        double[][] points = spread(states, Math.min(MOST_POINTS, states.length));
        int size = points.length;
        RowProducts products = new RowProducts(size);
        double[][] right = new double[n[0].length][size];
        for (int i = 0; i < c.length; i++) {
            double[] row = products.next();
            for (int k = 0; k < size; k++) {
                row[k] = phi.rate(dot(c[i], points[k]));
                for (int r = 0; r < right.length; r++) {
                    right[r][k] += row[k] * n[i][r];
                }
            }
        }
        double[][] gram = products.sum();
        double trace = 0;
        for (int k = 0; k < size; k++) {
            trace += gram[k][k];
        }
        for (int k = 0; k < size; k++) {
            gram[k][k] += JITTER * trace + Double.MIN_NORMAL;
        }
        PositiveDefinite factored = PositiveDefinite.of(gram);
        double[][] coefficients = new double[size][right.length];
        for (int r = 0; r < right.length; r++) {
            double[] one = factored.solve(right[r]);
            for (int k = 0; k < size; k++) {
                coefficients[k][r] = one[k];
            }
        }
        RidgeSolution solution = new RidgeSolution(c, n, phi, points, coefficients, 0);
        double[][] again = solution.conditionalMean(c, workers);
        double left = 0;
        double all = 0;
        for (int i = 0; i < n.length; i++) {
            for (int r = 0; r < n[i].length; r++) {
                left += (n[i][r] - again[i][r]) * (n[i][r] - again[i][r]);
                all += n[i][r] * n[i][r];
            }
        }
        return new RidgeSolution(c, n, phi, points, coefficients, all == 0 ? 0 : Math.sqrt(left / all));
    }

    /** Points of a list, each as far from those before it as can be. */
    static double[][] spread(double[][] states, int count) {
        return Arrays.stream(spreadOver(states, count)).mapToObj(t -> states[t]).toArray(double[][]::new);
    }

    /**
     * @param states states, of which about 4000 that are evenly spaced in the list are looked at; shape (states, any)
     * @param count number of states that are wanted
     * @return numbers of states, each as far from those before it as can be; fewer where states are the same
     */
    public static int[] spreadOver(double[][] states, int count) {
        int stride = Math.max(1, states.length / CANDIDATES);
        double[] distance = new double[(states.length + stride - 1) / stride];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int[] chosen = new int[Math.min(count, distance.length)];
        int found = 0;
        int next = 0;
        while (found < chosen.length && distance[next] > 0) {
            double[] newest = states[next * stride];
            chosen[found++] = next * stride;
            next = 0;
            for (int t = 0; t < distance.length; t++) {
                double square = 0;
                for (int k = 0; k < newest.length; k++) {
                    double difference = states[t * stride][k] - newest[k];
                    square += difference * difference;
                }
                distance[t] = Math.min(distance[t], square);
                if (distance[t] > distance[next]) {
                    next = t;
                }
            }
        }
        return Arrays.copyOf(chosen, found);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** {@return the neurons with what they send on average} */
    public Loadings loadings() {
        return Loadings.ofReceived(c, n);
    }

    /**
     * @param received what a neuron receives, (m, b, d), shape (R + U + 1)
     * @return what neurons like it send on average, shape (R)
     */
    public double[] conditionalMean(double[] received) {
        double[] mean = new double[n[0].length];
        for (int k = 0; k < points.length; k++) {
            double rate = phi.rate(dot(received, points[k]));
            for (int r = 0; r < mean.length; r++) {
                mean[r] += rate * coefficients[k][r];
            }
        }
        return mean;
    }

    /**
     * @param received what neurons receive, (m, b, d), shape (neurons, R + U + 1)
     * @param workers threads
     * @return what neurons like them send on average, shape (neurons, R)
     */
    public double[][] conditionalMean(double[][] received, Workers workers) {
        int pieces = (received.length + 999) / 1000;
        List<double[][]> all = workers.map(
                pieces,
                "averaging what neurons send",
                piece -> Arrays.stream(received, 1000 * piece, Math.min(received.length, 1000 * (piece + 1)))
                        .map(this::conditionalMean)
                        .toArray(double[][]::new));
        return all.stream().flatMap(Arrays::stream).toArray(double[][]::new);
    }
}

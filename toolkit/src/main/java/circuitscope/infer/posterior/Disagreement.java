package circuitscope.infer.posterior;

import circuitscope.infer.Connectivity;
import java.util.ArrayList;
import java.util.List;

/**
 * What the form of a model costs: two methods that take synapses to have other shapes see the same synapses, and where their
 * weights lie further apart than their errors say, up to a common factor, one or both models are wrong. Each weight is taken to
 * have a relative error of its own beside that by chance; of the sum of both methods' variances all is put on either, so it is an
 * upper bound where their mistakes are independent. Mistakes that they share stay unseen, such as neurons that answer more or less
 * to the same input.
 */
public final class Disagreement {
    /** Fewer synapses than these tell nothing. */
    private static final int FEWEST = 10;
    /** Of the variance of the log ratio; far above what may be. */
    private static final double LARGEST = 4;

    private static final int HALVINGS = 60;

    private Disagreement() {}

    /** Log ratio of two weights, with its variance by chance. */
    private record Ratio(double log, double variance) {}

    /**
     * The variance of log ratios that makes their scatter as wide as it is (Paule and Mandel 1982, J. Res. NBS 87, 377), over the
     * synapses that both methods find with one sign.
     *
     * @param a weights with their deviations and edges
     * @param b the same of another method
     * @return relative standard deviation beyond that by chance, 0 or more
     */
    public static double relative(Connectivity a, Connectivity b) {
        List<Ratio> ratios = ratios(a, b);
        if (ratios.size() < FEWEST || scatter(ratios, 0) <= ratios.size() - 1) {
            return 0;
        }
        double low = 0;
        double high = LARGEST;
        for (int k = 0; k < HALVINGS; k++) {
            double middle = (low + high) / 2;
            if (scatter(ratios, middle) > ratios.size() - 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(high);
    }

    private static List<Ratio> ratios(Connectivity a, Connectivity b) {
        int[][] edges = a.edges().orElseThrow();
        int[][] others = b.edges().orElseThrow();
        double[][] errors = a.deviation().orElseThrow();
        double[][] otherErrors = b.deviation().orElseThrow();
        List<Ratio> ratios = new ArrayList<>();
        for (int i = 0; i < edges.length; i++) {
            for (int j = 0; j < edges.length; j++) {
                double ratio = a.weights()[i][j] / b.weights()[i][j];
                if (edges[i][j] != 0 && edges[i][j] == others[i][j] && ratio > 0 && ratio < Double.POSITIVE_INFINITY) {
                    double own = errors[i][j] / a.weights()[i][j];
                    double other = otherErrors[i][j] / b.weights()[i][j];
                    ratios.add(new Ratio(Math.log(ratio), own * own + other * other));
                }
            }
        }
        return ratios;
    }

    /** Weighted sum of squares about the weighted mean, if variances are so much larger. */
    private static double scatter(List<Ratio> ratios, double more) {
        double weights = 0;
        double mean = 0;
        for (Ratio ratio : ratios) {
            double weight = 1 / (ratio.variance + more + 1e-300);
            weights += weight;
            mean += weight * ratio.log;
        }
        mean /= weights;
        double sum = 0;
        for (Ratio ratio : ratios) {
            sum += (ratio.log - mean) * (ratio.log - mean) / (ratio.variance + more + 1e-300);
        }
        return sum;
    }

    /**
     * @param posterior what is believed of each pair
     * @param relative relative standard deviation of each weight beside that by chance
     * @return the same with wider deviations
     */
    public static Connectivity widened(Connectivity posterior, double relative) {
        double[][] deviation = posterior.deviation().orElseThrow();
        double[][] wider = new double[deviation.length][deviation.length];
        for (int i = 0; i < wider.length; i++) {
            for (int j = 0; j < wider.length; j++) {
                wider[i][j] = Math.hypot(deviation[i][j], relative * posterior.weights()[i][j]);
            }
        }
        return new Connectivity.Posterior(
                posterior.weights(),
                wider,
                posterior.edgeProbability().orElseThrow(),
                posterior.edges().orElseThrow(),
                posterior.latenciesMs());
    }
}

package circuitscope.show;

import circuitscope.InputException;
import circuitscope.evaluate.AlignedProfile;
import circuitscope.evaluate.CentreSurround;
import circuitscope.evaluate.RingInterpolation;
import circuitscope.experiment.FitOutcome;
import circuitscope.headdirection.RingPlaces;
import circuitscope.show.charts.LineChart;
import circuitscope.show.charts.ProfileChart;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/** Couplings of cells that prefer a direction, in the order of these directions. */
public final class DirectionalCouplings {
    private static final int BINS = 18;

    private DirectionalCouplings() {}

    /**
     * @param weights w[i][j] from cell j to cell i, shape (N, N)
     * @param preferred preferred direction of each cell in rad, shape (N)
     * @return the weights with rows and columns sorted by preferred direction
     * @throws InputException if there is not one direction for each cell
     */
    public static double[][] sorted(double[][] weights, double[] preferred) {
        requireOnePerCell(weights, preferred);
        return RingPlaces.sorted(weights, preferred);
    }

    /**
     * The profile of the whole ring, as the paper shows it: cells take the nearest places, and weights of the others are interpolated.
     *
     * @param title stands above
     * @param trials weights of each trial, each w[i][j] from cell j to cell i of any scale, shape (N, N)
     * @param preferred preferred direction of each cell in rad, shape (N)
     * @param neurons number of neurons of the ring; the paper has 100
     * @return mean over trials and rows against the distance along the ring, each trial in units of the standard deviation of its
     *     weights, with the deviation over rows
     * @throws InputException if there is not one direction for each cell, or there are more cells than neurons
     */
    public static ProfileChart ring(String title, List<double[][]> trials, double[] preferred, int neurons) {
        RingPlaces places = RingPlaces.of(preferred, neurons);
        double[] mean = new double[neurons];
        double[] deviation = new double[neurons];
        for (double[][] weights : trials) {
            requireOnePerCell(weights, preferred);
            double[][] whole = RingInterpolation.fill(places.inOrder(weights), places.increasing(), neurons);
            AlignedProfile profile = AlignedProfile.of(whole);
            double scale = trials.size() * deviation(weights);
            for (int d = 0; d < neurons; d++) {
                mean[d] += profile.mean()[d] / scale;
                deviation[d] += profile.deviation()[d] / scale;
            }
        }
        return ProfileChart.of(title, mean, deviation);
    }

    /**
     * @param title stands above
     * @param trials outcomes of recorded cells
     * @return the profile of a whole ring of 100 neurons, as {@link #ring(String, List, double[], int)}
     */
    public static ProfileChart ring(String title, Outcomes trials) {
        List<double[][]> weights =
                trials.all().stream().map(trial -> trial.weights().rows()).toList();
        return ring(title, weights, preferred(trials.all().get(0)), 100);
    }

    private static double[] preferred(FitOutcome trial) {
        return trial.requireCells().preferredRadians();
    }

    /**
     * @param trials outcomes of recorded cells
     * @return centre and surround of each
     */
    public static List<CentreSurround> centres(Outcomes trials) {
        return trials.all().stream()
                .map(trial -> CentreSurround.of(trial.weights().rows(), preferred(trial)))
                .toList();
    }

    /**
     * @param trials outcomes of recorded cells
     * @return contrast of centre and surround of each
     */
    public static double[] contrasts(Outcomes trials) {
        return centres(trials).stream().mapToDouble(CentreSurround::contrast).toArray();
    }

    /**
     * @param trials outcomes of recorded cells
     * @return the largest contrast of the first one after 100 permutations of its cells
     */
    public static double chance(Outcomes trials) {
        FitOutcome first = trials.all().get(0);
        CentreSurround[] permuted = CentreSurround.permuted(first.weights().rows(), preferred(first), 100, 1);
        return Arrays.stream(permuted)
                .mapToDouble(CentreSurround::contrast)
                .max()
                .orElseThrow();
    }

    /** Of the weights between different cells. */
    private static double deviation(double[][] weights) {
        return new StandardDeviation(false)
                .evaluate(IntStream.range(0, weights.length * weights.length)
                        .filter(k -> k % (weights.length + 1) != 0)
                        .mapToDouble(k -> weights[k / weights.length][k % weights.length])
                        .toArray());
    }

    /**
     * @param title stands above
     * @param weights w[i][j] from cell j to cell i, shape (N, N)
     * @param preferred preferred direction of each cell in rad, shape (N)
     * @return mean weight against the difference of preferred directions
     * @throws InputException if there is not one direction for each cell, or only one cell
     */
    public static LineChart chart(String title, double[][] weights, double[] preferred) {
        requireOnePerCell(weights, preferred);
        double[] sum = new double[BINS];
        int[] pairs = new int[BINS];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                if (i != j) {
                    double apart = Math.abs(preferred[i] - preferred[j]) % (2 * Math.PI);
                    int bin = (int) (Math.min(apart, 2 * Math.PI - apart) / Math.PI * BINS);
                    sum[Math.min(BINS - 1, bin)] += weights[i][j];
                    pairs[Math.min(BINS - 1, bin)]++;
                }
            }
        }
        int[] filled = IntStream.range(0, BINS).filter(bin -> pairs[bin] > 0).toArray();
        return LineChart.of(title, "difference (degrees)", "mean weight")
                .withLine(
                        "mean over pairs",
                        Arrays.stream(filled)
                                .mapToDouble(bin -> 180.0 / BINS * (bin + 0.5))
                                .toArray(),
                        Arrays.stream(filled)
                                .mapToDouble(bin -> sum[bin] / pairs[bin])
                                .toArray())
                .withLevel("none", 0);
    }

    private static void requireOnePerCell(double[][] weights, double[] preferred) {
        if (weights.length != preferred.length) {
            throw InputException.of(
                    "There are %d preferred directions, expected %d, one per cell.", preferred.length, weights.length);
        }
    }
}

package circuitscope.lowrank.compare;

import circuitscope.InputException;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many normal components a distribution has: held-out log likelihood of mixtures with 1 to K of them.
 *
 * @param heldOut mean held-out log density per point, for each number of components from 1; shape (K)
 * @param errors standard errors of the difference from the best, over points; shape (K)
 */
public record MixtureSelection(double[] heldOut, double[] errors) {
    private static final int FOLDS = 5;

    /**
     * @param x points, shape (count, D)
     * @param most largest number of components
     * @param seed seed of the starts
     * @param workers threads, and who hears how far it has come
     * @return the comparison over five folds
     * @throws InputException if there are too few points
     */
    public static MixtureSelection of(double[][] x, int most, long seed, Workers workers) {
        InputException.requireBetween("Largest number of components", most, 1, 100);
        List<double[]> folds = workers.map(most * FOLDS, "comparing mixtures", piece -> {
            int fold = piece % FOLDS;
            GaussianMixture mixture = GaussianMixture.fit(part(x, fold, false), piece / FOLDS + 1, seed);
            return mixture.logDensity(part(x, fold, true));
        });
        double[][] logs = new double[most][];
        for (int k = 0; k < most; k++) {
            logs[k] = folds.subList(k * FOLDS, (k + 1) * FOLDS).stream()
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
        double[] heldOut = Arrays.stream(logs)
                .mapToDouble(one -> Arrays.stream(one).average().orElseThrow())
                .toArray();
        int best = IntStream.range(0, most)
                .reduce((a, b) -> heldOut[b] > heldOut[a] ? b : a)
                .orElseThrow();
        double[] errors = new double[most];
        for (int k = 0; k < most; k++) {
            double square = 0;
            for (int i = 0; i < logs[k].length; i++) {
                square += Math.pow(logs[best][i] - logs[k][i] - heldOut[best] + heldOut[k], 2);
            }
            errors[k] = Math.sqrt(square) / logs[k].length;
        }
        return new MixtureSelection(heldOut, errors);
    }

    private static double[][] part(double[][] x, int fold, boolean held) {
        return IntStream.range(0, x.length)
                .filter(i -> i % FOLDS == fold == held)
                .mapToObj(i -> x[i])
                .toArray(double[][]::new);
    }

    /** {@return the smallest number of components that is not worse than the best by more than two standard errors} */
    public int components() {
        double best = Arrays.stream(heldOut).max().orElseThrow();
        for (int k = 0; k < heldOut.length; k++) {
            if (heldOut[k] + 2 * errors[k] >= best) {
                return k + 1;
            }
        }
        throw new IllegalStateException("no number of components is the best");
    }
}

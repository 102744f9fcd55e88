package circuitscope.lowrank.compare;

import circuitscope.InputException;

/** Share of a variance that is explained, R^2. */
public final class Explained {
    private Explained() {}

    /**
     * @param truth true values, shape (N, R)
     * @param found what was found for them, shape (N, R)
     * @return 1 minus the summed squared differences over the summed squares of the truth about its means
     * @throws InputException if shapes differ
     */
    public static double share(double[][] truth, double[][] found) {
        if (truth.length == 0 || found.length != truth.length || found[0].length != truth[0].length) {
            throw InputException.of("Values of %d and %d neurons, expected one shape.", truth.length, found.length);
        }
        int rank = truth[0].length;
        double left = 0;
        double all = 0;
        for (int r = 0; r < rank; r++) {
            double mean = 0;
            for (double[] row : truth) {
                mean += row[r] / truth.length;
            }
            for (int i = 0; i < truth.length; i++) {
                left += (truth[i][r] - found[i][r]) * (truth[i][r] - found[i][r]);
                all += (truth[i][r] - mean) * (truth[i][r] - mean);
            }
        }
        return 1 - left / all;
    }
}

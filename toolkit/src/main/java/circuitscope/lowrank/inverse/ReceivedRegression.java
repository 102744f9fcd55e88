package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.lowrank.Trajectories;

/**
 * What each neuron receives, c = (m, b, d), by linear regression of its input h on (z, u, 1). It is unique if these have full
 * column rank over the data.
 *
 * @param c estimates, shape (N, R + U + 1)
 * @param errors standard errors, shape (N, R + U + 1)
 * @param residual s.d. of what the regression leaves, shape (N)
 */
public record ReceivedRegression(double[][] c, double[][] errors, double[] residual) {
    /**
     * @param h input of each neuron at each step, in the order of the trajectories, shape (steps, N)
     * @param activity latent variables and inputs
     * @return the regression
     * @throws InputException if there are not as many rows as steps, or too few, or the columns z, u, 1 are not independent
     */
    public static ReceivedRegression fit(double[][] h, Trajectories activity) {
        double[][] states = activity.states();
        int size = states[0].length;
        if (h.length != states.length || h.length <= size) {
            throw InputException.of(
                    "Activity at %d steps, expected one row for each of %d steps, and more than %d.",
                    h.length, states.length, size);
        }
        int neurons = h[0].length;
        double[][] gram = new double[size][size];
        double[][] products = new double[neurons][size];
        double[] squares = new double[neurons];
        for (int t = 0; t < h.length; t++) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    gram[j][k] += states[t][j] * states[t][k];
                }
                for (int i = 0; i < neurons; i++) {
                    products[i][j] += states[t][j] * h[t][i];
                }
            }
            for (int i = 0; i < neurons; i++) {
                squares[i] += h[t][i] * h[t][i];
            }
        }
        PositiveDefinite factored;
        try {
            factored = PositiveDefinite.of(gram);
        } catch (PositiveDefinite.NotPositiveDefinite e) {
            throw InputException.of(
                    "Latent variables, inputs and the constant are not independent over %d steps, so that m, b and d can't be"
                            + " told apart; record more starts or vary the input.",
                    h.length, e);
        }
        double[] inverse = factored.inverseDiagonal();
        double[][] c = new double[neurons][];
        double[][] errors = new double[neurons][size];
        double[] residual = new double[neurons];
        for (int i = 0; i < neurons; i++) {
            c[i] = factored.solve(products[i]);
            double left = squares[i];
            for (int j = 0; j < size; j++) {
                left -= c[i][j] * products[i][j];
            }
            // differences of large sums round to below 0 where h is exactly linear
            residual[i] = Math.sqrt(Math.max(0, left) / (h.length - size));
            for (int j = 0; j < size; j++) {
                errors[i][j] = residual[i] * Math.sqrt(inverse[j]);
            }
        }
        return new ReceivedRegression(c, errors, residual);
    }
}

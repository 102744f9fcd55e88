package circuitscope.lowrank.fit;

import circuitscope.InputException;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.inverse.LatentVariables;
import circuitscope.lowrank.inverse.ReceivedRegression;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a network before its connectivity is inferred.
 *
 * @param latent latent variables and inputs over time
 * @param received what each neuron receives, c = (m, b, d), shape (N, R + U + 1)
 * @param errors standard errors of that, shape (N, R + U + 1)
 * @param phi how input becomes a rate
 */
public record Activity(Trajectories latent, double[][] received, double[][] errors, Nonlinearity phi) {
    /**
     * @param latent latent variables and inputs over time
     * @param received what each neuron receives, c = (m, b, d), shape (N, R + U + 1)
     * @param errors standard errors of that, shape (N, R + U + 1)
     * @param phi how input becomes a rate
     * @throws InputException if shapes do not fit
     */
    public Activity {
        int size = latent.rank() + latent.inputs() + 1;
        if (received.length == 0 || received[0].length != size || errors.length != received.length) {
            throw InputException.of(
                    "%d neurons with %d standard errors, expected at least one, with %d numbers each.",
                    received.length, errors.length, size);
        }
    }

    /**
     * What a simulated network shows: its latent variables, and what its neurons receive without error.
     *
     * @param network the network, of which nothing else is used
     * @param latent its latent variables over time
     * @return the activity
     */
    public static Activity of(LowRankNetwork network, Trajectories latent) {
        double[][] received = network.loadings().received();
        return new Activity(latent, received, new double[received.length][received[0].length], network.phi());
    }

    /**
     * @param latent latent variables and inputs over time
     * @param h inputs of the neurons at some steps of each start, shape (starts, times, N)
     * @param steps numbers of these steps, shape (times)
     * @param phi how input becomes a rate
     * @return the activity, with what neurons receive by regression
     * @throws InputException if shapes do not fit, or what neurons receive is not unique
     */
    public static Activity regressed(Trajectories latent, double[][][] h, int[] steps, Nonlinearity phi) {
        if (h.length != latent.z().length || h[0].length != steps.length) {
            throw InputException.of(
                    "Inputs of the neurons for %d starts and %d times, expected %d and %d.",
                    h.length, h[0].length, latent.z().length, steps.length);
        }
        List<double[]> rows = new ArrayList<>();
        double[][][] z = new double[h.length][][];
        double[][][] u = new double[h.length][][];
        for (int s = 0; s < h.length; s++) {
            int last = latent.u()[s].length;
            int[] within = Arrays.stream(steps).filter(step -> step < last).toArray();
            // a trajectory of the times with a row each; its last point ends the last of its steps
            z[s] = new double[within.length + 1][];
            u[s] = new double[within.length][];
            for (int t = 0; t < within.length; t++) {
                z[s][t] = latent.z()[s][within[t]];
                u[s][t] = latent.u()[s][within[t]];
                rows.add(h[s][t]);
            }
            z[s][within.length] = latent.z()[s][last];
        }
        ReceivedRegression found =
                ReceivedRegression.fit(rows.toArray(double[][]::new), new Trajectories(z, u, latent.step()));
        return new Activity(latent, found.c(), found.errors(), phi);
    }

    /**
     * Without latent variables, which are the leading principal components then, known up to an affine change.
     *
     * @param h inputs of the neurons, shape (starts, steps + 1, N)
     * @param rank number R of latent variables
     * @param step step a of the network
     * @param phi how input becomes a rate
     * @return the activity
     * @throws InputException if shapes do not fit
     */
    public static Activity principal(double[][][] h, int rank, double step, Nonlinearity phi) {
        Trajectories latent = LatentVariables.principal(h, rank, step).activity();
        int[] all = new int[h[0].length - 1];
        Arrays.setAll(all, t -> t);
        double[][][] without = Arrays.stream(h)
                .map(start -> Arrays.copyOf(start, start.length - 1))
                .toArray(double[][][]::new);
        return regressed(latent, without, all, phi);
    }

    /**
     * How well a connectivity explains the activity.
     *
     * @param loadings loadings of some neurons
     * @return relative error of their field where the activity was, against the field that its steps show
     */
    public double fieldError(Loadings loadings) {
        LowRankNetwork network = new LowRankNetwork(loadings, phi, latent.step());
        double[][] states = latent.states();
        double[][] fields = latent.fields();
        int rank = latent.rank();
        int stride = Math.max(1, states.length / 2000);
        double left = 0;
        double all = 0;
        for (int t = 0; t < states.length; t += stride) {
            double[] field = network.at(
                    Arrays.copyOf(states[t], rank), Arrays.copyOfRange(states[t], rank, states[t].length - 1));
            for (int r = 0; r < rank; r++) {
                left += (field[r] - fields[t][r]) * (field[r] - fields[t][r]);
                all += fields[t][r] * fields[t][r];
            }
        }
        return Math.sqrt(left / all);
    }
}

package circuitscope.infer.linkglm;

import circuitscope.InputException;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.arithmetic.SquaresInBlocks;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.infer.sampling.SystematicSample;
import java.util.Arrays;

/**
 * Fisher matrices sum lambda F F^T, F = d log lambda / d parameters, of neurons with a learned link. The sum is taken over
 * drawn rows. Half of them are drawn in proportion to lambda, half to lambda times the squared slope of the link: where it
 * bends like a rectifier, a few rows near the bend hold most of the information.
 */
final class LinkCurvature {
    /** Rows that are drawn from. */
    private static final int CANDIDATES = 40_000;
    /** Rows of a Fisher matrix that only guides a search. */
    private static final int FOR_A_STEP = 4_000;

    private static final int FOR_INFORMATION = 16_000;
    /** At least so many per neuron. */
    private static final int PER_NEURON = 15;

    /** Neurons, and terms of the angle behind them. */
    private final int n;

    /** Shape (rows, N). */
    private final float[][] traces;

    private final double[] weight;

    LinkCurvature(Request request, double tauMs, SampledSteps rows) {
        SampledSteps some = rows.thinned(CANDIDATES);
        n = request.recording().neurons() + request.tuning().size();
        traces = new float[some.size()][n];
        weight = some.weight();
        if (some.size() > 0) {
            SynapticTraces walk = new SynapticTraces(request.recording(), tauMs, request.tuning(), some.step()[0]);
            for (int k = 0; k < traces.length; k++) {
                walk.fill(some.step()[k], traces[k]);
            }
        }
    }

    /** What the drawn traces need, in bytes. */
    static double memory(double neurons) {
        return 4 * CANDIDATES * neurons;
    }

    private float[] single(double[] weights) {
        float[] single = new float[n];
        for (int j = 0; j < n; j++) {
            single[j] = (float) weights[j];
        }
        return single;
    }

    /** For a step of a search: weights with the bias in the neuron's own place, then offset, power and the weight to itself; shape
     * (N + 3, N + 3). */
    double[][] fisher(int neuron, LinkModel model) {
        return fisher(neuron, model, Math.max(FOR_A_STEP, PER_NEURON * n));
    }

    private double[][] fisher(int neuron, LinkModel model, int count) {
        float[] weights = single(model.weights());
        double[] drive = new double[traces.length];
        double[] rate = new double[traces.length];
        double[] steep = new double[traces.length];
        double total = 0;
        double totalSteep = 0;
        for (int k = 0; k < traces.length; k++) {
            drive[k] = model.bias() + FloatRows.dot(weights, traces[k], n);
            rate[k] = weight[k] * Math.exp(model.logRate(drive[k]));
            double slope = LinkModel.slope(drive[k]);
            steep[k] = rate[k] * slope * slope;
            total += rate[k];
            totalSteep += steep[k];
        }
        double[] chance = new double[traces.length];
        for (int k = 0; k < traces.length; k++) {
            chance[k] = (rate[k] / total + steep[k] / totalSteep) / 2;
        }
        SquaresInBlocks squares = new SquaresInBlocks(n + 3);
        for (int k : SystematicSample.of(chance, count)) {
            float root = (float) Math.sqrt(rate[k] / chance[k] / count);
            float slope = root * (float) (model.power() * LinkModel.slope(drive[k]));
            float[] row = squares.next();
            for (int j = 0; j < n; j++) {
                row[j] = slope * traces[k][j];
            }
            row[n + 2] = row[neuron];
            row[neuron] = slope;
            row[n] = root;
            row[n + 1] = root * (float) LinkModel.logSoftplus(drive[k]);
        }
        return squares.sum();
    }

    /**
     * Variances of a neuron's weights, the other parameters being unknown too, shape (N); 0 for the neuron itself.
     *
     * @throws InputException if the neuron has so few spikes that its link became a step, of which weights may be any
     */
    double[] variances(int neuron, LinkModel model, double damping) {
        double[][] information = information(neuron, model, damping);
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += information[j][j];
        }
        information[neuron][neuron] = 1;
        for (int j = 0; j < n; j++) {
            information[j][j] += 1e-9 * trace / n;
        }
        try {
            double[] variances = PositiveDefinite.of(information).inverseDiagonal();
            variances[neuron] = 0;
            return variances;
        } catch (PositiveDefinite.NotPositiveDefinite e) {
            throw InputException.of(
                    "Neuron %d fires too seldom in the training part for its link and weights to be learned; leave it out of the"
                            + " recording, or record longer.",
                    neuron);
        }
    }

    /** Variances of a neuron's weights under a penalty, its bias being unknown too, shape (N); 0 for the neuron itself. */
    double[] variancesForKnownLink(int neuron, LinkModel model, double ridge) {
        double[][] all = fisher(neuron, model, Math.max(FOR_INFORMATION, PER_NEURON * n));
        double[][] own = new double[n][];
        for (int j = 0; j < n; j++) {
            own[j] = Arrays.copyOf(all[j], n);
            own[j][j] += (j == neuron ? 0 : ridge) + 1e-9;
        }
        double[] variances = PositiveDefinite.of(own).inverseDiagonal();
        variances[neuron] = 0;
        return variances;
    }

    /**
     * Fisher information of the weights, the other parameters being unknown too: a Schur complement; shape (N, N), 0 in row
     * and column of the neuron itself.
     */
    private double[][] information(int neuron, LinkModel model, double damping) {
        double[][] all = fisher(neuron, model, Math.max(FOR_INFORMATION, PER_NEURON * n));
        int[] others = {neuron, n, n + 1};
        double[][] own = new double[3][3];
        double[][] cross = new double[3][n];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                own[a][b] = all[others[a]][others[b]] + (a == b ? 1e-9 + damping * all[others[a]][others[a]] : 0);
            }
            for (int j = 0; j < n; j++) {
                cross[a][j] = j == neuron ? 0 : all[others[a]][j];
            }
        }
        double[][] inverse = PositiveDefinite.of(own).inverse();
        double[][] explained = new double[3][n];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int j = 0; j < n; j++) {
                    explained[a][j] += inverse[a][b] * cross[b][j];
                }
            }
        }
        double[][] information = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                if (j != neuron && k != neuron) {
                    information[j][k] = all[j][k];
                    for (int a = 0; a < 3; a++) {
                        information[j][k] -= cross[a][j] * explained[a][k];
                    }
                }
            }
        }
        return information;
    }
}

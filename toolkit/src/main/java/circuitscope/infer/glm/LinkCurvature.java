package circuitscope.infer.glm;

import circuitscope.spikes.Recording;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

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
    /** Rows that are added up in single precision. */
    private static final int BLOCK = 512;

    private final int n;
    /** Shape (rows, N). */
    private final float[][] traces;

    private final double[] weight;

    LinkCurvature(Recording recording, double tauMs, QuadratureRows rows) {
        QuadratureRows some = rows.thinned(CANDIDATES);
        n = recording.neurons();
        traces = new float[some.size()][n];
        weight = some.weight();
        if (some.size() > 0) {
            SynapticTraces walk = new SynapticTraces(recording, tauMs, some.step()[0]);
            for (int k = 0; k < traces.length; k++) {
                walk.fill(some.step()[k], traces[k]);
            }
        }
    }

    private float[] single(double[] weights) {
        float[] single = new float[n];
        for (int j = 0; j < n; j++) {
            single[j] = (float) weights[j];
        }
        return single;
    }

    /** For a step of a search: weights with the bias in the neuron's own place, then offset and power; shape (N + 2, N + 2). */
    double[][] fisher(int neuron, LinkModel model) {
        return fisher(neuron, model, FOR_A_STEP);
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
        int size = n + 2;
        double[][] sum = new double[size][size];
        float[][] block = new float[BLOCK][size];
        int filled = 0;
        int k = 0;
        double before = 0;
        for (int m = 0; m < count; m++) {
            while (k < traces.length - 1 && before + chance[k] < (m + 0.5) / count) {
                before += chance[k++];
            }
            float root = (float) Math.sqrt(rate[k] / chance[k] / count);
            float slope = root * (float) (model.power() * LinkModel.slope(drive[k]));
            float[] row = block[filled++];
            for (int j = 0; j < n; j++) {
                row[j] = slope * traces[k][j];
            }
            row[neuron] = slope;
            row[n] = root;
            row[n + 1] = root * (float) LinkModel.logSoftplus(drive[k]);
            if (filled == BLOCK || m == count - 1) {
                addSquares(block, filled, sum);
                filled = 0;
            }
        }
        return sum;
    }

    /** Adds the outer products of some rows with themselves. */
    private static void addSquares(float[][] rows, int count, double[][] sum) {
        int size = sum.length;
        float[][] squares = new float[size][size];
        FloatRows.addSquares(rows, count, squares);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum[i][j] += squares[i][j];
            }
        }
    }

    /**
     * Fisher information of the weights, the other parameters being unknown too: a Schur complement; shape (N, N), 0 in row
     * and column of the neuron itself.
     */
    double[][] information(int neuron, LinkModel model, double damping) {
        double[][] all = fisher(neuron, model, FOR_INFORMATION);
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
        double[][] explained = new CholeskyDecomposition(new Array2DRowRealMatrix(own, false), 1e-6, 0)
                .getSolver()
                .solve(new Array2DRowRealMatrix(cross, false))
                .getData();
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

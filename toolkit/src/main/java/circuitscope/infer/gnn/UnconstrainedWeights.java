package circuitscope.infer.gnn;

import circuitscope.Memory;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.gnn.GnnOptions.Preconditioner;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.messagepassing.LossGradient;
import circuitscope.infer.messagepassing.RowBatch;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Unconstrained weights w_ij of all directed pairs, learned along with the prediction module. Plain gradients hardly reach the
 * pairs of which the spikes say little, so a step may be preconditioned, by the covariance of the activity or by the Fisher
 * information of each neuron's own row.
 */
final class UnconstrainedWeights {
    /** Steps of Fisher information that count: some thousand spikes of each neuron. */
    private static final double MEMORY = 200;

    static final double DAMPING = 1e-2;
    private static final double ROUNDING = 1e-4;
    private static final int STEPS_WITH_ONE_ROOT = 50;
    private static final int ROWS = 20_000;

    /** Weights or, if whitened, v; shape (N, N). */
    static final String PAIRS = "pairs";

    /** Running mean of each neuron's Fisher information of its weights per spike of its own, shape (N, N, N); not trained. */
    static final String INFORMATION = "pairs.information";

    /** The inverse of its root, now and then, up to a factor; shape (N, N, N); not trained. */
    static final String INVERSE_ROOT = "pairs.inverse_root";

    private final int n;
    private final Workers workers;
    private final Preconditioner preconditioner;
    /** Symmetric, w = v whitening; shape (N, N). */
    private final double[][] whitening;

    UnconstrainedWeights(Request request, Architecture shape, Preconditioner preconditioner) {
        n = request.recording().neurons();
        workers = request.workers().silently();
        this.preconditioner = preconditioner;
        whitening = preconditioner == Preconditioner.WHITENED
                ? inverseRoot(covariance(request.recording(), request.training(), tauMs(shape)))
                : null;
    }

    /** Half the window that f_enc sees in the paper. */
    static double tauMs(Architecture shape) {
        return shape.windowMs() / 4;
    }

    /** Adds pairs without weight. */
    static void initialize(Parameters p, int neurons, Preconditioner preconditioner) {
        if (preconditioner == Preconditioner.FISHER) {
            // twice in the state, and a copy of each in a step
            Memory.require("The Fisher information of " + neurons + " neurons", 16.0 * neurons * neurons * neurons);
        }
        p.put(PAIRS, new float[neurons * neurons]);
        if (preconditioner == Preconditioner.FISHER) {
            p.put(INFORMATION, new float[neurons * neurons * neurons]);
            float[] root = new float[neurons * neurons * neurons];
            for (int k = 0; k < neurons * neurons; k++) {
                root[k * neurons + k % neurons] = 1;
            }
            p.put(INVERSE_ROOT, root);
        }
    }

    /** Of exponentially filtered spikes, at steps spread over the training part. */
    static double[][] covariance(Recording recording, List<Segment> training, double tauMs) {
        int n = recording.neurons();
        long steps = training.stream().mapToLong(Segment::length).sum();
        int stride = (int) Math.max(1, steps / ROWS);
        double[] mean = new double[n];
        double[][] squares = new double[n][n];
        float[] traces = new float[n];
        long rows = 0;
        for (Segment part : training) {
            SynapticTraces walk = new SynapticTraces(recording, tauMs, part.start());
            for (int step = part.start(); step < part.end(); step += stride) {
                walk.fill(step, traces);
                rows++;
                for (int i = 0; i < n; i++) {
                    mean[i] += traces[i];
                    for (int j = 0; traces[i] != 0 && j < n; j++) {
                        squares[i][j] += (double) traces[i] * traces[j];
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                squares[i][j] = squares[i][j] / rows - mean[i] / rows * mean[j] / rows;
            }
        }
        return squares;
    }

    /** Of a matrix with a mean eigenvalue of 1, in proportion to this one. */
    static double[][] inverseRoot(double[][] matrix) {
        EigenDecomposition spectrum = new EigenDecomposition(new Array2DRowRealMatrix(matrix, false));
        double[] values = spectrum.getRealEigenvalues();
        double mean = Math.max(1e-30, Arrays.stream(values).average().orElseThrow());
        RealMatrix vectors = spectrum.getV();
        RealMatrix scaled = vectors.copy();
        for (int k = 0; k < values.length; k++) {
            double factor = 1 / Math.sqrt(Math.max(values[k], 0) / mean + DAMPING);
            for (int i = 0; i < values.length; i++) {
                scaled.multiplyEntry(i, k, factor);
            }
        }
        return scaled.multiply(vectors.transpose()).getData();
    }

    /** {@return w, flat, shape (N, N)} */
    float[] weights(Parameters p) {
        float[] pairs = p.get(PAIRS);
        return whitening == null ? pairs : withoutDiagonal(timesWhitening(pairs));
    }

    private float[] timesWhitening(float[] rows) {
        float[] product = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = rows[i * n + k];
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += (float) (factor * whitening[k][j]);
                }
            }
        }
        return product;
    }

    private float[] withoutDiagonal(float[] matrix) {
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = 0;
        }
        return matrix;
    }

    /** One step of the pairs; gradients of the prediction module are added to {@code gradient}. Returns the loss. */
    double step(
            LossGradient loss, RowBatch batch, Parameters p, Parameters gradient, Adam adam, double rate, long number) {
        float[][] rowGradients = preconditioner == Preconditioner.FISHER ? new float[batch.step().length][] : null;
        LossGradient.Back back = loss.pairs(batch, p, weights(p), gradient, rowGradients);
        float[] ofWeights = withoutDiagonal(back.weightGradient());
        switch (preconditioner) {
            case NONE -> adam.step(PAIRS, p.get(PAIRS), ofWeights, rate, number + 1);
            case WHITENED -> adam.step(PAIRS, p.get(PAIRS), timesWhitening(ofWeights), rate, number + 1);
            case FISHER -> stepByInformation(batch, p, ofWeights, rowGradients, adam, rate, number);
        }
        return back.loss();
    }

    /** The step of each row is made where the Fisher information of its neuron is the identity. */
    private void stepByInformation(
            RowBatch batch,
            Parameters p,
            float[] weightGradient,
            float[][] rowGradients,
            Adam adam,
            double rate,
            long number) {
        // copies, so that a step that is interrupted has changed nothing
        float[] information = p.get(INFORMATION).clone();
        boolean fresh = number > 0 && number % STEPS_WITH_ONE_ROOT == 0;
        float[] root = fresh ? p.get(INVERSE_ROOT).clone() : p.get(INVERSE_ROOT);
        double share = Math.max(1 / MEMORY, 1.0 / (number + 1));
        List<List<float[]>> rows = rowsByTarget(batch, rowGradients);
        float perSpike = spikeWeight(batch);
        float[] ofRoot = new float[n * n];
        workers.map(n, "learning unconstrained weights", i -> {
            // per spike of the batch, like the gradient
            float[][] squares = new float[n][n];
            for (float[] row : rows.get(i)) {
                for (int j = 0; j < n; j++) {
                    FloatRows.add(row[j] / perSpike, row, n, squares[j]);
                }
            }
            int at = i * n * n;
            for (int k = 0; k < n * n; k++) {
                information[at + k] += (float) (share * (squares[k / n][k % n] - information[at + k]));
            }
            if (fresh) {
                refreshRoot(information, i, root);
            }
            product(root, i, weightGradient, ofRoot);
            return i;
        });
        p.put(INFORMATION, information).put(INVERSE_ROOT, root);
        float[] step = new float[n * n];
        adam.step(PAIRS, step, ofRoot, rate, number + 1);
        float[] ofWeights = new float[n * n];
        float[] pairs = p.get(PAIRS);
        for (int i = 0; i < n; i++) {
            product(root, i, step, ofWeights);
            for (int j = 0; j < n; j++) {
                pairs[i * n + j] += i == j ? 0 : ofWeights[i * n + j];
            }
        }
    }

    /** Row i of the result is row i of the input times the neuron's symmetric matrix. */
    private void product(float[] matrices, int i, float[] rows, float[] out) {
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += matrices[(i * n + j) * n + k] * rows[i * n + k];
            }
            out[i * n + j] = (float) sum;
        }
    }

    private static float spikeWeight(RowBatch batch) {
        for (int k = 0; k < batch.target().length; k++) {
            if (batch.target()[k] != RowBatch.ALL) {
                return batch.spikeWeight()[batch.firstRow()[k]];
            }
        }
        return 1;
    }

    private List<List<float[]>> rowsByTarget(RowBatch batch, float[][] rowGradients) {
        List<List<float[]>> rows = IntStream.range(0, n)
                .<List<float[]>>mapToObj(i -> new ArrayList<>())
                .toList();
        for (int k = 0; k < batch.target().length; k++) {
            if (batch.target()[k] != RowBatch.ALL) {
                rows.get(batch.target()[k]).add(rowGradients[k]);
            }
        }
        return rows;
    }

    private void refreshRoot(float[] information, int i, float[] root) {
        double[][] matrix = new double[n][n];
        double trace = 0;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                matrix[j][k] = i == j || i == k ? 0 : information[(i * n + j) * n + k];
            }
            trace += matrix[j][j];
        }
        matrix[i][i] = trace / n;
        double[][] full = inverseRoot(matrix);
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                root[(i * n + j) * n + k] = (float) full[j][k];
            }
        }
    }

    /**
     * Standard errors of the weights from all spikes of the training part, shape (N, N); with a little on the diagonal of the
     * information, because rounding may leave directions of which nothing is known below 0.
     */
    static double[][] errors(Parameters p, int neurons, long spikes) {
        float[] flat = p.get(INFORMATION);
        double[][] errors = new double[neurons][];
        for (int i = 0; i < neurons; i++) {
            double[][] information = new double[neurons][neurons];
            double trace = 0;
            for (int j = 0; j < neurons; j++) {
                for (int k = 0; k < neurons; k++) {
                    // a neuron has no weight to itself
                    information[j][k] = i == j || i == k ? 0 : flat[(i * neurons + j) * neurons + k] * (double) spikes;
                }
                trace += information[j][j];
            }
            information[i][i] = 1;
            for (int j = 0; j < neurons; j++) {
                information[j][j] += ROUNDING * trace / neurons;
            }
            errors[i] = Arrays.stream(PositiveDefinite.of(information).inverseDiagonal())
                    .map(Math::sqrt)
                    .toArray();
            errors[i][i] = 0;
        }
        return errors;
    }
}

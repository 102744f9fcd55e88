package circuitscope.infer.gnn;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.infer.glm.FloatRows;
import circuitscope.infer.glm.SynapticTraces;
import circuitscope.infer.gnn.GnnOptions.Preconditioner;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Weights w_ij of all directed pairs, each free, learned along with the prediction module. Plain gradients hardly reach the
 * pairs of which the spikes say little, so a step may be preconditioned, by the covariance of the activity or by the Fisher
 * information of each neuron's own row.
 */
final class FreePairs {
    /** Steps of Fisher information that count: some thousand spikes of each neuron. */
    private static final double MEMORY = 200;

    private static final double DAMPING = 1e-2;
    /** A step goes this many learning rates of the way to the optimum: Adam's steps are smaller where gradients are noise. */
    private static final double NATURAL_RATE = 20;

    private static final double ROUNDING = 1e-4;
    private static final int STEPS_WITH_ONE_INVERSE = 20;
    private static final int ROWS = 20_000;

    private final int n;
    private final Preconditioner preconditioner;
    /** Symmetric, w = v whitening; shape (N, N). */
    private final double[][] whitening;

    FreePairs(Recording recording, List<Segment> training, Architecture shape, Preconditioner preconditioner) {
        n = recording.neurons();
        this.preconditioner = preconditioner;
        whitening = preconditioner == Preconditioner.WHITENED
                ? inverseRoot(covariance(recording, training, tauMs(shape)))
                : null;
    }

    /** Half the window that f_enc sees in the paper. */
    static double tauMs(Architecture shape) {
        return shape.windowMs() / 4;
    }

    /** Adds pairs without weight. */
    static void initialize(Parameters p, int neurons, Preconditioner preconditioner) {
        p.put(Parameters.PAIRS, new float[neurons * neurons]);
        if (preconditioner == Preconditioner.FISHER) {
            p.put(Parameters.INFORMATION, new float[neurons * neurons * neurons]);
            p.put(Parameters.INVERSE, new float[neurons * neurons * neurons]);
        }
    }

    /** Of exponentially filtered spikes, at steps spread over the training part. */
    private static double[][] covariance(Recording recording, List<Segment> training, double tauMs) {
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

    private static double[][] inverseRoot(double[][] covariance) {
        EigenDecomposition spectrum = new EigenDecomposition(new Array2DRowRealMatrix(covariance));
        double[] values = spectrum.getRealEigenvalues();
        double mean = Arrays.stream(values).average().orElseThrow();
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
        float[] pairs = p.get(Parameters.PAIRS);
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
            case NONE -> adam.step(Parameters.PAIRS, p.get(Parameters.PAIRS), ofWeights, rate, number + 1);
            case WHITENED ->
                adam.step(Parameters.PAIRS, p.get(Parameters.PAIRS), timesWhitening(ofWeights), rate, number + 1);
            case FISHER -> naturalStep(batch, p, ofWeights, rowGradients, rate, number);
        }
        return back.loss();
    }

    /** w_i moves by the learning rate times the gradient over the Fisher information. */
    private void naturalStep(
            RowBatch batch, Parameters p, float[] weightGradient, float[][] rowGradients, double rate, long number) {
        float[] information = p.get(Parameters.INFORMATION);
        double share = Math.max(1 / MEMORY, 1.0 / (number + 1));
        List<List<float[]>> rows = rowsByTarget(batch, rowGradients);
        float perSpike = spikeWeight(batch);
        boolean fresh = number % STEPS_WITH_ONE_INVERSE == 0;
        float[] inverse = p.get(Parameters.INVERSE);
        float[] pairs = p.get(Parameters.PAIRS);
        Parallel.map(IntStream.range(0, n).boxed().toList(), "learning free pairs", Progress.silent(), i -> {
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
                invert(information, i, inverse);
            }
            for (int j = 0; j < n; j++) {
                double step = 0;
                for (int k = 0; k < n; k++) {
                    step += inverse[at + j * n + k] * weightGradient[i * n + k];
                }
                pairs[i * n + j] -= j == i ? 0 : (float) (NATURAL_RATE * rate * step);
            }
            return i;
        });
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

    private void invert(float[] information, int i, float[] inverse) {
        double[][] matrix = new double[n][n];
        double trace = 0;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                matrix[j][k] = information[(i * n + j) * n + k];
            }
            trace += matrix[j][j];
        }
        for (int j = 0; j < n; j++) {
            matrix[j][j] += DAMPING * trace / n + 1e-12;
        }
        double[][] full = new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-3, 0)
                .getSolver()
                .getInverse()
                .getData();
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                inverse[(i * n + j) * n + k] = (float) full[j][k];
            }
        }
    }

    /**
     * Fisher information of each row in all spikes of the training part, shape (N, N, N); with a little on the diagonal, because
     * rounding may leave directions of which nothing is known below 0.
     */
    static double[][][] information(Parameters p, int neurons, long spikes) {
        float[] flat = p.get(Parameters.INFORMATION);
        double[][][] information = new double[neurons][neurons][neurons];
        for (int i = 0; i < neurons; i++) {
            double trace = 0;
            for (int j = 0; j < neurons; j++) {
                for (int k = 0; k < neurons; k++) {
                    // a neuron has no weight to itself
                    information[i][j][k] =
                            i == j || i == k ? 0 : flat[(i * neurons + j) * neurons + k] * (double) spikes;
                }
                trace += information[i][j][j];
            }
            for (int j = 0; j < neurons; j++) {
                information[i][j][j] += j == i ? 0 : ROUNDING * trace / neurons;
            }
        }
        return information;
    }
}

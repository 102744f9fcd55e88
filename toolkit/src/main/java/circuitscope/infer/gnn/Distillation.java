package circuitscope.infer.gnn;

import circuitscope.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Fits z and the MLP to directed weights of all pairs, by regression weighted with the inverse of their noise. z starts from
 * the leading eigenvectors of the graph of absolute weights, neighbours in the graph being close.
 */
final class Distillation {
    private static final int STEPS = 1500;
    private static final int REPORT = 100;
    private static final double RATE = 1e-2;
    private static final double FINAL_SHARE = 0.03;

    private final int n;
    private final double[][] mean;
    private final double[][] precision;
    private final double scale;
    private final long seed;

    private Distillation(double[][] weights, double[][] variance, long seed) {
        n = weights.length;
        this.seed = seed;
        mean = new double[n][n];
        precision = new double[n][n];
        double squares = 0;
        double precisions = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double a = 1 / variance[i][j];
                    double b = 1 / variance[j][i];
                    mean[i][j] = (a * weights[i][j] + b * weights[j][i]) / (a + b);
                    precision[i][j] = a + b;
                    squares += mean[i][j] * mean[i][j];
                    precisions += a + b;
                }
            }
        }
        scale = Math.sqrt(squares / (n * (n - 1.0)));
        for (double[] row : precision) {
            for (int j = 0; j < n; j++) {
                row[j] *= n * (n - 1.0) / precisions;
            }
        }
    }

    /**
     * @param weights directed weights, shape (N, N)
     * @param variance variance of their noise up to a factor, shape (N, N)
     * @param dimensions size of z_i
     * @param size root of the mean square that the new weights get
     * @param seed seed of initial values
     * @param progress hears how far it has come
     * @return z (N, dimensions) and MLP
     */
    static Parameters of(
            double[][] weights, double[][] variance, int dimensions, double size, long seed, Progress progress) {
        Distillation task = new Distillation(weights, variance, seed);
        Parameters p = task.start(dimensions);
        task.train(p, dimensions, progress);
        // the MLP learned weights with a mean square of 1
        for (String name : List.of(Parameters.MLP_OUT, Parameters.MLP_OUT_BIAS)) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k++) {
                values[k] *= (float) size;
            }
        }
        return p;
    }

    private Parameters start(int dimensions) {
        Parameters p = new Parameters();
        PairwiseMlp.initialize(p, dimensions, RandomSource.XO_SHI_RO_256_PP.create(seed + dimensions));
        return p.put(Parameters.Z, embedding(dimensions));
    }

    /** Eigenvectors of the normalised Laplacian with the smallest eigenvalues but the first, whose entries are all alike. */
    private float[] embedding(int dimensions) {
        double[] degree = new double[n];
        for (int i = 0; i < n; i++) {
            degree[i] = Arrays.stream(mean[i]).map(Math::abs).sum() + 1e-12;
        }
        double[][] affinity = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                affinity[i][j] = Math.abs(mean[i][j]) / Math.sqrt(degree[i] * degree[j]);
            }
        }
        EigenDecomposition spectrum = new EigenDecomposition(new Array2DRowRealMatrix(affinity, false));
        double[] values = spectrum.getRealEigenvalues();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] z = new float[n * dimensions];
        for (int r = 0; r < dimensions; r++) {
            double[] vector =
                    spectrum.getEigenvector(order[Math.min(n - 1, r + 1)]).toArray();
            for (int i = 0; i < n; i++) {
                z[i * dimensions + r] = (float) (vector[i] / Math.sqrt(degree[i]) * Math.sqrt(n));
            }
        }
        return standardized(z, dimensions);
    }

    private float[] standardized(float[] z, int dimensions) {
        for (int r = 0; r < dimensions; r++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                sum += z[i * dimensions + r] / n;
                squares += (double) z[i * dimensions + r] * z[i * dimensions + r] / n;
            }
            double deviation = Math.sqrt(Math.max(1e-12, squares - sum * sum));
            for (int i = 0; i < n; i++) {
                z[i * dimensions + r] = (float) ((z[i * dimensions + r] - sum) / deviation);
            }
        }
        return z;
    }

    private void train(Parameters p, int dimensions, Progress progress) {
        float[] target = new float[n * n];
        float[] weight = new float[n * n];
        for (int k = 0; k < n * n; k++) {
            target[k] = (float) (mean[k / n][k % n] / scale);
            weight[k] = (float) precision[k / n][k % n];
        }
        PairwiseMlp mlp = new PairwiseMlp(n);
        Adam adam = Adam.of(p);
        for (int step = 1; step <= STEPS; step++) {
            Progress.stopIfInterrupted("distilling weights");
            double rate = RATE * Math.pow(FINAL_SHARE, (double) step / STEPS);
            float[] w = mlp.forward(p, p.get(Parameters.Z));
            // of the weighted mean of squared differences
            float[] weightGradient = new float[n * n];
            for (int k = 0; k < n * n; k++) {
                weightGradient[k] = 2 * weight[k] * (w[k] - target[k]) / (n * n);
            }
            Parameters gradient = p.zeros();
            gradient.put(Parameters.Z, mlp.backward(p, weightGradient, gradient));
            for (String name : p.names()) {
                adam.step(name, p.get(name), gradient.get(name), rate, step);
            }
            if (step % REPORT == 0) {
                progress.update("distilling, steps with " + dimensions + " dimensions", step, STEPS);
            }
        }
    }
}

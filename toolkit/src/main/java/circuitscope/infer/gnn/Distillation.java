package circuitscope.infer.gnn;

import ai.djl.ndarray.NDArray;
import circuitscope.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Fits z and the MLP to the teacher's weights, by regression weighted with the inverse of their noise. z starts from the leading
 * eigenvectors of the graph of absolute weights, neighbours in the graph being close. Its size and the number of steps are
 * those that predict held-out pairs best.
 */
final class Distillation {
    static final String Z = LossGradient.Z;
    private static final int STEPS = 1500;
    private static final int CHECK = 250;
    private static final double RATE = 1e-2;
    private static final double FINAL_SHARE = 0.03;
    private static final double HELD_OUT = 0.1;

    private final int n;
    private final double[][] mean;
    private final double[][] precision;
    private final double scale;
    private final long seed;

    private Distillation(double[][] weights, double[][][] information, long seed) {
        n = weights.length;
        this.seed = seed;
        double[][] variance = PairNoise.variances(weights, information);
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
     * What came out.
     *
     * @param parameters z (N, dimensions) and MLP
     * @param dimensions chosen size of z_i
     * @param scale the teacher's weights over those of the MLP
     * @param heldOutError relative error of each size tried on held-out pairs, in the order of the sizes
     */
    record Distilled(Parameters parameters, int dimensions, double scale, double[] heldOutError) {}

    /**
     * @param weights the teacher's directed weights, shape (N, N)
     * @param information their Fisher information, shape (N, N, N)
     * @param sizes sizes of z_i to choose from
     * @param size root of the mean square that the new weights get
     * @param seed seed of initial values and of the held-out pairs
     * @param progress hears how far it has come
     */
    static Distilled of(
            double[][] weights,
            double[][][] information,
            List<Integer> sizes,
            double size,
            long seed,
            Progress progress) {
        Distillation task = new Distillation(weights, information, seed);
        double[] errors = new double[sizes.size()];
        int best = 0;
        int bestSteps = STEPS;
        boolean[] heldOut = task.heldOutPairs();
        for (int k = 0; k < sizes.size(); k++) {
            double[] error = task.train(task.start(sizes.get(k)), sizes.get(k), STEPS, heldOut, progress);
            int steps = IntStream.range(0, error.length)
                    .reduce((a, b) -> error[b] < error[a] ? b : a)
                    .orElseThrow();
            errors[k] = error[steps];
            if (k == 0 || errors[k] < errors[best]) {
                best = k;
                bestSteps = (steps + 1) * CHECK;
            }
        }
        Parameters p = task.start(sizes.get(best));
        task.train(p, sizes.get(best), bestSteps, new boolean[task.n * task.n], progress);
        // the MLP learned weights with a mean square of 1
        for (String name : List.of(Parameters.MLP_OUT, Parameters.MLP_OUT_BIAS)) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k++) {
                values[k] *= (float) size;
            }
        }
        return new Distilled(p, sizes.get(best), task.scale / size, errors);
    }

    private boolean[] heldOutPairs() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        boolean[] heldOut = new boolean[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                heldOut[i * n + j] = random.nextDouble() < HELD_OUT;
                heldOut[j * n + i] = heldOut[i * n + j];
            }
        }
        return heldOut;
    }

    private Parameters start(int dimensions) {
        Parameters p = new Parameters();
        PairwiseMlp.initialize(p, dimensions, RandomSource.XO_SHI_RO_256_PP.create(seed + dimensions));
        return p.put(Z, embedding(dimensions));
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

    /** Trains without the held-out pairs; returns their relative error every so many steps. */
    private double[] train(Parameters p, int dimensions, int steps, boolean[] heldOut, Progress progress) {
        float[] target = new float[n * n];
        float[] weight = new float[n * n];
        for (int k = 0; k < n * n; k++) {
            target[k] = (float) (mean[k / n][k % n] / scale);
            weight[k] = heldOut[k] ? 0 : (float) precision[k / n][k % n];
        }
        Adam adam = Adam.of(p);
        double[] errors = new double[(steps + CHECK - 1) / CHECK];
        for (int step = 1; step <= steps; step++) {
            Progress.stopIfInterrupted("distilling the teacher's weights");
            double rate = RATE * Math.pow(FINAL_SHARE, (double) step / STEPS);
            try (Graph graph = Graph.training()) {
                NDArray w = PairwiseMlp.weights(graph, p, graph.leaf(Z, p.get(Z), n, dimensions));
                NDArray difference = w.sub(graph.constant(target, n, n));
                graph.backward(difference
                        .mul(difference)
                        .mul(graph.constant(weight, n, n))
                        .mean());
                for (String name : p.names()) {
                    adam.step(name, p.get(name), graph.gradient(name), rate, step);
                }
                if (step % CHECK == 0) {
                    errors[step / CHECK - 1] = error(w.toFloatArray(), target, heldOut);
                    progress.update("distilling, steps with " + dimensions + " dimensions", step, steps);
                }
            }
        }
        return errors;
    }

    private double error(float[] w, float[] target, boolean[] heldOut) {
        double error = 0;
        double all = 0;
        for (int k = 0; k < w.length; k++) {
            if (heldOut[k]) {
                double weight = precision[k / n][k % n];
                error += weight * (w[k] - target[k]) * (w[k] - target[k]);
                all += weight * target[k] * target[k];
            }
        }
        return all == 0 ? 0 : Math.sqrt(error / all);
    }
}

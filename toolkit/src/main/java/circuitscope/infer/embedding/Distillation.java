package circuitscope.infer.embedding;

import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Fits z and the MLP to directed weights of all pairs, by regression weighted with the inverse of their noise. z starts from
 * the leading eigenvectors of the graph of absolute weights, neighbours in the graph being close.
 */
public final class Distillation {
    /** Steps in which each neuron takes part. */
    private static final int STEPS_PER_NEURON = 1500;
    /** Steps between reports of progress. */
    public static final int REPORT = 100;

    private static final double RATE = 1e-2;
    private static final double FINAL_SHARE = 0.03;
    /** Neurons of a step: all pairs of a few hundred neurons would take minutes. */
    private static final int MOST_NEURONS = 150;

    private final int n;
    private final boolean directed;
    private final double[][] mean;
    private final double[][] precision;
    private final double scale;
    private final long seed;

    private Distillation(double[][] weights, double[][] variance, boolean directed, long seed) {
        n = weights.length;
        this.directed = directed;
        this.seed = seed;
        mean = new double[n][n];
        precision = new double[n][n];
        double squares = 0;
        double precisions = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    double a = 1 / variance[i][j];
                    // what the other direction tells, if both are the same
                    double b = directed ? 0 : 1 / variance[j][i];
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
    public static Parameters of(
            double[][] weights, double[][] variance, int dimensions, double size, long seed, Progress progress) {
        return of(weights, variance, false, dimensions, size, seed, progress);
    }

    /**
     * @param weights directed weights, shape (N, N)
     * @param variance variance of their noise up to a factor, shape (N, N)
     * @param directed whether the new weights of both directions may differ
     * @param dimensions size of z_i
     * @param size root of the mean square that the new weights get
     * @param seed seed of initial values
     * @param progress hears how far it has come
     * @return z (N, dimensions) and MLP
     */
    public static Parameters of(
            double[][] weights,
            double[][] variance,
            boolean directed,
            int dimensions,
            double size,
            long seed,
            Progress progress) {
        Distillation task = new Distillation(weights, variance, directed, seed);
        Parameters p = task.start(dimensions);
        task.train(p, dimensions, progress);
        return scaled(p, size);
    }

    /**
     * With hidden units, for a symmetric MLP: its effective weights are to be the given ones.
     *
     * @param weights directed effective weights among the recorded neurons, shape (N, N)
     * @param variance variance of their noise up to a factor, shape (N, N)
     * @param hidden the hidden units
     * @param dimensions size of z_i
     * @param size root of the mean square that the effective weights get
     * @param seed seed of initial values
     * @param progress hears how far it has come
     * @return z (N, dimensions) and MLP
     */
    public static Parameters of(
            double[][] weights,
            double[][] variance,
            HiddenUnits hidden,
            int dimensions,
            double size,
            long seed,
            Progress progress) {
        if (!hidden.any()) {
            return of(weights, variance, dimensions, size, seed, progress);
        }
        Distillation task = new Distillation(weights, variance, true, seed);
        Parameters p = task.start(dimensions);
        task.train(p, hidden, dimensions, progress);
        return scaled(p, size);
    }

    private static Parameters scaled(Parameters p, double size) {
        // the MLP learned weights with a mean square of 1
        for (String name : List.of(PairwiseMlp.OUT, PairwiseMlp.OUT_BIAS)) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k++) {
                values[k] *= (float) size;
            }
        }
        return p;
    }

    private Parameters start(int dimensions) {
        Parameters p = new Parameters();
        PairwiseMlp.initialize(p, dimensions, RandomStreams.of(seed, "initial MLP", dimensions));
        return p.put(PairwiseMlp.Z, embedding(dimensions));
    }

    /**
     * Eigenvectors of the normalised Laplacian with the smallest eigenvalues but the first, whose entries are all alike. Where
     * weights are larger between neurons that are far apart, as in broad inhibition, those with the largest ones tell more.
     */
    private float[] embedding(int dimensions) {
        double[] degree = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                degree[i] += closeness(i, j);
            }
            degree[i] += 1e-12;
        }
        double[][] affinity = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                affinity[i][j] = closeness(i, j) / Math.sqrt(degree[i] * degree[j]);
            }
        }
        EigenDecomposition spectrum = new EigenDecomposition(new Array2DRowRealMatrix(affinity, false));
        double[] values = spectrum.getRealEigenvalues();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        if (n > 2 && -values[order[n - 1]] > values[order[1]]) {
            order = IntStream.concat(
                            IntStream.of(order[0]),
                            Arrays.stream(order)
                                    .skip(1)
                                    .boxed()
                                    .sorted((a, b) -> Double.compare(Math.abs(values[b]), Math.abs(values[a])))
                                    .mapToInt(Integer::intValue))
                    .toArray();
        }
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

    private double closeness(int i, int j) {
        return directed ? (Math.abs(mean[i][j]) + Math.abs(mean[j][i])) / 2 : Math.abs(mean[i][j]);
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

    /** Adds the gradient of everything in one step. */
    @FunctionalInterface
    private interface Step {
        void addGradient(int step, Parameters gradient);
    }

    /** Adam with a decaying rate. */
    private static void descend(Parameters p, int steps, int dimensions, Progress progress, Step each) {
        Adam adam = Adam.of(p);
        for (int step = 1; step <= steps; step++) {
            Progress.stopIfInterrupted("distilling weights");
            double rate = RATE * Math.pow(FINAL_SHARE, (double) step / steps);
            Parameters gradient = p.zeros();
            each.addGradient(step, gradient);
            for (String name : p.names()) {
                adam.step(name, p.get(name), gradient.get(name), rate, step);
            }
            if (step % REPORT == 0) {
                progress.update("distilling, steps with " + dimensions + " dimensions", step, steps);
            }
        }
    }

    private void train(Parameters p, int dimensions, Progress progress) {
        int m = Math.min(n, MOST_NEURONS);
        int steps = (int) ((long) STEPS_PER_NEURON * n / m);
        float[] target = new float[m * m];
        float[] weight = new float[m * m];
        int[] some = IntStream.range(0, n).toArray();
        fillPairs(some, m, target, weight);
        PairwiseMlp mlp = new PairwiseMlp(m, directed);
        descend(p, steps, dimensions, progress, (step, gradient) -> {
            float[] all = p.get(PairwiseMlp.Z);
            float[] w;
            if (m < n) {
                draw(some, m, RandomStreams.of(seed, "distilled neurons", step));
                fillPairs(some, m, target, weight);
                w = mlp.forward(p, rowsOf(all, some, m, dimensions), all);
            } else {
                w = mlp.forward(p, all);
            }
            float[] ofSome = mlp.backward(p, weightGradient(w, target, weight, m), gradient);
            for (int k = 0; k < ofSome.length; k++) {
                gradient.get(PairwiseMlp.Z)[some[k / dimensions] * dimensions + k % dimensions] = ofSome[k];
            }
        });
    }

    private void train(Parameters p, HiddenUnits hidden, int dimensions, Progress progress) {
        float[] target = new float[n * n];
        float[] weight = new float[n * n];
        fillPairs(IntStream.range(0, n).toArray(), n, target, weight);
        PairwiseMlp mlp = hidden.mlp();
        descend(
                p,
                STEPS_PER_NEURON,
                dimensions,
                progress,
                (step, gradient) -> gradient.put(
                        PairwiseMlp.Z,
                        hidden.zGradient(
                                mlp, p, p.get(PairwiseMlp.Z), w -> weightGradient(w, target, weight, n), gradient)));
    }

    /** Of the weighted mean of squared differences. */
    private static float[] weightGradient(float[] w, float[] target, float[] weight, int m) {
        float[] gradient = new float[m * m];
        for (int k = 0; k < m * m; k++) {
            gradient[k] = 2 * weight[k] * (w[k] - target[k]) / (m * m);
        }
        return gradient;
    }

    /** Brings some of the numbers, drawn without replacement, to the front. */
    private static void draw(int[] numbers, int count, UniformRandomProvider random) {
        for (int k = 0; k < count; k++) {
            int other = k + random.nextInt(numbers.length - k);
            int swap = numbers[k];
            numbers[k] = numbers[other];
            numbers[other] = swap;
        }
    }

    private void fillPairs(int[] some, int count, float[] target, float[] weight) {
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                target[a * count + b] = (float) (mean[some[a]][some[b]] / scale);
                weight[a * count + b] = (float) precision[some[a]][some[b]];
            }
        }
    }

    private static float[] rowsOf(float[] z, int[] some, int count, int dimensions) {
        float[] rows = new float[count * dimensions];
        for (int a = 0; a < count; a++) {
            System.arraycopy(z, some[a] * dimensions, rows, a * dimensions, dimensions);
        }
        return rows;
    }
}

package circuitscope.motifs;

import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** The part of a weight matrix that has no structure, stored as its kind needs. Rows receive, columns send. */
sealed interface WeightNoise permits WeightNoise.None, WeightNoise.Dense, WeightNoise.Sparse {
    /**
     * Adds the product with {@code rates} to rows {@code from} to {@code to - 1} of {@code target}. A row's sum has the same
     * order of terms whatever the range.
     */
    void addTo(float[] rates, float[] target, int from, int to);

    /** Adds row {@code i} to {@code row}. */
    void addRow(int i, double[] row);

    /** {@return the number of weights that are stored} */
    long stored();

    /** No noise. */
    record None() implements WeightNoise {
        @Override
        public void addTo(float[] rates, float[] target, int from, int to) {
            // nothing to add
        }

        @Override
        public void addRow(int i, double[] row) {
            // nothing to add
        }

        @Override
        public long stored() {
            return 0;
        }
    }

    /**
     * All pairs.
     *
     * @param columns weight from j to i at [j][i]: sums over columns compile to vector instructions, and columns of silent
     *     neurons are left out
     */
    record Dense(float[][] columns) implements WeightNoise {
        private static final int BLOCK = 2048;
        private static final int TOGETHER = 8;

        /** Independent normal weights; those of a pair are correlated. */
        static Dense draw(MotifModel model, Populations populations, long seed, Workers workers) {
            int n = populations.neurons();
            int count = populations.count();
            int[] of = populations.of();
            float[][] columns = new float[n][n];
            double[][] size = new double[count][count];
            for (int p = 0; p < count; p++) {
                for (int q = 0; q < count; q++) {
                    size[p][q] = model.spread()[p][q] / Math.sqrt(populations.members(q).length);
                }
            }
            workers.map(n, "drawing weights", j -> {
                ContinuousSampler normal = normal(seed, j);
                for (int i = 0; i < j; i++) {
                    double there = normal.sample();
                    double rho = model.reciprocity()[of[i]][of[j]];
                    double back = rho * there + Math.sqrt(1 - rho * rho) * normal.sample();
                    columns[j][i] = (float) (size[of[i]][of[j]] * there);
                    columns[i][j] = (float) (size[of[j]][of[i]] * back);
                }
                columns[j][j] = (float) (size[of[j]][of[j]] * normal.sample());
                return null;
            });
            return new Dense(columns);
        }

        @Override
        public void addTo(float[] rates, float[] target, int from, int to) {
            int[] active =
                    IntStream.range(0, rates.length).filter(j -> rates[j] != 0).toArray();
            for (int start = from; start < to; start += BLOCK) {
                int end = Math.min(to, start + BLOCK);
                int k = 0;
                for (; k + TOGETHER <= active.length; k += TOGETHER) {
                    addEight(columns, active, k, rates, target, start, end);
                }
                for (; k < active.length; k++) {
                    addOne(columns[active[k]], rates[active[k]], target, start, end);
                }
            }
        }

        private static void addEight(
                float[][] columns, int[] active, int k, float[] rates, float[] target, int from, int to) {
            float[] a = columns[active[k]];
            float[] b = columns[active[k + 1]];
            float[] c = columns[active[k + 2]];
            float[] d = columns[active[k + 3]];
            float[] e = columns[active[k + 4]];
            float[] f = columns[active[k + 5]];
            float[] g = columns[active[k + 6]];
            float[] h = columns[active[k + 7]];
            float ra = rates[active[k]];
            float rb = rates[active[k + 1]];
            float rc = rates[active[k + 2]];
            float rd = rates[active[k + 3]];
            float re = rates[active[k + 4]];
            float rf = rates[active[k + 5]];
            float rg = rates[active[k + 6]];
            float rh = rates[active[k + 7]];
            for (int i = from; i < to; i++) {
                target[i] +=
                        ra * a[i] + rb * b[i] + rc * c[i] + rd * d[i] + re * e[i] + rf * f[i] + rg * g[i] + rh * h[i];
            }
        }

        private static void addOne(float[] column, float rate, float[] target, int from, int to) {
            for (int i = from; i < to; i++) {
                target[i] += rate * column[i];
            }
        }

        @Override
        public void addRow(int i, double[] row) {
            for (int j = 0; j < row.length; j++) {
                row[j] += columns[j][i];
            }
        }

        @Override
        public long stored() {
            return (long) columns.length * columns.length;
        }
    }

    /**
     * Some pairs.
     *
     * @param senders neurons from which neuron i receives, in rising order, at [i]
     * @param weights the weights in the same order; null if all weights of a sender are the same
     * @param bySender weight of each sender's connections if they are the same, shape (N)
     */
    record Sparse(char[][] senders, float[][] weights, float[] bySender) implements WeightNoise {
        /** Largest number of neurons: their numbers are stored in 16 bits. */
        static final int MOST = 1 << 16;

        /** Normal weights for a share of the pairs. */
        static Sparse draw(MotifModel model, Populations populations, long seed, Workers workers) {
            int n = populations.neurons();
            int[] of = populations.of();
            char[][] senders = new char[n][];
            float[][] weights = new float[n][];
            double[] perRoot = new double[populations.count()];
            Arrays.setAll(perRoot, q -> 1 / Math.sqrt(model.density() * populations.members(q).length));
            workers.map(n, "drawing weights", i -> {
                UniformRandomProvider random = RandomStreams.of(seed, "motif connections", i);
                senders[i] = chosen(random, n, j -> model.density());
                ContinuousSampler normal = normal(seed, i);
                weights[i] = new float[senders[i].length];
                for (int k = 0; k < senders[i].length; k++) {
                    int q = of[senders[i][k]];
                    weights[i][k] = (float) (model.spread()[of[i]][q] * perRoot[q] * normal.sample());
                }
                return null;
            });
            return new Sparse(senders, weights, null);
        }

        /** Each of n neurons with its own probability. */
        static char[] chosen(UniformRandomProvider random, int n, IntToDoubleFunction probability) {
            char[] found = new char[n];
            int count = 0;
            for (int j = 0; j < n; j++) {
                if (random.nextDouble() < probability.applyAsDouble(j)) {
                    found[count++] = (char) j;
                }
            }
            return Arrays.copyOf(found, count);
        }

        @Override
        public void addTo(float[] rates, float[] target, int from, int to) {
            float[] sent = rates;
            if (weights == null) {
                sent = rates.clone();
                for (int j = 0; j < sent.length; j++) {
                    sent[j] *= bySender[j];
                }
            }
            for (int i = from; i < to; i++) {
                target[i] += weights == null ? sum(senders[i], sent) : dot(senders[i], weights[i], sent);
            }
        }

        private static float sum(char[] senders, float[] rates) {
            float even = 0;
            float odd = 0;
            float third = 0;
            float fourth = 0;
            int k = 0;
            for (; k + 3 < senders.length; k += 4) {
                even += rates[senders[k]];
                odd += rates[senders[k + 1]];
                third += rates[senders[k + 2]];
                fourth += rates[senders[k + 3]];
            }
            for (; k < senders.length; k++) {
                even += rates[senders[k]];
            }
            return even + odd + (third + fourth);
        }

        private static float dot(char[] senders, float[] weights, float[] rates) {
            float even = 0;
            float odd = 0;
            int k = 0;
            for (; k + 1 < senders.length; k += 2) {
                even += weights[k] * rates[senders[k]];
                odd += weights[k + 1] * rates[senders[k + 1]];
            }
            if (k < senders.length) {
                even += weights[k] * rates[senders[k]];
            }
            return even + odd;
        }

        @Override
        public void addRow(int i, double[] row) {
            for (int k = 0; k < senders[i].length; k++) {
                int j = senders[i][k];
                row[j] += weights == null ? bySender[j] : weights[i][k];
            }
        }

        @Override
        public long stored() {
            return Arrays.stream(senders).mapToLong(row -> row.length).sum();
        }
    }

    private static ContinuousSampler normal(long seed, int part) {
        return ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "motif noise", part));
    }
}

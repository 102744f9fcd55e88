package circuitscope.infer.seqnmf;

import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The factors of seqNMF and their multiplicative updates. The data X~_n(t) = sum_kl W[k][l][n] H_k(t - l) are never formed:
 * every product with them goes through the products of W with itself and of H with itself, and every product with X through
 * its spikes, so an iteration costs far less than N x T.
 *
 * <p>Each run of bins has L empty columns before and after it, so no sequence reaches from one run into another; H is zero
 * in these columns.
 */
final class SequenceFactors {
    /** Keeps denominators above zero. */
    private static final double EPSILON = Math.ulp(1.0);

    private final int neurons;
    private final int components;
    private final int length;
    private final int bins;

    /** Data as lists of firing neurons: entry e is in column[e]. */
    private final SpikeCounts counts;

    /** Column of the first bin of every run, with the padding counted. */
    private final List<Segment> runs = new ArrayList<>();

    private final int[] columnOfBin;
    private final int columns;
    private final double largestCount;
    private final double squares;

    /** W[l][k][n]. */
    private final double[][][] w;

    /** H by column, components side by side: h[t * K + k]. */
    private final double[] h;

    /** sum_t X_n(t) H_k(t - l), shape (L, K, N); null when H has changed since. */
    private double[][][] dataTimes;

    /** sum_t H_m(t + lag) H_k(t) for lags from 1 - L, shape (2 L - 1, K, K); null when H has changed since. */
    private double[][][] overlaps;

    /** Sets up the columns; both factors are zero. */
    SequenceFactors(SpikeCounts counts, int components, int length) {
        this.counts = counts;
        this.components = components;
        this.length = length;
        neurons = counts.neurons();
        bins = counts.bins();
        columnOfBin = new int[bins];
        int column = 0;
        for (Segment run : counts.runs()) {
            column += length;
            runs.add(new Segment(column, column + run.length()));
            for (int bin = run.start(); bin < run.end(); bin++) {
                columnOfBin[bin] = column++;
            }
            column += length;
        }
        columns = column;
        double most = 0;
        double sum = 0;
        for (int e = 0; e < counts.firstEntry(bins); e++) {
            double count = counts.countOf(e);
            most = Math.max(most, count);
            sum += count * count;
        }
        largestCount = most;
        squares = sum;
        w = new double[length][components][neurons];
        h = new double[columns * components];
    }

    /** W = max(X) U and H = max(X) U / sqrt(T / 3), with U uniform on [0, 1). */
    void draw(UniformRandomProvider random) {
        forgetProducts();
        double scale = largestCount / Math.sqrt(columns / 3.0);
        for (int k = 0; k < components; k++) {
            for (int l = 0; l < length; l++) {
                for (int n = 0; n < neurons; n++) {
                    w[l][k][n] = largestCount * random.nextDouble();
                }
            }
            for (int column : columnOfBin) {
                h[column * components + k] = scale * random.nextDouble();
            }
        }
    }

    /** Sets W[k][l][n] and H[k][bin]. */
    void set(double[][][] sequences, double[][] times) {
        forgetProducts();
        for (int k = 0; k < components; k++) {
            for (int l = 0; l < length; l++) {
                w[l][k] = sequences[k][l].clone();
            }
            for (int bin = 0; bin < bins; bin++) {
                h[columnOfBin[bin] * components + k] = times[k][bin];
            }
        }
    }

    /** One iteration: H, recentring, norms, W. */
    void update(double lambda, boolean recentre) {
        updateTimes(lambda);
        if (recentre) {
            recentre();
        }
        normalize();
        updateSequences(lambda);
    }

    /** H &lt;- H o P / (P~ + lambda O (P * s) + eps), with P = sum_l W_l^T X(t + l), s = ones(2 L - 1), O = 1 - I. */
    private void updateTimes(double lambda) {
        forgetProducts();
        double[] matched = matchedToData();
        double[] smooth = lambda > 0 ? smoothed(matched) : null;
        double[] model = matchedToModel();
        for (int t = 0; t < columns; t++) {
            int at = t * components;
            double all = 0;
            if (smooth != null) {
                for (int k = 0; k < components; k++) {
                    all += smooth[at + k];
                }
            }
            for (int k = 0; k < components; k++) {
                double penalty = smooth == null ? 0 : lambda * (all - smooth[at + k]);
                h[at + k] *= matched[at + k] / (model[at + k] + penalty + EPSILON);
            }
        }
    }

    /** P_k(t) = sum_nl W[k][l][n] X_n(t + l), shape (columns, K). */
    private double[] matchedToData() {
        double[][][] byNeuron = new double[length][neurons][components];
        for (int l = 0; l < length; l++) {
            for (int k = 0; k < components; k++) {
                for (int n = 0; n < neurons; n++) {
                    byNeuron[l][n][k] = w[l][k][n];
                }
            }
        }
        double[] matched = new double[columns * components];
        for (int bin = 0; bin < bins; bin++) {
            for (int e = counts.firstEntry(bin); e < counts.firstEntry(bin + 1); e++) {
                for (int l = 0; l < length; l++) {
                    double[] weights = byNeuron[l][counts.neuronOf(e)];
                    int at = (columnOfBin[bin] - l) * components;
                    double count = counts.countOf(e);
                    for (int k = 0; k < components; k++) {
                        matched[at + k] += count * weights[k];
                    }
                }
            }
        }
        return matched;
    }

    /** P~_k(t) = sum_nl W[k][l][n] X~_n(t + l) = sum over lags of (sum_n W[k][l][n] W[m][l - lag][n]) H_m(t + lag). */
    private double[] matchedToModel() {
        double[] model = new double[columns * components];
        for (int lag = 1 - length; lag < length; lag++) {
            double[][] products = new double[components][components];
            for (int l = Math.max(0, lag); l < length && l - lag < length; l++) {
                for (int m = 0; m < components; m++) {
                    for (int k = 0; k < components; k++) {
                        products[m][k] += dot(w[l][k], w[l - lag][m]);
                    }
                }
            }
            for (int t = Math.max(0, -lag); t < columns && t + lag < columns; t++) {
                int at = t * components;
                int from = (t + lag) * components;
                for (int m = 0; m < components; m++) {
                    double activity = h[from + m];
                    if (activity != 0) {
                        double[] row = products[m];
                        for (int k = 0; k < components; k++) {
                            model[at + k] += activity * row[k];
                        }
                    }
                }
            }
        }
        return model;
    }

    /** Sum of each component over the columns less than L away. */
    private double[] smoothed(double[] values) {
        double[] smooth = new double[values.length];
        for (int lag = 1 - length; lag < length; lag++) {
            int shift = lag * components;
            for (int at = Math.max(0, -shift); at < Math.min(values.length, values.length - shift); at++) {
                smooth[at] += values[at + shift];
            }
        }
        return smooth;
    }

    /** Shifts every sequence so that its centre of mass lies in the middle, and H the other way. */
    private void recentre() {
        int middle = Math.max(length / 2, 1);
        for (int k = 0; k < components; k++) {
            double mass = 0;
            double moment = 0;
            for (int l = 0; l < length; l++) {
                double sum = Arrays.stream(w[l][k]).sum();
                mass += sum;
                moment += (l + 1) * sum;
            }
            int shift = mass > 0 ? middle - Math.max((int) Math.floor(moment / mass), 1) : 0;
            if (shift != 0) {
                shiftSequence(k, shift);
            }
        }
        // an update multiplies, so what was shifted in as zero would stay zero
        for (double[][] bin : w) {
            for (double[] sequence : bin) {
                for (int n = 0; n < neurons; n++) {
                    sequence[n] += largestCount * 1e-6;
                }
            }
        }
    }

    private void shiftSequence(int k, int shift) {
        double[][] moved = new double[length][neurons];
        for (int l = 0; l < length; l++) {
            if (l - shift >= 0 && l - shift < length) {
                moved[l] = w[l - shift][k];
            }
        }
        for (int l = 0; l < length; l++) {
            w[l][k] = moved[l];
        }
        for (Segment run : runs) {
            double[] times = new double[run.length()];
            for (int t = 0; t < times.length; t++) {
                if (t + shift >= 0 && t + shift < times.length) {
                    times[t] = h[(run.start() + t + shift) * components + k];
                }
            }
            for (int t = 0; t < times.length; t++) {
                h[(run.start() + t) * components + k] = times[t];
            }
        }
    }

    /** Rows of H of length 1; W takes up the scale. */
    private void normalize() {
        for (int k = 0; k < components; k++) {
            double square = 0;
            for (int at = k; at < h.length; at += components) {
                square += h[at] * h[at];
            }
            double norm = Math.sqrt(square);
            for (int at = k; at < h.length; at += components) {
                h[at] /= norm + EPSILON;
            }
            for (int l = 0; l < length; l++) {
                for (int n = 0; n < neurons; n++) {
                    w[l][k][n] *= norm;
                }
            }
        }
    }

    /** W_l &lt;- W_l o (X H_l^T) / (X~ H_l^T + lambda (X * s) H_l^T O + eps), all from the same X~. */
    private void updateSequences(double lambda) {
        multiplyTimes();
        double[][][] data = dataTimes;
        double[][][] penalties = lambda > 0 ? dataTimes(smoothed(h)) : null;
        double[][][] model = modelTimes();
        for (int l = 0; l < length; l++) {
            for (int n = 0; n < neurons; n++) {
                double all = 0;
                for (int k = 0; penalties != null && k < components; k++) {
                    all += penalties[l][k][n];
                }
                for (int k = 0; k < components; k++) {
                    double penalty = penalties == null ? 0 : lambda * (all - penalties[l][k][n]);
                    w[l][k][n] *= data[l][k][n] / (model[l][k][n] + penalty + EPSILON);
                }
            }
        }
    }

    /** Products with H, which serve both the update of W and the cost after it. */
    private void multiplyTimes() {
        if (dataTimes == null) {
            dataTimes = dataTimes(h);
            overlaps = new double[2 * length - 1][][];
            for (int lag = 1 - length; lag < length; lag++) {
                overlaps[lag + length - 1] = overlap(lag);
            }
        }
    }

    private void forgetProducts() {
        dataTimes = null;
        overlaps = null;
    }

    /** sum_t X_n(t) g_k(t - l), shape (L, K, N). */
    private double[][][] dataTimes(double[] g) {
        double[][][] byNeuron = new double[length][neurons][components];
        for (int bin = 0; bin < bins; bin++) {
            for (int e = counts.firstEntry(bin); e < counts.firstEntry(bin + 1); e++) {
                for (int l = 0; l < length; l++) {
                    double[] sums = byNeuron[l][counts.neuronOf(e)];
                    int at = (columnOfBin[bin] - l) * components;
                    double count = counts.countOf(e);
                    for (int k = 0; k < components; k++) {
                        sums[k] += count * g[at + k];
                    }
                }
            }
        }
        double[][][] products = new double[length][components][neurons];
        for (int l = 0; l < length; l++) {
            for (int k = 0; k < components; k++) {
                for (int n = 0; n < neurons; n++) {
                    products[l][k][n] = byNeuron[l][n][k];
                }
            }
        }
        return products;
    }

    /** sum_t X~_n(t) H_k(t - l) = sum_ml' W[m][l'][n] sum_t H_m(t + l - l') H_k(t), shape (L, K, N). */
    private double[][][] modelTimes() {
        double[][][] products = new double[length][components][neurons];
        for (int lag = 1 - length; lag < length; lag++) {
            double[][] overlap = overlaps[lag + length - 1];
            for (int l = Math.max(0, lag); l < length && l - lag < length; l++) {
                for (int k = 0; k < components; k++) {
                    double[] sum = products[l][k];
                    for (int m = 0; m < components; m++) {
                        double factor = overlap[m][k];
                        double[] sequence = w[l - lag][m];
                        for (int n = 0; n < neurons; n++) {
                            sum[n] += factor * sequence[n];
                        }
                    }
                }
            }
        }
        return products;
    }

    /** sum_t H_m(t + lag) H_k(t), shape (K, K). */
    private double[][] overlap(int lag) {
        double[][] overlap = new double[components][components];
        for (int t = Math.max(0, -lag); t < columns && t + lag < columns; t++) {
            int at = t * components;
            int from = (t + lag) * components;
            for (int m = 0; m < components; m++) {
                double activity = h[from + m];
                if (activity != 0) {
                    double[] row = overlap[m];
                    for (int k = 0; k < components; k++) {
                        row[k] += activity * h[at + k];
                    }
                }
            }
        }
        return overlap;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += a[n] * b[n];
        }
        return sum;
    }

    /** ||X - X~||^2 = ||X||^2 - 2 sum W o (X H^T) + sum W o (X~ H^T). */
    double squaredError() {
        multiplyTimes();
        double[][][] data = dataTimes;
        double[][][] model = modelTimes();
        double error = squares;
        for (int l = 0; l < length; l++) {
            for (int k = 0; k < components; k++) {
                error += dot(w[l][k], model[l][k]) - 2 * dot(w[l][k], data[l][k]);
            }
        }
        return Math.max(0, error);
    }

    /** Root of the mean squared error over neurons and columns, the padding included. */
    double cost() {
        return Math.sqrt(squaredError() / ((double) neurons * columns));
    }

    /** W[k][l][n]. */
    double[][][] sequences() {
        double[][][] sequences = new double[components][length][];
        for (int k = 0; k < components; k++) {
            for (int l = 0; l < length; l++) {
                sequences[k][l] = w[l][k].clone();
            }
        }
        return sequences;
    }

    /** H[k][bin]. */
    double[][] times() {
        double[][] times = new double[components][bins];
        for (int k = 0; k < components; k++) {
            for (int bin = 0; bin < bins; bin++) {
                times[k][bin] = h[columnOfBin[bin] * components + k];
            }
        }
        return times;
    }
}

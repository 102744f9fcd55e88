package circuitscope.infer.messagepassing;

import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.spikes.Recording;
import java.util.Arrays;

/** The network in double precision and plain loops over pairs, equation by equation, for one reference of all others. */
public final class NaiveNetwork {
    private final Recording recording;
    private final Architecture shape;
    private final int n;
    private final int d;
    private final int size;
    private final int harmonics;

    public NaiveNetwork(Recording recording, Architecture shape) {
        this(recording, shape, 0);
    }

    /** With harmonics of the recording's angle as inputs. */
    NaiveNetwork(Recording recording, Architecture shape, int harmonics) {
        this.recording = recording;
        this.harmonics = harmonics;
        this.shape = shape;
        n = recording.neurons();
        d = shape.kernels();
        size = shape.messageSize();
    }

    /** Parameters in double precision. */
    public interface Values {
        double[] get(String name);
    }

    /** Eq. 4, with batch normalisation after the rectifier. */
    private double[] state(Values p, int neuron, int step) {
        int binSteps = shape.binSteps(recording.dtMs());
        int window = binSteps * shape.bins(recording.dtMs());
        double[] h = p.get(Layers.KERNEL_BIAS).clone();
        for (int k = 0; k < recording.spikes(); k++) {
            int lag = step - recording.stepOf(k);
            if (recording.neuronOf(k) == neuron && lag >= 1 && lag <= window) {
                for (int c = 0; c < d; c++) {
                    h[c] += p.get(Layers.KERNEL)[(lag - 1) / binSteps * d + c];
                }
            }
        }
        for (int c = 0; c < d; c++) {
            h[c] = (Math.max(0, h[c]) - p.get(Layers.NORM_MEAN)[c])
                            / p.get(Layers.NORM_DEVIATION)[c]
                            * p.get(Layers.NORM_SCALE)[c]
                    + p.get(Layers.NORM_SHIFT)[c];
        }
        return h;
    }

    /** Eq. 17: a rectified layer of the cosines and sines of the multiples of theta - theta_i, which are 0 if theta is unknown. */
    private double[] angleState(Values p, int i, int step) {
        double theta = recording.angle().orElseThrow().at(step);
        double[] terms = new double[2 * harmonics];
        for (int k = 1; k <= harmonics && !Double.isNaN(theta); k++) {
            double angle = theta - recording.cells().get(i).preferredRadians();
            terms[2 * k - 2] = Math.cos(k * angle);
            terms[2 * k - 1] = Math.sin(k * angle);
        }
        double[] state = affine(p, Layers.ANGLE, Layers.ANGLE_BIAS, terms, AngleEncoder.SIZE);
        for (int k = 0; k < state.length; k++) {
            state[k] = Math.max(0, state[k]);
        }
        return state;
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Eqs. 5 to 7 for one neuron. */
    double logRate(Values p, double[] w, int i, int step) {
        double[][] h = new double[n][];
        for (int j = 0; j < n; j++) {
            h[j] = state(p, j, step);
        }
        double[] message = new double[size];
        for (int j = 0; j < n; j++) {
            if (j != i) {
                double[] hidden = new double[size];
                for (int m = 0; m < size; m++) {
                    hidden[m] = p.get(Layers.PHI_BIAS)[m];
                    for (int c = 0; c < d; c++) {
                        hidden[m] += p.get(Layers.PHI_SENDER)[m * d + c] * h[j][c];
                        if (shape.messages() == Architecture.Messages.PAIR) {
                            hidden[m] += p.get(Layers.PHI_TARGET)[m * d + c] * h[i][c];
                        }
                    }
                    hidden[m] = Math.max(0, hidden[m]);
                }
                for (int m = 0; m < size; m++) {
                    double out = p.get(Layers.PHI_OUT)[m * (size + 1) + size];
                    for (int k = 0; k < size; k++) {
                        out += p.get(Layers.PHI_OUT)[m * (size + 1) + k] * hidden[k];
                    }
                    message[m] += w[i * n + j] * out;
                }
            }
        }
        double[] own = harmonics == 0 ? h[i] : joined(h[i], angleState(p, i, step));
        int s = own.length;
        double[] in = affine(p, Layers.GRU_INPUT, Layers.GRU_INPUT_BIAS, message, 3 * s);
        double[] back = affine(p, Layers.GRU_STATE, Layers.GRU_STATE_BIAS, own, 3 * s);
        double[] next = new double[s];
        for (int c = 0; c < s; c++) {
            double reset = 1 / (1 + Math.exp(-in[c] - back[c]));
            double update = 1 / (1 + Math.exp(-in[s + c] - back[s + c]));
            double fresh = Math.tanh(in[2 * s + c] + reset * back[2 * s + c]);
            next[c] = (1 - update) * fresh + update * own[c];
        }
        double[] hidden = affine(p, Layers.DECODER, Layers.DECODER_BIAS, next, Architecture.HIDDEN);
        for (int k = 0; k < hidden.length; k++) {
            hidden[k] = Math.max(0, hidden[k]);
        }
        return affine(p, Layers.DECODER_OUT, Layers.DECODER_OUT_BIAS, hidden, 1)[0];
    }

    private static double[] affine(Values p, String matrix, String bias, double[] x, int rows) {
        double[] y = p.get(bias).clone();
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < x.length; k++) {
                y[r] += p.get(matrix)[r * x.length + k] * x[k];
            }
        }
        return y;
    }

    /** Eq. 9 with the weights of a batch's rows. */
    double loss(Values p, double[] w, RowBatch batch) {
        double loss = 0;
        for (int k = 0; k < batch.step().length; k++) {
            for (int row = batch.firstRow()[k]; row < batch.firstRow()[k + 1]; row++) {
                int target = batch.target()[k] == RowBatch.ALL ? row - batch.firstRow()[k] : batch.target()[k];
                double log = logRate(p, w, target, batch.step()[k]);
                loss += batch.rateWeight()[row] * Math.exp(log) - batch.spikeWeight()[row] * log;
            }
        }
        return loss;
    }

    /** Eq. 1 for all neurons, flat. */
    double[] embedding(Values p, int[] reference, int dimensions) {
        double[] z = new double[n * dimensions];
        int features = reference.length * d;
        for (int i = 0; i < n; i++) {
            for (int q = 0; q < reference.length; q++) {
                double[] h = state(p, i, reference[q]);
                for (int r = 0; r < dimensions; r++) {
                    for (int c = 0; c < d; c++) {
                        z[i * dimensions + r] += p.get(Layers.OUT)[r * features + c * reference.length + q] * h[c];
                    }
                }
            }
        }
        return z;
    }

    /** Eq. 2 for all pairs, flat. */
    public double[] weights(Values p, double[] z, int dimensions) {
        double[] standard = new double[z.length];
        for (int r = 0; r < dimensions; r++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < n; i++) {
                mean += z[i * dimensions + r] / n;
            }
            for (int i = 0; i < n; i++) {
                square += Math.pow(z[i * dimensions + r] - mean, 2) / n;
            }
            for (int i = 0; i < n; i++) {
                standard[i * dimensions + r] = (z[i * dimensions + r] - mean) / Math.sqrt(square + 1e-8);
            }
        }
        double[] w = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    w[i * n + j] = (mlp(p, standard, i, j, dimensions) + mlp(p, standard, j, i, dimensions)) / 2;
                }
            }
        }
        return w;
    }

    private static double mlp(Values p, double[] z, int i, int j, int dimensions) {
        int hidden = Architecture.HIDDEN;
        double[] first = p.get(PairwiseMlp.BIAS).clone();
        for (int k = 0; k < hidden; k++) {
            for (int r = 0; r < dimensions; r++) {
                first[k] += p.get(PairwiseMlp.TO)[k * dimensions + r] * z[i * dimensions + r]
                        + p.get(PairwiseMlp.FROM)[k * dimensions + r] * z[j * dimensions + r];
            }
            first[k] = Math.max(0, first[k]);
        }
        double[] second = affine(p, PairwiseMlp.HIDDEN, PairwiseMlp.HIDDEN_BIAS, first, hidden);
        for (int k = 0; k < hidden; k++) {
            second[k] = Math.max(0, second[k]);
        }
        return affine(p, PairwiseMlp.OUT, PairwiseMlp.OUT_BIAS, second, 1)[0];
    }
}

package circuitscope.infer.synapticglm;

import circuitscope.Progress;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.correlogram.CoModulation;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.PairKernels;
import circuitscope.infer.posterior.PairEvidence;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.Arrays;
import java.util.List;

/**
 * All synapses of a neuron at once, each with the latency and the shape that its correlogram has:
 *
 * <pre>
 *   log lambda_i(t) = b_i + a_i slow_i(t) + sum_h c_ih own_ih(t) + sum_j w_ij (kappa_ij * x_j)(t)
 * </pre>
 *
 * slow_i is what all correlograms together say of slow co-modulation, and own_ih counts the neuron's own spikes in windows of
 * its last 40 ms: refractoriness and bursts. Where couplings are dense, pairs of neurons one at a time mistake paths through
 * others for synapses, and neurons that fire at the same time hide each other's; this model does not.
 */
public final class SynapticGlm {
    /** Ends of the windows of a neuron's own history in ms. */
    private static final double[] OWN_MS = {2, 4, 8, 16, 40};

    private static final double WINDOW_MS = 40;
    /** Steps at which the integral of the rates is taken. */
    private static final int ROWS = 150_000;

    private static final int ITERATIONS = 25;
    private static final int HALVINGS = 12;
    /** In nats. */
    private static final double TOLERANCE = 1e-3;

    private static final double RIDGE = 1e-2;
    private static final double HIGHEST = 20;

    private final Request request;
    private final PairKernels kernels;
    private final int n;
    private final int columns;
    private final int window;
    private final int[] rowSteps;
    private final double[] rowWeights;
    private final float[][] slowAtRows;
    private final float[][] slowAtSpikes;
    private final List<int[]> trains;

    private SynapticGlm(Request request, CorrelogramResult correlograms) {
        this.request = request;
        kernels = correlograms.kernels();
        Recording recording = request.recording();
        n = recording.neurons();
        columns = n + OWN_MS.length + 1;
        window = (int) Math.max(1, Math.round(WINDOW_MS / recording.dtMs()));
        int stride = (int) Math.max(1, request.trainingSteps() / ROWS);
        SampledSteps rows = SampledSteps.draw(request.training(), stride, request.random("steps of the integral"));
        rowSteps = rows.step();
        rowWeights = rows.weight();
        trains = recording.spikeTrains(request.training());
        slowAtRows = new float[n][rowSteps.length];
        slowAtSpikes = new float[n][];
        for (int i = 0; i < n; i++) {
            slowAtSpikes[i] = new float[trains.get(i).length];
        }
        fillSlow(correlograms.coModulation());
    }

    /**
     * @param request the recording
     * @param correlograms what its correlograms say of latencies, shapes and the slow course
     * @return weights of all synapses with their errors: change of the log rate at the peak of the synapse
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static PairEvidence evidence(Request request, CorrelogramResult correlograms) {
        SynapticGlm model = new SynapticGlm(request, correlograms);
        List<double[][]> solutions = request.workers().map(model.n, "all synapses of a neuron", model::solve);
        double[][] weights = new double[model.n][];
        double[][] errors = new double[model.n][];
        for (int i = 0; i < model.n; i++) {
            weights[i] = solutions.get(i)[0];
            errors[i] = solutions.get(i)[1];
        }
        return PairEvidence.normal(weights, errors);
    }

    private void fillSlow(CoModulation coModulation) {
        Recording recording = request.recording();
        request.workers().silently().map(n, "slow course of the rates", i -> {
            coModulation.fill(recording, i, rowSteps, slowAtRows[i]);
            coModulation.fill(recording, i, trains.get(i), slowAtSpikes[i]);
            return i;
        });
    }

    /** Weights and their errors. */
    private double[][] solve(int i) {
        Progress.stopIfInterrupted("fitting all synapses of a neuron");
        float[][] table = kernels.table(i, request.recording().dtMs(), window);
        SparseRows rows = rows(i, rowSteps, slowAtRows[i], table);
        SparseRows spikes = rows(i, trains.get(i), slowAtSpikes[i], table);
        double[] linear = new double[columns];
        for (int k = 0; k < spikes.size(); k++) {
            spikes.addTo(k, 1, linear);
        }
        double count = spikes.size();
        double[] beta = new double[columns];
        double bias = Math.log(count / Arrays.stream(rowWeights).sum());
        Neuron neuron = new Neuron(rows, linear, count);
        // the bias stands in the neuron's own place
        beta[i] = bias;
        double[] drive = neuron.drive(beta);
        double value = neuron.value(beta, drive);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] step = PositiveDefinite.of(neuron.curvature(drive)).solve(neuron.gradient(beta, drive));
            double share = 1;
            double next = Double.NEGATIVE_INFINITY;
            double[] trial = null;
            double[] reached = null;
            for (int halving = 0; halving < HALVINGS && !(next >= value); halving++) {
                trial = beta.clone();
                for (int c = 0; c < columns; c++) {
                    trial[c] += share * step[c];
                }
                reached = neuron.drive(trial);
                next = neuron.value(trial, reached);
                share /= 2;
            }
            if (!(next >= value)) {
                break;
            }
            double gained = next - value;
            beta = trial;
            drive = reached;
            value = next;
            if (gained < TOLERANCE) {
                break;
            }
        }
        double[] variance = PositiveDefinite.of(neuron.curvature(drive)).inverseDiagonal();
        double[] error = new double[n];
        // the integral is a sum over drawn steps, which adds noise of its own
        double inflation = 1 + count / rows.size();
        for (int j = 0; j < n; j++) {
            error[j] = j == i ? 0 : Math.sqrt(variance[j] * inflation);
        }
        double[] weights = Arrays.copyOf(beta, n);
        weights[i] = 0;
        return new double[][] {weights, error};
    }

    private SparseRows rows(int i, int[] steps, float[] slow, float[][] table) {
        Recording recording = request.recording();
        SpikeHistory history = new SpikeHistory(recording, window);
        SparseRows rows = new SparseRows(columns);
        float[] row = new float[columns];
        double dt = recording.dtMs();
        for (int t = 0; t < steps.length; t++) {
            Arrays.fill(row, 0);
            history.moveTo(steps[t]);
            for (int k = history.firstSpike(); k < history.endSpike(); k++) {
                int lag = steps[t] - recording.stepOf(k);
                int j = recording.neuronOf(k);
                if (j == i) {
                    int part = 0;
                    while (part < OWN_MS.length - 1 && lag * dt > OWN_MS[part]) {
                        part++;
                    }
                    row[n + part]++;
                } else {
                    row[j] += table[j][lag - 1];
                }
            }
            row[i] = 1;
            row[columns - 1] = slow[t];
            rows.add(row);
        }
        return rows;
    }

    /** Likelihood of the spikes of one neuron. */
    private final class Neuron {
        private final SparseRows rows;
        private final double[] linear;
        private final double count;

        Neuron(SparseRows rows, double[] linear, double count) {
            this.rows = rows;
            this.linear = linear;
            this.count = count;
        }

        double[] drive(double... beta) {
            double[] drive = new double[rows.size()];
            for (int t = 0; t < drive.length; t++) {
                drive[t] = rows.dot(t, beta);
            }
            return drive;
        }

        private double expected(double[] drive, int t) {
            return rowWeights[t] * Math.exp(Math.min(HIGHEST, drive[t]));
        }

        double value(double[] beta, double[] drive) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += linear[c] * beta[c] - RIDGE / 2 * beta[c] * beta[c];
            }
            for (int t = 0; t < drive.length; t++) {
                sum -= expected(drive, t);
            }
            return sum;
        }

        double[] gradient(double[] beta, double[] drive) {
            double[] gradient = new double[columns];
            for (int t = 0; t < drive.length; t++) {
                rows.addTo(t, -expected(drive, t), gradient);
            }
            for (int c = 0; c < columns; c++) {
                gradient[c] += linear[c] - RIDGE * beta[c];
            }
            return gradient;
        }

        double[][] curvature(double... drive) {
            double[][] sum = new double[columns][columns];
            for (int t = 0; t < drive.length; t++) {
                rows.addSquare(t, expected(drive, t), sum);
            }
            for (int a = 0; a < columns; a++) {
                // a silent input would leave a hole
                sum[a][a] += RIDGE + 1e-9 * count;
                for (int b = 0; b < a; b++) {
                    sum[b][a] = sum[a][b];
                }
            }
            return sum;
        }
    }
}

package circuitscope.infer.selection;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the training part likelier through the simplest neurons by changing z and MLP: exponential synapses of a given time
 * constant, and links of any shape, which are fitted anew every few steps. A teacher whose links are of one family reads wrong
 * weights where the true links are not of it; here the links bend as the spikes want.
 */
public final class FreeLinkRefinement {
    private static final String STAGE = "refining weights, steps";
    private static final int BLOCK = 256;
    /** Sums of blocks side by side; a fixed number, so that nothing depends on the number of threads. */
    private static final int PIECES = 8;
    /** Steps of the integral, drawn mostly where rates are high. */
    private static final int ROWS = 20_000;

    private static final int FINE_ROWS = 400_000;
    /** Traces that are kept, in numbers of 4 bytes. */
    private static final long ROOM = 1L << 26;

    private static final int STEPS = 150;
    private static final int STEPS_FOR_A_LINK = 10;
    private static final double RATE = 3e-3;
    private static final double FINAL_SHARE = 0.1;

    private final Request request;
    private final Recording recording;
    private final HiddenUnits units;
    private final double tauMs;
    private final Workers workers;
    private final int n;
    /** One spike in so many is kept. */
    private final int every;
    /** Traces at the kept spikes of each neuron, shape (N, spikes, N). */
    private final float[][][] spikeTraces;

    private final int spikes;

    /**
     * @param request a recording with its training part
     * @param units hidden units that take part
     * @param tauMs synaptic time constant in ms
     */
    public FreeLinkRefinement(Request request, HiddenUnits units, double tauMs) {
        this.request = request;
        this.units = units;
        this.tauMs = tauMs;
        recording = request.recording();
        workers = request.workers().silently();
        n = recording.neurons();
        long room = Math.max(n, ROOM / n);
        every = (int) Math.max(1, (request.trainingSpikes() + room - 1) / room);
        List<int[]> trains = request.targets().spikeTrains(request.training());
        spikeTraces = workers.map(n, STAGE, i -> tracesAtSpikes(trains.get(i))).toArray(float[][][]::new);
        spikes = Arrays.stream(spikeTraces).mapToInt(own -> own.length).sum();
    }

    private float[][] tracesAtSpikes(int... train) {
        int count = (train.length + every - 1) / every;
        float[][] traces = new float[count][n];
        if (count > 0) {
            SynapticTraces walk = new SynapticTraces(recording, tauMs, train[0]);
            for (int k = 0; k < count; k++) {
                walk.fill(train[k * every], traces[k]);
            }
        }
        return traces;
    }

    /** Traces at drawn steps, in blocks of shape (N, steps). */
    private List<float[][]> tracesAt(SampledSteps rows) {
        return workers.map(rows.pieces(BLOCK), STAGE, piece -> tracesAt(rows, piece));
    }

    private float[][] tracesAt(SampledSteps rows, Segment piece) {
        float[][] traces = new float[n][BLOCK];
        float[] now = new float[n];
        SynapticTraces walk = new SynapticTraces(recording, tauMs, rows.step()[piece.start()]);
        for (int t = 0; t < piece.length(); t++) {
            walk.fill(rows.step()[piece.start() + t], now);
            for (int j = 0; j < n; j++) {
                traces[j][t] = now[j];
            }
        }
        return traces;
    }

    /**
     * @param start z and MLP
     * @return z and MLP that make the training part likelier; any scale
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Parameters of(Parameters start) {
        Parameters p = start.copy();
        SampledSteps rows = important(effective(p));
        List<float[][]> blocks = tracesAt(rows);
        Adam adam = Adam.of(p);
        PairwiseMlp mlp = units.mlp();
        NeuronLinks links = null;
        for (int step = 0; step < STEPS; step++) {
            Progress.stopIfInterrupted(STAGE);
            if (step % STEPS_FOR_A_LINK == 0) {
                links = NeuronLinks.of(drives(rows, blocks, effective(p)), rows, request);
            }
            NeuronLinks now = links;
            Parameters gradient = p.zeros();
            float[] z =
                    units.zGradient(mlp, p, p.get(PairwiseMlp.Z), w -> weightGradient(w, now, rows, blocks), gradient);
            gradient.put(PairwiseMlp.Z, z);
            double rate = RATE * Math.pow(FINAL_SHARE, (double) step / STEPS);
            for (String name : p.names()) {
                adam.step(name, p.get(name), gradient.get(name), rate, step + 1L);
            }
            request.progress().update(STAGE, step + 1L, STEPS);
        }
        return p;
    }

    private float[] effective(Parameters p) {
        return units.effective(p, p.get(PairwiseMlp.Z));
    }

    /** Steps drawn mostly where the rates of some weights are high, as where spikes are few they come in few moments. */
    private SampledSteps important(float... w) {
        int stride = (int) Math.max(1, request.trainingSteps() / FINE_ROWS);
        SampledSteps all =
                SampledSteps.draw(request.training(), stride, request.random("steps of the refinement's integral"));
        SampledSteps even = all.thinned(ROWS);
        NeuronLinks links = NeuronLinks.of(drives(even, tracesAt(even), w), even, request);
        double[] rate = new double[all.size()];
        workers.map(all.pieces(BLOCK), STAGE, piece -> {
            float[][] drive = new float[n][BLOCK];
            FloatRows.addProduct(w, tracesAt(all, piece), n, piece.length(), drive);
            for (int i = 0; i < n; i++) {
                for (int t = 0; t < piece.length(); t++) {
                    rate[piece.start() + t] += Math.exp(links.logRate(i, drive[i][t]));
                }
            }
            return piece;
        });
        return all.important(rate, ROWS);
    }

    private DriveSamples.Drives drives(SampledSteps rows, List<float[][]> blocks, float... w) {
        float[][] atRows = new float[n][rows.size()];
        workers.map(blocks.size(), STAGE, b -> {
            int count = Math.min(BLOCK, rows.size() - b * BLOCK);
            float[][] drive = new float[n][BLOCK];
            FloatRows.addProduct(w, blocks.get(b), n, count, drive);
            for (int i = 0; i < n; i++) {
                System.arraycopy(drive[i], 0, atRows[i], b * BLOCK, count);
            }
            return b;
        });
        float[][] atSpikes = new float[n][];
        for (int i = 0; i < n; i++) {
            float[] own = Arrays.copyOfRange(w, i * n, (i + 1) * n);
            atSpikes[i] = new float[spikeTraces[i].length];
            for (int k = 0; k < atSpikes[i].length; k++) {
                atSpikes[i][k] = FloatRows.dot(own, spikeTraces[i][k], n);
            }
        }
        return new DriveSamples.Drives(atRows, atSpikes);
    }

    /** Gradient of the negative log-likelihood per spike by the weights, links being as they are. */
    private float[] weightGradient(float[] w, NeuronLinks links, SampledSteps rows, List<float[][]> blocks) {
        List<float[]> parts = workers.map(PIECES, STAGE, piece -> {
            float[] sum = new float[n * n];
            for (int b = piece; b < blocks.size(); b += PIECES) {
                int count = Math.min(BLOCK, rows.size() - b * BLOCK);
                float[][] residual = new float[n][BLOCK];
                FloatRows.addProduct(w, blocks.get(b), n, count, residual);
                for (int i = 0; i < n; i++) {
                    for (int t = 0; t < count; t++) {
                        residual[i][t] =
                                (float) (rows.weight()[b * BLOCK + t] / spikes * links.rateSlope(i, residual[i][t]));
                    }
                }
                FloatRows.addInner(residual, blocks.get(b), n, count, sum);
            }
            return sum;
        });
        List<float[]> ofSpikes = workers.map(n, STAGE, i -> {
            float[] own = Arrays.copyOfRange(w, i * n, (i + 1) * n);
            float[] sum = new float[n];
            for (float[] traces : spikeTraces[i]) {
                double slope = links.slope(i, FloatRows.dot(own, traces, n));
                FloatRows.add((float) (-slope / spikes), traces, n, sum);
            }
            return sum;
        });
        float[] gradient = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = ofSpikes.get(i)[j];
                for (float[] part : parts) {
                    sum += part[i * n + j];
                }
                gradient[i * n + j] = i == j ? 0 : (float) sum;
            }
        }
        return gradient;
    }
}

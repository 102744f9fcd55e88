package circuitscope.infer.selection;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;

/** The drive that given weights make of exponentially filtered spikes, at drawn steps and at the spikes of some parts. */
final class DriveSamples {
    private static final String STAGE = "drive of the weights";
    /** A fixed number, so that nothing depends on the number of threads. */
    private static final int PIECES = 16;

    private final Recording recording;
    private final Recording targets;
    private final Workers workers;
    private final AngleHarmonics terms;
    private final double tauMs;
    private final double[][] tuning;
    private final SampledSteps rows;
    private final List<Segment> parts;
    private final List<int[]> spikes;

    /**
     * @param request a recording, and terms of an angle that drives the neurons
     * @param parts parts of the recording
     * @param rows drawn steps of these parts
     * @param tauMs synaptic time constant in ms
     * @param tuning factors of the angle's terms in the units of the weights, shape (N, terms)
     */
    DriveSamples(Request request, List<Segment> parts, SampledSteps rows, double tauMs, double[][] tuning) {
        terms = tuning[0].length == 0 ? AngleHarmonics.none() : request.tuning();
        this.tuning = tuning;
        recording = request.recording();
        targets = request.targets();
        workers = request.workers().silently();
        this.tauMs = tauMs;
        this.parts = parts;
        this.rows = rows;
        spikes = targets.spikeTrains(parts);
    }

    /**
     * Drives of all neurons.
     *
     * @param atRows at drawn steps, shape (N, steps)
     * @param atSpikes of each neuron at its own spikes, shape (N, spikes of the neuron)
     */
    record Drives(float[][] atRows, float[][] atSpikes) {
        /** Spikes of all neurons. */
        int spikes() {
            return Arrays.stream(atSpikes).mapToInt(own -> own.length).sum();
        }
    }

    SampledSteps rows() {
        return rows;
    }

    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N); the diagonal is not used
     * @return their drives
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Drives of(double[][] weights) {
        int n = weights.length;
        float[][] w = weightRows(weights, tuning);
        float[][] atRows = new float[n][rows.size()];
        float[][] atSpikes = new float[n][];
        for (int i = 0; i < n; i++) {
            atSpikes[i] = new float[spikes.get(i).length];
        }
        // pieces of time write to places of their own
        workers.map(Segment.pieces(parts, PIECES), STAGE, piece -> {
            fill(piece, w, atRows, atSpikes);
            return piece;
        });
        return new Drives(atRows, atSpikes);
    }

    /** Weights without the diagonal, and beside them the factors of the angle's terms, shape (N, N + terms). */
    static float[][] weightRows(double[][] weights, double[][] tuning) {
        int n = weights.length;
        int terms = tuning[0].length;
        float[][] w = new float[n][n + terms];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i][j] = i == j ? 0 : (float) weights[i][j];
            }
            for (int k = 0; k < terms; k++) {
                w[i][n + k] = (float) tuning[i][k];
            }
        }
        return w;
    }

    /** The drive of all neurons at the drawn steps of a piece, and of each at its own spikes there. */
    private void fill(Segment piece, float[][] w, float[][] atRows, float[][] atSpikes) {
        int n = w.length;
        SynapticTraces walk = new SynapticTraces(recording, tauMs, terms, piece.start());
        float[] traces = new float[n + terms.size()];
        int[] next = new int[n];
        for (int i = 0; i < n; i++) {
            int found = Arrays.binarySearch(spikes.get(i), piece.start());
            next[i] = found >= 0 ? found : -found - 1;
            // two spikes of a neuron in one step: the first of them
            while (next[i] > 0 && spikes.get(i)[next[i] - 1] == piece.start()) {
                next[i]--;
            }
        }
        int row = rows.firstFrom(piece.start());
        int lastRow = rows.firstFrom(piece.end());
        int spike = recording.firstSpikeFrom(piece.start());
        int lastSpike = recording.firstSpikeFrom(piece.end());
        while (row < lastRow || spike < lastSpike) {
            if (spike < lastSpike && (row == lastRow || recording.stepOf(spike) <= rows.step()[row])) {
                walk.fill(recording.stepOf(spike), traces);
                int i = targets.neuronOf(spike++);
                atSpikes[i][next[i]++] = FloatRows.dot(w[i], traces, traces.length);
            } else {
                walk.fill(rows.step()[row], traces);
                for (int i = 0; i < n; i++) {
                    atRows[i][row] = FloatRows.dot(w[i], traces, traces.length);
                }
                row++;
            }
            if ((row + spike) % 4096 == 0) {
                Progress.stopIfInterrupted(STAGE);
            }
        }
    }
}

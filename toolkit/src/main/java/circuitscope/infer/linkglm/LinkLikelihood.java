package circuitscope.infer.linkglm;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Negative log-likelihood of neurons with a learned link, and its gradient: the integral of the rate over drawn rows, minus the
 * sum of log rates at the spikes. All neurons share one pass over the recording. Synaptic traces are made on the way, a few
 * rows at a time: to read stored ones from memory takes longer. For a few neurons they are stored.
 */
final class LinkLikelihood {
    /** A fixed number, so that sums do not depend on the number of processors. */
    private static final int PIECES = 32;
    /** Rows of a block: few enough that it stays in the cache, enough for loops over them to be fast. */
    private static final int BLOCK = 128;

    private final Recording recording;
    private final Recording targets;
    private final Workers workers;
    private final double tauMs;
    private final SampledSteps rows;
    private final List<Piece> pieces = new ArrayList<>();
    private final AngleHarmonics tuning;
    /** Neurons, and terms of the angle behind them. */
    private final int n;

    /** Whether traces at a neuron's spikes are stored. */
    private final boolean[] stored;

    /**
     * @param request the recording, and the part where its spikes and rows count: the training part
     * @param tauMs synaptic time constant in ms
     * @param rows rows in these parts for the integral
     * @param few the only neurons that it will be asked for, if traces are to be stored; otherwise empty
     */
    LinkLikelihood(Request request, double tauMs, SampledSteps rows, List<Integer> few) {
        recording = request.recording();
        targets = request.targets();
        workers = request.workers().silently();
        List<Segment> parts = request.training();
        this.tauMs = tauMs;
        this.rows = rows;
        tuning = request.tuning();
        n = recording.neurons() + tuning.size();
        stored = new boolean[recording.neurons()];
        few.forEach(i -> stored[i] = true);
        for (Segment span : Segment.pieces(parts, PIECES)) {
            pieces.add(new Piece(span, few.isEmpty() ? null : new ArrayList<>()));
        }
    }

    /**
     * A stretch of time.
     *
     * @param span its steps
     * @param stored traces in the order in which they are needed, if they are kept
     */
    private record Piece(Segment span, List<float[]> stored) {}

    /**
     * Of one neuron.
     *
     * @param value negative log-likelihood in nats
     * @param gradient its gradient: weights with the bias in the neuron's own place, then offset, power and the weight of the
     *     neuron to itself; shape (N + 3)
     */
    record Evaluation(double value, double[] gradient) {}

    /** {@return who take the pieces} */
    Workers workers() {
        return workers;
    }

    /**
     * @param models a model for each neuron, or null for those that are not asked for; shape (N)
     * @return an evaluation of each model, null where there was none
     */
    Evaluation[] evaluate(LinkModel[] models) {
        Asked asked = Asked.of(models);
        List<Sums> sums = workers.map(pieces, "fitting the GLM with a learned link", piece -> sum(piece, asked));
        Sums total = new Sums(asked.neuron().length, n);
        sums.forEach(total::add);
        Evaluation[] evaluations = new Evaluation[models.length];
        for (int a = 0; a < asked.neuron().length; a++) {
            evaluations[asked.neuron()[a]] = new Evaluation(total.value[a], total.gradient[a]);
        }
        return evaluations;
    }

    /**
     * The models to evaluate.
     *
     * @param neuron their neurons
     * @param model the models
     * @param place place of each neuron among them, -1 for the others; shape (N)
     * @param weights their weights, shape (models, N)
     */
    private record Asked(int[] neuron, LinkModel[] model, int[] place, float[][] weights) {
        static Asked of(LinkModel[] models) {
            int n = models.length;
            int[] place = new int[n];
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                place[i] = models[i] == null ? -1 : kept.size();
                if (models[i] != null) {
                    kept.add(i);
                }
            }
            int[] neuron = kept.stream().mapToInt(Integer::intValue).toArray();
            float[][] weights = new float[neuron.length][];
            for (int a = 0; a < neuron.length; a++) {
                weights[a] = new float[models[neuron[a]].weights().length];
                for (int j = 0; j < weights[a].length; j++) {
                    weights[a][j] = (float) models[neuron[a]].weights()[j];
                }
            }
            return new Asked(
                    neuron, Arrays.stream(neuron).mapToObj(i -> models[i]).toArray(LinkModel[]::new), place, weights);
        }
    }

    private static final class Sums {
        final double[] value;
        final double[][] gradient;

        Sums(int models, int n) {
            value = new double[models];
            gradient = new double[models][n + 3];
        }

        void add(Sums other) {
            for (int a = 0; a < value.length; a++) {
                value[a] += other.value[a];
                for (int k = 0; k < gradient[a].length; k++) {
                    gradient[a][k] += other.gradient[a][k];
                }
            }
        }
    }

    /** Hands out the traces at one step after another. */
    private final class Walk {
        private final List<float[]> stored;
        private final SynapticTraces traces;
        private int next;

        Walk(Piece piece) {
            stored = piece.stored();
            traces = stored == null || stored.isEmpty()
                    ? new SynapticTraces(recording, tauMs, tuning, piece.span().start())
                    : null;
        }

        float[] at(int step, float[] buffer) {
            if (traces == null) {
                return stored.get(next++);
            }
            float[] values = stored == null ? buffer : new float[n];
            traces.fill(step, values);
            if (stored != null) {
                stored.add(values);
            }
            return values;
        }
    }

    private Sums sum(Piece piece, Asked asked) {
        Progress.stopIfInterrupted("fitting the GLM with a learned link");
        Sums sums = new Sums(asked.neuron().length, n);
        Walk walk = new Walk(piece);
        float[][] buffer = new float[BLOCK][n];
        float[][] traces = new float[BLOCK][];
        float[] own = new float[n];
        double[] weight = new double[BLOCK];
        float[][] atSpikes = new float[asked.neuron().length][n];
        int filled = 0;
        int row = rows.firstFrom(piece.span().start());
        int lastRow = rows.firstFrom(piece.span().end());
        int spike = recording.firstSpikeFrom(piece.span().start());
        int lastSpike = recording.firstSpikeFrom(piece.span().end());
        while (row < lastRow || spike < lastSpike) {
            if (spike < lastSpike && (row == lastRow || recording.stepOf(spike) <= rows.step()[row])) {
                int neuron = targets.neuronOf(spike);
                int a = asked.place()[neuron];
                if (a >= 0 || stored[neuron]) {
                    float[] values = walk.at(recording.stepOf(spike), own);
                    if (a >= 0) {
                        addSpike(asked, a, values, sums, atSpikes[a]);
                    }
                }
                spike++;
            } else {
                traces[filled] = walk.at(rows.step()[row], buffer[filled]);
                weight[filled++] = rows.weight()[row++];
                if (filled == BLOCK) {
                    addRows(asked, traces, weight, filled, sums);
                    filled = 0;
                }
            }
        }
        addRows(asked, traces, weight, filled, sums);
        for (int a = 0; a < asked.neuron().length; a++) {
            addWeights(atSpikes[a], asked.neuron()[a], sums.gradient[a]);
        }
        return sums;
    }

    /** Adds to the gradient of the weights, not to the place of the neuron itself, where the bias is. */
    private void addWeights(float[] more, int neuron, double[] gradient) {
        for (int j = 0; j < n; j++) {
            gradient[j] += j == neuron ? 0 : more[j];
        }
        gradient[n + 2] += more[neuron];
    }

    private void addSpike(Asked asked, int a, float[] traces, Sums sums, float[] weightGradient) {
        LinkModel model = asked.model()[a];
        double x = model.bias() + FloatRows.dot(asked.weights()[a], traces, n);
        double log = LinkModel.logSoftplus(x);
        double slope = -model.power() * LinkModel.slope(x);
        sums.value[a] -= model.offset() + model.power() * log;
        double[] gradient = sums.gradient[a];
        gradient[asked.neuron()[a]] += slope;
        gradient[n] -= 1;
        gradient[n + 1] -= log;
        FloatRows.add((float) slope, traces, n, weightGradient);
    }

    private void addRows(Asked asked, float[][] traces, double[] weight, int count, Sums sums) {
        int models = asked.neuron().length;
        float[][] byNeuron = new float[n][count];
        for (int t = 0; t < count; t++) {
            for (int j = 0; j < n; j++) {
                byNeuron[j][t] = traces[t][j];
            }
        }
        float[][] drive = new float[1][count];
        float[] pull = new float[models * count];
        for (int a = 0; a < models; a++) {
            LinkModel model = asked.model()[a];
            Arrays.fill(drive[0], (float) model.bias());
            FloatRows.addProduct(asked.weights()[a], byNeuron, 1, count, drive);
            double bySlope = 0;
            double byOffset = 0;
            double byPower = 0;
            for (int t = 0; t < count; t++) {
                // softplus, its logarithm and slope with few calls: this loop takes most of the time
                double x = drive[0][t];
                double small = Math.exp(-Math.abs(x));
                double soft = Math.max(x, 0) + LinkModel.logOnePlus(small);
                boolean straight = x < LinkModel.STRAIGHT;
                double log = straight ? x : Math.log(soft);
                double factor = weight[t] * Math.exp(model.offset() + model.power() * log);
                double bend = straight ? 1 : (x < 0 ? small : 1) / ((1 + small) * soft);
                double slope = factor * model.power() * bend;
                pull[a * count + t] = (float) slope;
                bySlope += slope;
                byOffset += factor;
                byPower += factor * log;
            }
            sums.value[a] += byOffset;
            double[] gradient = sums.gradient[a];
            gradient[asked.neuron()[a]] += bySlope;
            gradient[n] += byOffset;
            gradient[n + 1] += byPower;
        }
        float[][] pulled = new float[models][n];
        FloatRows.addProduct(pull, Arrays.copyOf(traces, count), models, n, pulled);
        for (int a = 0; a < models; a++) {
            addWeights(pulled[a], asked.neuron()[a], sums.gradient[a]);
        }
    }
}
